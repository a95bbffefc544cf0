#include "gui/window/chosen_time.hpp"

#include "gui/source/time_range.hpp"
#include "gui/window/filter_field.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QContextMenuEvent>
#include <QFile>
#include <QListWidget>
#include <QMenu>
#include <QTableView>
#include <QTest>
#include <doctest/doctest.h>

#include <optional>

namespace chosen_time_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Range;
using gui::Selection;
using gui::time_range_of;

constexpr int shown_within_ms = 20'000;

/// A window that shows the small run, of three seconds with three events each.
class NarrowedWindow {
public:
    NarrowedWindow() {
        window.resize(1280, 800);
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        REQUIRE(QTest::qWaitFor([this] { return window.mesh().is_laid_out(); }, shown_within_ms));
    }

    template <class Widget>
    Widget& find(const char* name) {
        return dynamic_cast<Widget&>(*window.findChild<QWidget*>(name));
    }
    gui::TimeStrip& strip() { return find<gui::TimeStrip>("time"); }
    gui::HeatMap& heat() { return find<gui::HeatMap>("heat-map"); }
    gui::FilterField& field() { return find<gui::FilterField>("filter"); }
    gui::Session& session() { return window.session(); }
    std::optional<Range> range() { return time_range_of(session().filter()); }
    int events() { return find<QTableView>("events").model()->rowCount(); }

    void drag_in_strip(mesh::Instant from, mesh::Instant to) {
        const auto place = [this](mesh::Instant at) {
            return QPoint{static_cast<int>(strip().place_of(at)), 20};
        };
        QTest::mousePress(&strip(), Qt::LeftButton, Qt::ShiftModifier, place(from));
        QTest::mouseMove(&strip(), place(to));
        QTest::mouseRelease(&strip(), Qt::LeftButton, Qt::ShiftModifier, place(to));
    }
    QPoint cell(std::size_t number) { return heat().place_of_cell(0, number).center().toPoint(); }

    TemporaryFolder folder;
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("chosen time") {
    TEST_CASE("dragging with Shift in the time strip narrows what all panels show") {
        NarrowedWindow it;
        REQUIRE(it.events() == 9);
        const QImage before = it.strip().grab().toImage();
        it.drag_in_strip(at(1'200ms), at(2'500ms));
        CHECK(it.range() == Range{at(1s), at(3s)});
        CHECK(it.field().text() == "t:1s..3s");
        CHECK(it.events() == 6);
        CHECK(it.session().at() == at(0s));
        CHECK(it.strip().grab().toImage() != before);
        QTest::keyClick(&it.strip(), Qt::Key_Escape);
        CHECK_FALSE(it.range());
        CHECK(it.field().text().isEmpty());
        CHECK(it.events() == 9);
    }

    TEST_CASE("in the time strip keys with Shift extend it from where the first was pressed") {
        NarrowedWindow it;
        QTest::keyClick(&it.strip(), Qt::Key_Right);
        QTest::keyClick(&it.strip(), Qt::Key_Right, Qt::ShiftModifier);
        CHECK(it.range() == Range{at(1s), at(2s)});
        CHECK(it.session().at() == at(2s));
        QTest::keyClick(&it.strip(), Qt::Key_Right, Qt::ShiftModifier);
        CHECK(it.range() == Range{at(1s), at(3s)});
        QTest::keyClick(&it.strip(), Qt::Key_Left, Qt::ShiftModifier);
        CHECK(it.range() == Range{at(1s), at(2s)});
        QTest::keyClick(&it.strip(), Qt::Key_Home);
        CHECK(it.range() == Range{at(1s), at(2s)});
        QTest::keyClick(&it.strip(), Qt::Key_End, Qt::ShiftModifier);
        CHECK(it.range() == Range{at(0s), at(3s)});
    }

    TEST_CASE("in the heat map dragging chooses it, and a click seeks and selects as ever") {
        NarrowedWindow it;
        QTest::mousePress(&it.heat(), Qt::LeftButton, {}, it.cell(2));
        QTest::mouseMove(&it.heat(), it.cell(1));
        QTest::mouseRelease(&it.heat(), Qt::LeftButton, {}, it.cell(1));
        CHECK(it.range() == Range{at(1s), at(3s)});
        CHECK(it.session().selection() == Selection{});
        CHECK(it.session().at() == at(0s));
        QTest::mouseClick(&it.heat(), Qt::LeftButton, {}, it.cell(1));
        CHECK(it.session().selection() == Selection{Selection::Kind::pod, 0});
        CHECK(it.session().at() == at(1s));
        CHECK(it.range() == Range{at(1s), at(3s)});
        QTest::keyClick(&it.heat(), Qt::Key_Left, Qt::ShiftModifier);
        CHECK(it.range() == Range{at(0s), at(2s)});
        QTest::keyClick(&it.heat(), Qt::Key_Escape);
        CHECK_FALSE(it.range());
    }

    TEST_CASE("given up while it is dragged it stays as it was") {
        NarrowedWindow it;
        gui::choose_time(it.session(), Range{at(0s), at(1s)});
        QTest::mousePress(&it.heat(), Qt::LeftButton, {}, it.cell(1));
        QTest::mouseMove(&it.heat(), it.cell(2));
        QTest::keyClick(&it.heat(), Qt::Key_Escape);
        QTest::mouseRelease(&it.heat(), Qt::LeftButton, {}, it.cell(2));
        CHECK(it.range() == Range{at(0s), at(1s)});
        CHECK(it.session().selection() == Selection{});
    }

    TEST_CASE("it is a word of the filter: what stands beside it stays, and it can be written") {
        NarrowedWindow it;
        it.field().setText("shop where: failed");
        it.drag_in_strip(at(1'200ms), at(2'500ms));
        CHECK(it.field().text() == "shop t:1s..3s where: failed");
        it.field().setText("t:2s..3s");
        CHECK(it.range() == Range{at(2s), at(3s)});
        it.field().setText("t:2s..3s err>x");
        it.drag_in_strip(at(200ms), at(700ms));
        CHECK(it.field().text() == "err>x t:0s..1s");
        CHECK(it.field().mistake());
        CHECK(it.range() == Range{at(0s), at(1s)});
        CHECK(it.events() == 3);
    }

    TEST_CASE("requests, figures, recorded changes and the chart's table are those of the range") {
        NarrowedWindow it;
        it.session().select({Selection::Kind::service, 1});
        const auto& requests = *it.find<QTableView>("requests").model();
        const auto& figures = *it.find<QTableView>("inspector-table").model();
        const auto& inspector = it.find<gui::Inspector>("inspector");
        REQUIRE(figures.rowCount() == 3);
        CHECK_FALSE(inspector.text().contains("Time range"));
        gui::choose_time(it.session(), Range{at(1s), at(3s)});
        CHECK(requests.rowCount() == 2);
        CHECK(figures.rowCount() == 2);
        CHECK(inspector.text().contains("Time range, 1.000 s to 3.000 s"));
        CHECK(inspector.text().contains("20 (10/s)"));
        it.session().select({});
        CHECK(it.find<QListWidget>("inspector-changes").count() == 6);
        it.session().seek(at(2s));
        CHECK(requests.rowCount() == 2);
        gui::choose_time(it.session(), Range{at(200ms), at(700ms)});
        CHECK(requests.rowCount() == 0);
        CHECK(inspector.text().contains("No interval lies in the time range."));
        gui::choose_time(it.session(), std::nullopt);
        CHECK(requests.rowCount() == 3);
        CHECK(it.find<QListWidget>("inspector-changes").count() == 9);
    }

    TEST_CASE("a chart is written of the range, and says so") {
        NarrowedWindow it;
        gui::choose_time(it.session(), Range{at(1s), at(3s)});
        const auto path = it.folder / "chart.csv";
        REQUIRE(it.window.export_to(QString::fromStdString(path.string())));
        QFile file{QString::fromStdString(path.string())};
        REQUIRE(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        REQUIRE(lines.size() == 5);  // Nothing stands after the last one.
        CHECK(lines[0].contains("filter t:1s..3s"));
        CHECK(lines[2].startsWith("1.000,2.000,10,"));
        CHECK(lines[3].startsWith("2.000,3.000,10,"));
    }

    TEST_CASE("a key shows all times again, and the menu of the heat map filters by a pod") {
        NarrowedWindow it;
        gui::choose_time(it.session(), Range{at(0s), at(1s)});
        for (QAction* const action : it.window.findChildren<QAction*>())
            if (action->shortcut() == QKeySequence{"Shift+Esc"}) action->trigger();
        CHECK_FALSE(it.range());
        QContextMenuEvent asked{QContextMenuEvent::Mouse, it.cell(1),
                                it.heat().mapToGlobal(it.cell(1))};
        QApplication::sendEvent(&it.heat(), &asked);
        auto* const menu = it.heat().findChild<QMenu*>("heat-map-menu");
        REQUIRE(menu != nullptr);
        REQUIRE(menu->actions().size() == 4);
        CHECK_FALSE(menu->actions()[2]->isEnabled());
        menu->actions()[0]->trigger();
        menu->close();
        CHECK(it.field().text() == "shop-v1-0");
        CHECK(it.heat().pods().size() == 1);
    }
}

}  // namespace chosen_time_test
