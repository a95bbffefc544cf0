#pragma once

#include "gui/picture/palette.hpp"

#include <QImage>
#include <QSizeF>
#include <QString>

#include <functional>
#include <vector>

class QPainter;

namespace weft::gui {

class CurveWidget;
class MeshWidget;

/// What becomes a picture in a file.
struct Page {
    QSizeF size;  ///< In pixels, without the caption.
    std::function<void(QPainter& painter, const QSizeF& size)> paint;
    QString caption;  ///< Of which run and moment it is.
    const Palette& palette;
    bool has_ground = true;   ///< Or what is behind it shines through.
    bool has_caption = true;  ///< Below it; the file's description has it in any case.
};

Page page_of_mesh(const MeshWidget& mesh, const QString& caption, const Palette& palette);

/// One chart below the other.
Page page_of_curves(const std::vector<CurveWidget*>& curves,
                    const QString& caption,
                    const Palette& palette);

/// Writes a page as SVG, PDF or PNG, by the end of the name. What its caption says stands in the
/// file's own description, too. Returns why it could not, or nothing. A PNG is `scale` times as
/// large as the window shows it.
QString export_page(const Page& page, const QString& path, int scale = 2);

/// Whether pictures that are written have their caption below: remembered with the user's settings.
void choose_caption(bool on);
bool wants_caption();

/// The picture of the mesh.
QString export_mesh(const MeshWidget& mesh,
                    const QString& path,
                    const QString& caption,
                    const Palette& palette,
                    int scale = 2);

/// Writes a picture as PNG, whole or not at all, with a description. Returns why it could not, or
/// nothing.
QString write_png(const QString& path, QImage picture, const QString& description);

/// Writes a file whole or not at all. Returns why it could not, or nothing.
QString write_text(const QString& path, const QString& text);

}  // namespace weft::gui
