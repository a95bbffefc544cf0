#pragma once

#include "gui/window/session.hpp"

#include <QLabel>
#include <QWidget>

#include <cstddef>

namespace weft::gui {

/// What to try first, for who sees the window for the first time: three hints above the mesh, one
/// after another. Each is over when it was done as it says, or is skipped. Nothing waits for them.
class Hints final : public QWidget {
public:
    explicit Hints(Session& session, QWidget* parent = nullptr);

    /// Shows the first hint, unless they were seen or closed in an earlier session.
    void begin();

private:
    void next();
    void finish();
    void show_hint();

    std::size_t number_ = 0;  ///< Of the hint that is shown.
    QLabel* text_;
};

}  // namespace weft::gui
