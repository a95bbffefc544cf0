#include "gui/window/text_scale.hpp"

#include "gui/window/main_window.hpp"
#include "tests/gui/shop_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAction>
#include <QApplication>
#include <QMenu>
#include <QSettings>
#include <QTest>
#include <doctest/doctest.h>

#include <algorithm>

namespace text_scale_test {

using namespace weft;
using namespace weft::tests;

/// A window whose text is so large, and as it was when it is gone.
struct SizedWindow {
    explicit SizedWindow(int percent) {
        gui::set_text_size(percent);
        window.resize(1600, 1000);
        REQUIRE(window.open(record_shop(folder, "shop.db")));
        window.session().seek(at(4s));
        window.show();
        window.picture();
    }
    ~SizedWindow() {
        gui::set_text_size(100);
        QSettings{}.remove("text-size");
    }
    SizedWindow(const SizedWindow&) = delete;
    SizedWindow& operator=(const SizedWindow&) = delete;

    template <class Widget>
    Widget& find(const char* name) {
        return dynamic_cast<Widget&>(*window.findChild<QWidget*>(name));
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

TEST_SUITE("text scale") {
    TEST_CASE("what is painted grows with the window's font") {
        int height = 0;
        {
            SizedWindow usual{100};
            CHECK(gui::text_scale() == 1);
            height = usual.find<gui::TimeStrip>("time").height();
        }
        SizedWindow large{200};
        CHECK(gui::text_scale() == 2);
        CHECK(large.find<gui::TimeStrip>("time").height() == 2 * height);
        CHECK(large.find<QTableView>("events").verticalHeader()->defaultSectionSize() > 30);
        CHECK(large.find<QLabel>("inspector-title").fontInfo().pixelSize() == 26);
    }

    TEST_CASE("at any size the mouse meets what is painted") {
        for (const int percent : {75, 150, 200}) {
            CAPTURE(percent);
            SizedWindow it{percent};
            const double scale = gui::text_scale();
            auto& strip = it.find<gui::TimeStrip>("time");
            const QPointF place = QPointF{strip.place_of(at(6s + 500ms)), 20} * scale;
            QTest::mouseClick(&strip, Qt::LeftButton, {}, place.toPoint());
            CHECK(it.window.session().snapshot().from == at(6s));
            auto& heat = it.find<gui::HeatMap>("heat-map");
            const QPointF cell = heat.place_of_cell(2, 1).center() * scale;
            QTest::mouseClick(&heat, Qt::LeftButton, {}, cell.toPoint());
            CHECK(it.window.session().at() == at(1s));
            CHECK(it.window.session().selection() ==
                  gui::Selection{gui::Selection::Kind::pod, heat.pods()[2]});
        }
    }

    TEST_CASE("the size is chosen in the menu, and is the same the next time") {
        SizedWindow it{100};
        const auto sizes = it.find<QMenu>("text-sizes").actions();
        const auto named = [&](const QString& text) {
            return *std::ranges::find(sizes, text, &QAction::text);
        };
        CHECK(named("100 %")->isChecked());
        named("150 %")->trigger();
        CHECK(gui::text_scale() == doctest::Approx(19 / 13.0));
        gui::set_text_size(100);
        gui::MainWindow next;
        CHECK(gui::text_scale() == doctest::Approx(19 / 13.0));
    }
}

}  // namespace text_scale_test
