#pragma once

#include "gui/window/main_window.hpp"

#include <QAction>
#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QTimer>

#include <algorithm>
#include <optional>

namespace weft::tests {

/// Asks for the menu of what is selected as its key does, or by the mouse at a place of the mesh,
/// and takes an entry of it or of a menu below; false if there is none of this text.
inline bool choose_in_menu(gui::MainWindow& window,
                           const QString& entry,
                           std::optional<QPoint> at_mouse = std::nullopt) {
    constexpr int patience_ms = 10;
    bool is_there = false;
    QTimer looks;  // The menu waits for an answer.
    QObject::connect(&looks, &QTimer::timeout, &window, [&] {
        for (QWidget* const widget : QApplication::topLevelWidgets()) {
            auto* const menu = dynamic_cast<QMenu*>(widget);
            if (menu == nullptr || !menu->isVisible()) continue;
            looks.stop();
            menu->close();
            const auto entries = menu->findChildren<QAction*>();
            const auto found = std::ranges::find(entries, entry, &QAction::text);
            is_there = found != entries.end();
            if (is_there) (*found)->trigger();
            return;
        }
    });
    looks.start(patience_ms);
    const QPoint place = at_mouse.value_or(QPoint{5, 5});
    QContextMenuEvent event{at_mouse ? QContextMenuEvent::Mouse : QContextMenuEvent::Keyboard,
                            place, window.mesh().mapToGlobal(place)};
    QApplication::sendEvent(&window.mesh(), &event);
    return is_there;
}

}  // namespace weft::tests
