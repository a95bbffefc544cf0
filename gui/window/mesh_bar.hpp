#pragma once

#include "gui/window/mesh_widget.hpp"

#include <QString>
#include <QWidget>

#include <vector>

class QLabel;

namespace weft::gui {

/// A step on the way from the whole mesh to what is shown of it.
struct MeshStep {
    QString name;
    MeshView view;  ///< That shows it.
};

/// From the outermost one in; the last one is what is shown.
std::vector<MeshStep> steps_into(const MeshView& view, const Topology& topology);

/// Above the mesh: which part of it is shown, with links that lead out again, and how large.
class MeshBar final : public QWidget {
public:
    explicit MeshBar(MeshWidget& mesh, QWidget* parent = nullptr);

    /// At once, for a picture: otherwise it is when the mesh is painted.
    void show_now();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void make_room();
    void show_steps();

    MeshWidget& mesh_;
    QLabel* way_;
    QLabel* size_;
    std::vector<MeshStep> steps_;
};

}  // namespace weft::gui
