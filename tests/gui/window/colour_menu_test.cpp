#include "gui/window/main_window.hpp"
#include "tests/gui/shop_run.hpp"

#include <QAction>
#include <QMenu>
#include <QSettings>
#include <QToolBar>
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace colour_menu_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Colouring;

QAction& choice(const gui::MainWindow& window, const char* name) {
    auto* const action = window.findChild<QAction*>(name);
    REQUIRE(action != nullptr);
    return *action;
}

QString word_on_button(const gui::MainWindow& window) {
    const auto* const menu = window.findChild<QMenu*>("colours");
    REQUIRE(menu != nullptr);
    CHECK(window.findChild<QToolBar*>("toolbar")->actions().contains(menu->menuAction()));
    return menu->menuAction()->iconText();
}

}  // namespace

TEST_SUITE("the choice of colours") {
    TEST_CASE("it is in the menu and on the tool bar, and is there the next time") {
        QSettings{}.remove("colour");
        {
            const gui::MainWindow window;
            CHECK(choice(window, "colour-health").isChecked());
            CHECK(word_on_button(window) == "Colour: Health");
            choice(window, "colour-load").trigger();
            CHECK(word_on_button(window) == "Colour: Load");
        }
        gui::MainWindow window;
        CHECK(window.session().colouring() == Colouring::load);
        CHECK(choice(window, "colour-load").isChecked());
        CHECK_FALSE(choice(window, "colour-health").isChecked());
        CHECK(word_on_button(window) == "Colour: Load");
        QSettings{}.remove("colour");
    }

    TEST_CASE("whoever chooses it for one window does not choose it for the next") {
        QSettings{}.remove("colour");
        gui::MainWindow window;
        window.session().set_colouring(Colouring::errors);  // As --colour does.
        CHECK(choice(window, "colour-errors").isChecked());
        CHECK(word_on_button(window) == "Colour: Errors");
        CHECK_FALSE(QSettings{}.contains("colour"));
    }

    TEST_CASE("a picture that is written says what its colours mean") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_shop(folder, "shop.db")));
        window.mesh().lay_out_now();
        window.session().seek(at(4s));
        window.session().set_colouring(Colouring::load);
        CHECK(window.mesh().look().scale == gui::BoxScale{Colouring::load, 50});
        const auto path = folder / "mesh.svg";
        REQUIRE(window.export_to(QString::fromStdString(path.string())));
        std::ifstream stream{path};
        const std::string svg{std::istreambuf_iterator<char>{stream}, {}};
        CHECK(svg.find(", coloured by requests a second from 0 to 50/s") != std::string::npos);
    }
}

}  // namespace colour_menu_test
