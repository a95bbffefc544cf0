#pragma once

#include "gui/window/mesh_widget.hpp"
#include "gui/window/session.hpp"

#include <QSplitter>
#include <QString>

#include <memory>

namespace weft::gui {

/// The mesh, and on demand that of the run that it is compared with beside it: at the same moment,
/// with the same boxes in the same places. Whatever is done to the one is done to the other.
class SideBySide final : public QSplitter {
public:
    /// Takes the mesh, which is B then.
    SideBySide(Session& session, MeshWidget& mesh, QWidget* parent = nullptr);
    ~SideBySide() override;

    bool is_on() const { return side_ != nullptr; }
    /// What is wanted is remembered: it is on whenever two runs are compared.
    void set_on(bool on);
    /// The mesh of A; null if it is not shown.
    MeshWidget* other() { return side_ != nullptr ? side_->mesh : nullptr; }

protected:
    /// What is done to A's mesh is done to B's, which leads.
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Side {
        Session session;
        MeshWidget* mesh = nullptr;  ///< The splitter's.
    };

    void begin();
    void end();

    Session& session_;
    MeshWidget& mesh_;
    bool is_wanted_ = false;
    std::unique_ptr<Side> side_;
};

/// "retry-storm, seed 1 (before.db)": two runs of a pair may differ in any of these alone.
QString name_of_side(const RunSource& run);

}  // namespace weft::gui
