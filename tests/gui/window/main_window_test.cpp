#include "gui/window/main_window.hpp"

#include "gui/window/export.hpp"
#include "tests/gui/golden.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAbstractItemModelTester>
#include <QMenuBar>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <QXmlStreamReader>
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

using namespace weft;
using namespace weft::tests;
using gui::MainWindow;
using gui::Selection;

namespace {

constexpr int patience_ms = 20'000;
constexpr int long_patience_ms = 60'000;  ///< While a run is played.

/// A window that shows the small run.
class SmallWindow {
public:
    SmallWindow() {
        window.resize(1280, 800);
        window.set_theme(gui::Theme::light);
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.show();
        REQUIRE(QTest::qWaitFor([this] { return window.mesh().is_laid_out(); }, patience_ms));
    }

    gui::Session& session() { return window.session(); }
    QPoint middle_of(std::uint32_t service) {
        const std::uint32_t box = window.mesh().graph().box_of(service);
        return window.mesh().place_of_box(box).center().toPoint();
    }
    template <class Widget>
    Widget* find(const char* name) {
        return window.findChild<Widget*>(name);
    }

    TemporaryFolder folder;
    MainWindow window;
};

QByteArray content_of(const std::filesystem::path& path) {
    QFile file{QString::fromStdString(path.string())};
    REQUIRE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

}  // namespace

TEST_SUITE("main window") {
    TEST_CASE("a click selects a service, and a key walks to the next one") {
        SmallWindow it;
        QTest::mouseClick(&it.window.mesh(), Qt::LeftButton, {}, it.middle_of(1));
        CHECK(it.session().selection() == Selection{Selection::Kind::service, 1});
        CHECK(it.find<QLabel>("inspector-title")->text().contains("shop"));
        QTest::keyClick(&it.window.mesh(), Qt::Key_Left);
        CHECK(it.session().selection() == Selection{Selection::Kind::service, 0});
        QTest::keyClick(&it.window.mesh(), Qt::Key_Escape);
        CHECK(it.session().selection() == Selection{});
    }

    TEST_CASE("a line can be selected, and says what passes along it") {
        SmallWindow it;
        const auto& line = it.window.mesh().placement().lines[0];
        const QPointF middle = line.way[20];
        const QPointF first = it.window.mesh().place_of_box(0).topLeft();
        const QPointF origin = it.window.mesh().placement().boxes[0].topLeft();
        const QPointF place = first + (middle - origin) * it.window.mesh().zoom();
        QTest::mouseClick(&it.window.mesh(), Qt::LeftButton, {}, place.toPoint());
        CHECK(it.session().selection().kind == Selection::Kind::edge);
        CHECK(it.find<QLabel>("inspector-title")->text().contains("client → shop"));
    }

    TEST_CASE("a double click shows the neighbourhood, Escape the whole mesh again") {
        SmallWindow it;
        QTest::mouseDClick(&it.window.mesh(), Qt::LeftButton, {}, it.middle_of(1));
        CHECK(it.window.mesh().view().focus == 1);
        QTest::keyClick(&it.window.mesh(), Qt::Key_Escape);
        CHECK(it.window.mesh().view().focus == gui::none);
    }

    TEST_CASE("the wheel zooms where the mouse is") {
        SmallWindow it;
        const double before = it.window.mesh().zoom();
        const QPointF place = it.middle_of(1);
        QWheelEvent wheel{place,
                          it.window.mesh().mapToGlobal(place),
                          {},
                          {0, 120},
                          Qt::NoButton,
                          Qt::NoModifier,
                          Qt::NoScrollPhase,
                          false};
        QCoreApplication::sendEvent(&it.window.mesh(), &wheel);
        CHECK(it.window.mesh().zoom() == doctest::Approx(before * 1.2));
        CHECK(QLineF{place, QPointF{it.middle_of(1)}}.length() <= 2);
        QTest::keyClick(&it.window.mesh(), Qt::Key_0);
        CHECK(it.window.mesh().zoom() == doctest::Approx(before));
    }

    TEST_CASE("the time strip seeks by mouse and by key, both ways") {
        SmallWindow it;
        auto* const time = it.window.findChild<QWidget*>("time");
        auto& strip = dynamic_cast<gui::TimeStrip&>(*time);
        const QPoint place{static_cast<int>(strip.place_of(at(1'500ms))), 20};
        QTest::mouseClick(time, Qt::LeftButton, {}, place);
        CHECK(std::chrono::abs(it.session().at() - at(1'500ms)) < 10ms);
        QTest::keyClick(time, Qt::Key_End);
        CHECK(it.session().at() == at(3s));
        QTest::keyClick(time, Qt::Key_Left);
        CHECK(it.session().at() == at(2s));
        QTest::keyClick(time, Qt::Key_Home);
        CHECK(it.session().at() == at(0s));
        REQUIRE(strip.faults().size() == 3);
        CHECK(strip.faults()[0].from == at(1ms));
    }

    TEST_CASE("playing moves on as real time passes, and stops at the end") {
        SmallWindow it;
        QTest::keyClick(&it.window.mesh(), Qt::Key_Space);
        CHECK(it.session().is_playing());
        it.session().advance(500ms);
        CHECK(it.session().at() == at(500ms));
        it.session().set_speed(2);
        it.session().advance(500ms);
        CHECK(it.session().at() == at(1'500ms));
        it.session().advance(10s);
        CHECK(it.session().at() == at(3s));
        CHECK_FALSE(it.session().is_playing());
        it.session().play(true);
        CHECK(it.session().at() == at(0s));
    }

    TEST_CASE("events are stepped through in both directions") {
        SmallWindow it;
        CHECK(it.session().seek_event(true));
        CHECK(it.session().at() == at(1ms));
        CHECK(it.session().seek_event(true));
        CHECK(it.session().at() == at(2ms));
        CHECK(it.session().seek_event(false));
        CHECK(it.session().at() == at(1ms));
        it.session().seek(at(3s));
        CHECK_FALSE(it.session().seek_event(true));
    }

    TEST_CASE("back and forward lead through what was selected and when") {
        SmallWindow it;
        it.session().select({Selection::Kind::service, 1});
        it.session().seek(at(2s));
        it.session().select({Selection::Kind::edge, 0});
        it.session().go_back();
        CHECK(it.session().selection().kind == Selection::Kind::service);
        CHECK(it.session().at() == at(2s));
        it.session().go_back();
        CHECK(it.session().selection().kind == Selection::Kind::service);
        CHECK(it.session().at() == at(0s));
        it.session().go_forward();
        it.session().go_forward();
        CHECK(it.session().selection().kind == Selection::Kind::edge);
        CHECK(it.session().at() == at(2s));
    }

    TEST_CASE("a filter narrows mesh and tables; what is wrong is said and the last one stays") {
        SmallWindow it;
        auto* const filter = it.find<QLineEdit>("filter");
        auto* const events = it.find<QTableView>("events");
        CHECK(events->model()->rowCount() == 9);
        QTest::keyClicks(filter, "kind:host");
        CHECK(events->model()->rowCount() == 3);
        filter->setText("err>x");
        CHECK(filter->toolTip() == "'x' is no number");
        CHECK(events->model()->rowCount() == 3);
        filter->setText("shop");
        CHECK(QTest::qWaitFor([&] { return it.window.mesh().graph().boxes.size() == 1; },
                              patience_ms));
    }

    TEST_CASE("a request leads to its waterfall") {
        SmallWindow it;
        auto* const requests = it.find<QTableView>("requests");
        REQUIRE(requests->model()->rowCount() == 3);
        requests->setCurrentIndex(requests->model()->index(1, 0));
        Q_EMIT requests->activated(requests->currentIndex());
        CHECK(it.session().selection() ==
              Selection{Selection::Kind::request, gui::none, "web", 10});
        const auto& waterfall = dynamic_cast<gui::WaterfallWidget&>(*it.find<QWidget>("waterfall"));
        CHECK(waterfall.rows().size() == 2);
        const QString hops = dynamic_cast<gui::Inspector&>(*it.find<QWidget>("inspector")).text();
        CHECK(hops.contains("href=\"service:"));
        CHECK(hops.contains("href=\"pod:"));
        CHECK(hops.contains("attempt 2, waited"));
    }

    TEST_CASE("the heat map selects a pod and its moment") {
        SmallWindow it;
        auto& heat = dynamic_cast<gui::HeatMap&>(*it.find<QWidget>("heat-map"));
        REQUIRE(heat.pods() == std::vector<std::uint32_t>{0});
        CHECK(heat.grid().cells_of(0)[1].failed == 2);
        CHECK(heat.grid().cells_of(0)[1].is_ejected);
        QTest::mouseClick(&heat, Qt::LeftButton, {}, heat.place_of_cell(0, 1).center().toPoint());
        CHECK(it.session().selection() == Selection{Selection::Kind::pod, 0});
        CHECK(it.session().at() == at(1s));
    }

    TEST_CASE("models keep what Qt asks of them, through changes of the run and the filter") {
        SmallWindow it;
        std::vector<std::unique_ptr<QAbstractItemModelTester>> testers;
        for (QTableView* const table : it.window.findChildren<QTableView*>())
            testers.push_back(std::make_unique<QAbstractItemModelTester>(
                table->model(), QAbstractItemModelTester::FailureReportingMode::Fatal));
        CHECK(testers.size() == 14);
        it.find<QLineEdit>("filter")->setText("shop");
        it.session().seek(at(2s));
        CHECK(it.window.open(record_small_run(it.folder, "other.db", 2)));
    }

    TEST_CASE("what cannot be opened is named, and what was shown stays") {
        SmallWindow it;
        it.session().seek(at(2s));
        const auto notes = it.folder / "notes.txt";
        std::ofstream{notes} << "no run";
        CHECK_FALSE(it.window.open(notes));
        CHECK(it.window.message().contains("notes.txt"));
        CHECK(it.window.message().contains("not a run file"));
        const auto damaged = record_small_run(it.folder, "damaged.db", 3);
        std::filesystem::resize_file(damaged, 6'000);
        CHECK_FALSE(it.window.open(damaged));
        CHECK(it.window.message().contains("damaged.db"));
        CHECK_FALSE(it.window.open(it.folder / "none.db"));
        CHECK(it.window.message().contains("does not exist"));
        const auto wrong = it.folder / "wrong.yaml";
        std::ofstream{wrong} << "apiVersion: weft/v1\nkind: Scenario\nnaem: x\n";
        CHECK_FALSE(it.window.open(wrong));
        CHECK(it.window.message().contains("wrong.yaml:3:1"));
        CHECK(it.session().at() == at(2s));
        CHECK(it.session().run().label().scenario == "small");
    }

    TEST_CASE("two runs are compared edge by edge") {
        SmallWindow it;
        CHECK(it.window.compare_with(record_small_run(it.folder, "a.db", 3)));
        CHECK(it.window.message().contains("do the same"));
        CHECK(it.find<QTableView>("compare")->model()->rowCount() == 2);
        CHECK_FALSE(it.window.compare_with(it.folder / "none.db"));
    }

    TEST_CASE("pictures and tables are exported with what they are of") {
        SmallWindow it;
        const gui::Palette& palette = it.session().palette();
        const auto write = [&](const char* name) {
            const auto path = it.folder / name;
            CHECK(gui::export_mesh(it.window.mesh(), QString::fromStdString(path.string()),
                                   "small, seed 7", palette)
                      .isEmpty());
            return content_of(path);
        };
        const QByteArray svg = write("mesh.svg");
        CHECK(svg.contains("small, seed 7"));
        CHECK(svg.contains(">shop<"));
        QXmlStreamReader xml{svg};
        while (!xml.atEnd())
            xml.readNext();
        CHECK_FALSE(xml.hasError());
        CHECK(write("mesh.pdf").startsWith("%PDF"));
        QImage png;
        REQUIRE(png.loadFromData(write("mesh.png")));
        CHECK(png.text("Description") == "small, seed 7");
        CHECK(gui::export_mesh(it.window.mesh(), "mesh.gif", {}, palette).contains(".svg"));
        CHECK_FALSE(gui::export_mesh(it.window.mesh(), "/nowhere/mesh.svg", {}, palette).isEmpty());

        const QString csv = gui::table_as_csv(*it.find<QTableView>("events")->model());
        CHECK(csv.startsWith("\"Time\",\"Event\",\"Service\"\n"));
        CHECK(csv.count('\n') == 10);
    }

    TEST_CASE("equal moments give equal pictures, and another one does not") {
        SmallWindow it;
        it.session().seek(at(1s));
        const QImage first = it.window.picture().toImage();
        it.session().seek(at(2s + 300ms));
        const QImage other = it.window.picture().toImage();
        it.session().seek(at(1s));
        CHECK(picture_difference(first, it.window.picture().toImage()).share == 0);
        CHECK(picture_difference(first, other).is_visible());
        it.window.set_theme(gui::Theme::dark);
        CHECK(picture_difference(first, it.window.picture().toImage()).share > 0.5);
    }

    TEST_CASE("everything that takes the keyboard has a name, and every action a text") {
        SmallWindow it;
        for (const QWidget* const widget : it.window.findChildren<QWidget*>()) {
            const bool takes_keys = (widget->focusPolicy() & Qt::TabFocus) != 0;
            if (!takes_keys || widget->inherits("QTabBar") || widget->inherits("QTabWidget"))
                continue;
            const auto* const button = qobject_cast<const QAbstractButton*>(widget);
            const bool has_name = !widget->accessibleName().isEmpty() ||
                                  (button != nullptr && !button->text().isEmpty());
            CHECK_MESSAGE(has_name, std::string{widget->metaObject()->className()}, " ",
                          widget->objectName().toStdString());
        }
        int with_keys = 0;
        for (const QAction* const action : it.window.findChildren<QAction*>()) {
            if (action->isSeparator() || action->menu() != nullptr) continue;
            with_keys += action->shortcut().isEmpty() ? 0 : 1;
        }
        CHECK(with_keys >= 15);
    }
}

TEST_SUITE("weft-gui") {
    TEST_CASE("it writes a picture of a moment, and says what it could not open") {
        const TemporaryFolder folder;
        const auto run = QString::fromStdString(record_small_run(folder, "run.db", 3).string());
        const auto picture = QString::fromStdString((folder / "shot.png").string());
        QProcess program;
        program.start(WEFT_GUI_PROGRAM, {"--run", run, "--at", "1.5", "--screenshot", picture,
                                         "--size", "1000x700", "--theme", "dark"});
        REQUIRE(program.waitForFinished(long_patience_ms));
        CHECK(program.exitCode() == 0);
        CHECK(QImage{picture}.size() == QSize{1000, 700});

        program.start(WEFT_GUI_PROGRAM, {"--run", "none.db", "--screenshot", picture});
        REQUIRE(program.waitForFinished(long_patience_ms));
        CHECK(program.exitCode() == 2);
        CHECK(program.readAllStandardError().contains("none.db"));
        const std::pair<const char*, const char*> mistakes[] = {
            {"--at", "soon"},   {"--select", "shpo"}, {"--tab", "Evnets"},
            {"--size", "big"},  {"--theme", "pink"},  {"--compare", "none.db"},
            {"--level", "pod"}, {"--focus", "shpo"},  {"--expand", "shpo"}};
        for (const auto& [option, value] : mistakes) {
            CAPTURE(option);
            program.start(WEFT_GUI_PROGRAM, {"--run", run, option, value, "--screenshot", picture});
            REQUIRE(program.waitForFinished(long_patience_ms));
            CHECK(program.exitCode() == 2);
            CHECK(program.readAllStandardError().contains(option[2] == 'c' ? value : option));
        }
    }
}
