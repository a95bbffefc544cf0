#pragma once

#include "gui/picture/mesh_paint.hpp"

#include <QPainter>
#include <QPixmap>

#include <map>
#include <vector>

namespace weft::gui {

/// Paints dots as paint_dots() does, but each kind once, and stamps its picture wherever there is
/// one: thousands of them move in a few milliseconds. They lie on whole pixels of the screen.
class DotStamps {
public:
    void paint(QPainter& painter, const std::vector<Dot>& dots, const Palette& palette);

private:
    const QPixmap& stamp_of(Dot::Kind kind, const Palette& palette);

    std::map<Dot::Kind, QPixmap> stamps_;
    const Palette* palette_ = nullptr;  ///< That they were made with,
    double scale_ = 0;                  ///< and pixels of the screen for a unit of the mesh.
};

}  // namespace weft::gui
