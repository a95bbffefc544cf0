#include "gui/window/main_window.hpp"

#include <QAction>
#include <QApplication>
#include <QEvent>
#include <QSettings>
#include <doctest/doctest.h>

#include <algorithm>

namespace themes_test {

namespace {

using namespace weft;
using gui::Theme;

QAction& theme_action(gui::MainWindow& window, const QString& text) {
    const auto actions = window.findChildren<QAction*>();
    const auto found = std::ranges::find(actions, text, &QAction::text);
    REQUIRE(found != actions.end());
    return **found;
}

}  // namespace

TEST_SUITE("themes") {
    TEST_CASE("a theme is kept, and that of the desktop is found again") {
        QSettings{}.remove("theme");
        QApplication::setPalette(QPalette{});
        const Theme of_desktop = gui::desktop_theme(QApplication::palette());
        {
            gui::MainWindow window;
            CHECK(theme_action(window, "Theme of the Desktop").isChecked());
            theme_action(window, "Dar&k").trigger();
            CHECK(window.session().theme() == Theme::dark);
        }
        gui::MainWindow window;
        CHECK(theme_action(window, "Dar&k").isChecked());
        CHECK_FALSE(theme_action(window, "&Light").isChecked());
        theme_action(window, "Theme of the Desktop").trigger();
        CHECK(window.session().theme() == of_desktop);
        CHECK_FALSE(QSettings{}.contains("theme"));
        CHECK_FALSE(theme_action(window, "Dar&k").isChecked());
    }

    TEST_CASE("who has chosen none goes along when the desktop changes") {
        QSettings{}.remove("theme");
        QApplication::setPalette(QPalette{});
        const Theme of_desktop = gui::desktop_theme(QApplication::palette());
        const Theme other = of_desktop == Theme::dark ? Theme::light : Theme::dark;
        gui::MainWindow window;
        window.follow_desktop();
        CHECK(theme_action(window, "Theme of the Desktop").isChecked());
        window.session().set_theme(other);
        QEvent change{QEvent::ThemeChange};
        QApplication::sendEvent(&window, &change);
        CHECK(window.session().theme() == of_desktop);
    }

    TEST_CASE("a theme that was chosen stays when the desktop changes, whoever chose it") {
        QSettings{}.remove("theme");
        gui::MainWindow window;
        window.set_theme(Theme::dark);  // As --theme does, which nobody keeps.
        CHECK(theme_action(window, "Dar&k").isChecked());
        CHECK_FALSE(theme_action(window, "Theme of the Desktop").isChecked());
        QEvent change{QEvent::ThemeChange};
        QApplication::sendEvent(&window, &change);
        CHECK(window.session().theme() == Theme::dark);
    }
}

}  // namespace themes_test
