#include "gui/source/live_run.hpp"
#include "gui/source/pair_run.hpp"
#include "gui/window/inject_sheet.hpp"
#include "gui/window/main_window.hpp"
#include "scenarios/play/play.hpp"
#include "tests/gui/mesh_menu.hpp"
#include "tests/gui/small_mesh.hpp"
#include "tests/two_pods.hpp"

#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QSettings>
#include <QStatusBar>
#include <QTest>
#include <QTreeWidget>
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

namespace forks_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;

constexpr int play_patience_ms = 60'000;

constexpr const char* small_shop = R"(apiVersion: weft/v1
kind: Scenario
name: shop
horizon: 4s
manifests: [app.yaml]
load:
  - {id: web, to: app, rate: 50/s}
)";

std::string fingerprint_of_run(const std::filesystem::path& scenario,
                               const std::filesystem::path& out) {
    scenarios::PlayOptions options;
    options.scenario = scenario.string();
    options.out = out;
    std::ostringstream said;
    std::ostringstream err;
    REQUIRE_MESSAGE(scenarios::play(options, said, err) == 0, err.str());
    return reports::RunReader{out}.label().fingerprint;
}

/// A window that shows a run of a shop at 2 s, with the shop selected.
class ShopWindow {
public:
    ShopWindow() {
        std::ofstream{folder / "shop.yaml"} << small_shop;
        std::ofstream{folder / "app.yaml"} << weft::tests::two_pods;
        fingerprint_of_run(folder / "shop.yaml", folder / "run.db");
        window.resize(1280, 800);
        window.set_theme(gui::Theme::light);
        REQUIRE(window.open(folder / "run.db"));
        window.show();
        window.session().seek(at(2s));
        select_app();
    }

    void select_app() {
        const auto& services = window.session().topology().services;
        const auto app = std::ranges::find(services, "app", &gui::Topology::Service::name);
        REQUIRE(app != services.end());
        window.session().select(
            {Selection::Kind::service, static_cast<std::uint32_t>(app - services.begin())});
    }

    gui::InjectSheet& sheet(const std::string& what = {}) {
        window.inject(what);
        return open_sheet();
    }
    gui::InjectSheet& open_sheet() {
        auto* const found = window.findChild<QDialog*>("inject");
        REQUIRE(found != nullptr);
        return dynamic_cast<gui::InjectSheet&>(*found);
    }
    template <class Widget>
    Widget& find(const char* name) {
        auto* const found = window.findChild<Widget*>(name);
        REQUIRE(found != nullptr);
        return *found;
    }
    void press_add() {
        QTest::keyClick(&find<QPushButton>("inject-add"), Qt::Key_Space);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    void type_into(const char* field, const char* text) {
        auto& edit = find<QLineEdit>(field);
        edit.clear();
        QTest::keyClicks(&edit, text);
    }
    /// Asks for the menu as its key does, or by the mouse at a place, and takes an entry of it, or
    /// of a menu below.
    void choose_in_menu(const QString& entry, std::optional<QPoint> at_mouse = std::nullopt) {
        const bool is_there = tests::choose_in_menu(window, entry, at_mouse);
        REQUIRE_MESSAGE(is_there, entry.toStdString());
    }
    /// A place of the mesh in the frame of a zone.
    std::optional<QPoint> place_in_zone(const std::string& zone) {
        window.mesh().set_by_zone(true);
        window.picture();
        for (int y = 0; y < window.mesh().height(); y += 2)
            for (int x = 0; x < window.mesh().width(); x += 2)
                if (window.mesh().frame_at(QPointF{QPoint{x, y}}) == zone) return QPoint{x, y};
        return std::nullopt;
    }
    void add_errors() {
        gui::InjectSheet& it = sheet();
        it.choose("error");
        find<QLineEdit>("inject-for").setText("1s");
        QTest::mouseClick(&find<QPushButton>("inject-add"), Qt::LeftButton);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("forks") {
    TEST_CASE("the line is shown before it is added, and what is wrong with it is said") {
        ShopWindow it;
        gui::InjectSheet& sheet = it.sheet();
        sheet.choose("error");
        CHECK(sheet.step() == "{at: 2s, for: 10s, fault: error, target: {service: app}}");
        it.find<QLineEdit>("inject-rate").setText("5%");
        CHECK(it.find<QLabel>("inject-line").text().contains("rate: 5%"));
        it.find<QLineEdit>("inject-target").setText("{service: ap}");
        CHECK(QTest::qWaitFor(
            [&] { return it.find<QLabel>("inject-wrong").text().contains("did you mean 'app'?"); },
            play_patience_ms));
        CHECK_FALSE(it.find<QPushButton>("inject-add").isEnabled());
        it.find<QLineEdit>("inject-at").setText("soon");
        CHECK(sheet.step().empty());
        it.find<QLineEdit>("inject-find").setText("partition");
        CHECK(it.find<QListWidget>("inject-choices").count() >= 1);
    }

    TEST_CASE("what may be set is in the menu, each with a form that says what is wrong") {
        ShopWindow it;
        it.choose_in_menu("Failure Accrual…");
        CHECK(it.open_sheet().step() ==
              "{at: 2s, do: set, path: policies.app.failure_accrual, value: {failures_to_open: 7, "
              "min_penalty: 1s, max_penalty: 60s}}");
        it.type_into("inject-max_penalty", "1ms");
        CHECK(QTest::qWaitFor(
            [&] { return it.find<QLabel>("inject-wrong").text().contains("largest penalty"); },
            play_patience_ms));
        CHECK_FALSE(it.find<QPushButton>("inject-add").isEnabled());
        it.find<QDialog>("inject").reject();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);

        it.choose_in_menu("Retries…");
        it.type_into("inject-attempts", "4");
        it.type_into("inject-retryOn", "5xx,reset");
        CHECK(it.find<QLabel>("inject-line").text() ==
              "- {at: 2s, do: set, path: VirtualService/app.spec.http.0.retries, value: {attempts: "
              "4, retryOn: \"5xx,reset\"}}");
        it.press_add();
        REQUIRE(it.find<QListWidget>("added-steps").count() == 1);
        CHECK(it.sheet("retries").step().find("value: {attempts: 4, retryOn: \"5xx,reset\"}") !=
              std::string::npos);
    }

    TEST_CASE("where a change may hold for a part of a service, it is asked for which") {
        using Fields = std::vector<gui::Injection::Field>;
        const Fields retries{{"http.maxRetries", "9", {}, true}};
        gui::InjectSheet sheet{
            {{"limits", "all", "set", retries, "a", "{http: {maxRetries: 9}}"},
             {"scale", "pods", "do", Fields{{"replicas", "3", {}, true}}},
             {"limits", "some", "set", retries, "b", "{tcp: {maxConnections: 5}}", "subset v1"}},
            at(2s),
            [](const std::string&) { return std::string{}; }};
        const auto* const list = sheet.findChild<QListWidget*>("inject-choices");
        auto* const places = sheet.findChild<QComboBox*>("inject-place");
        REQUIRE(list != nullptr);
        REQUIRE(places != nullptr);
        CHECK(list->count() == 2);
        CHECK(places->isVisibleTo(&sheet));
        CHECK(places->currentText() == "whole service");
        CHECK(sheet.step() == "{at: 2s, do: set, path: a, value: {http: {maxRetries: 9}}}");
        places->setCurrentText("subset v1");
        CHECK(sheet.step() ==
              "{at: 2s, do: set, path: b, value: {tcp: {maxConnections: 5}, http: {maxRetries: "
              "9}}}");
        sheet.choose("scale");
        CHECK_FALSE(places->isVisibleTo(&sheet));
        CHECK(sheet.step() == "{at: 2s, do: scale, replicas: 3}");
        sheet.choose("limits");
        CHECK(sheet.step().find("path: a") != std::string::npos);
    }

    TEST_CASE("a line is about the service that is called; who only calls has nothing to set") {
        ShopWindow it;
        const auto& topology = it.window.session().topology();
        REQUIRE_FALSE(topology.edges.empty());
        it.window.session().select({Selection::Kind::edge, 0});
        it.choose_in_menu("Balancer…");
        CHECK(it.open_sheet().step() ==
              "{at: 2s, do: set, path: policies.app.balancer, value: least_request}");
        it.find<QDialog>("inject").reject();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        it.window.session().select({Selection::Kind::service, topology.edges[0].source});
        it.window.inject("limits");
        CHECK(it.window.findChild<QDialog*>("inject") == nullptr);
    }

    TEST_CASE("faults of a zone are in the menu of what is in it, and of its frame") {
        ShopWindow it;
        it.choose_in_menu("Inject into Zone zone-a…");
        it.open_sheet().choose("partition");
        CHECK(it.open_sheet().step() ==
              "{at: 2s, for: 10s, fault: partition, from: {zone: zone-a}, to: {}}");
        it.find<QDialog>("inject").reject();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        const auto place = it.place_in_zone("zone-a");
        REQUIRE(place);
        it.choose_in_menu("Inject into Zone zone-a…", place);
        it.open_sheet().choose("crash");
        CHECK(it.open_sheet().step().find("target: {zone: zone-a}") != std::string::npos);
    }

    TEST_CASE("what was set by forms plays as if it had been typed") {
        ShopWindow it;
        const std::string outlier =
            "{at: 2s, do: set, path: DestinationRule/app.spec.trafficPolicy.outlierDetection, "
            "value: {consecutive5xxErrors: 3, interval: 500ms}}";
        const std::string balancer =
            "{at: 2s, do: set, path: policies.app.balancer, value: round_robin}";
        it.sheet("outlier detection");
        CHECK(it.find<QLineEdit>("inject-consecutive5xxErrors").placeholderText() ==
              "a number, in a row; 0: off; 5 if not said");
        it.type_into("inject-consecutive5xxErrors", "3");
        it.type_into("inject-interval", "500ms");
        CHECK(it.open_sheet().step() == outlier);
        it.press_add();
        it.sheet("balancer").choose("balancer round_robin");
        CHECK(it.open_sheet().step() == balancer);
        it.press_add();
        it.sheet("limits");
        it.press_add();
        REQUIRE(it.find<QListWidget>("added-steps").count() == 3);
        it.window.undo_step();
        CHECK(it.find<QListWidget>("added-steps").count() == 2);

        REQUIRE(it.window.play_fork());
        const auto& run = it.window.session().run();
        REQUIRE(QTest::qWaitFor([&] { return run.label().status == "done"; }, play_patience_ms));
        std::ofstream{it.folder / "typed.yaml"} << small_shop << "timeline:\n  - " << outlier
                                                << "\n  - " << balancer << "\n";
        CHECK(run.label().fingerprint ==
              fingerprint_of_run(it.folder / "typed.yaml", it.folder / "typed.db"));
        CHECK(run.label().fingerprint !=
              reports::RunReader{it.folder / "run.db"}.label().fingerprint);
    }

    TEST_CASE("a step that was added can be undone, and added again, until it is played") {
        ShopWindow it;
        CHECK_FALSE(it.window.play_fork());
        it.add_errors();
        CHECK(it.find<QListWidget>("added-steps").count() == 1);
        it.window.activateWindow();
        REQUIRE(QTest::qWaitForWindowActive(&it.window, play_patience_ms));
        QTest::keyClick(&it.window.mesh(), Qt::Key_Z, Qt::ControlModifier);
        CHECK(it.find<QListWidget>("added-steps").count() == 0);
        QTest::keyClick(&it.window.mesh(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        CHECK(it.find<QListWidget>("added-steps").count() == 1);
        it.window.redo_step();
        CHECK(it.find<QListWidget>("added-steps").count() == 1);  // There is no more.
        it.window.undo_step();
        CHECK(it.find<QListWidget>("added-steps").count() == 0);
        CHECK_FALSE(std::filesystem::exists(it.folder / "run-fork-1.yaml"));
    }

    TEST_CASE("a fork is played as a run of its own, stands below its parent, and replays") {
        ShopWindow it;
        it.add_errors();
        REQUIRE(it.window.play_fork());
        const auto& run = it.window.session().run();
        // The run may be over before the window follows it for the first time.
        const auto is_there = [&] {
            return run.label().status == "done" && it.window.session().at() == at(2s);
        };
        REQUIRE(QTest::qWaitFor(is_there, play_patience_ms));
        CHECK(run.file() == (it.folder / "run-fork-1.db").string());
        CHECK(std::ranges::any_of(run.events(), [](const gui::Event& event) {
            return event.change.kind == sim::observe::Change::Kind::fault_started &&
                   event.change.at == at(2s);
        }));
        CHECK(fingerprint_of_run(it.folder / "run-fork-1.yaml", it.folder / "again.db") ==
              run.label().fingerprint);

        auto& runs = it.find<QTreeWidget>("runs");
        REQUIRE(runs.topLevelItemCount() == 1);
        QTreeWidgetItem* const parent = runs.topLevelItem(0);
        REQUIRE(parent->childCount() == 1);
        CHECK(parent->child(0)->text(1).contains("fault: error"));
        Q_EMIT runs.itemClicked(parent, 0);
        CHECK(it.window.session().run().file() == (it.folder / "run.db").string());
    }

    TEST_CASE("a fork is known again by the next window, and compared from the tree of runs") {
        ShopWindow it;
        it.add_errors();
        REQUIRE(it.window.play_fork());
        const auto& run = it.window.session().run();
        REQUIRE(QTest::qWaitFor([&] { return run.label().status == "done"; }, play_patience_ms));
        const QString fork = QString::fromStdString((it.folder / "run-fork-1.db").string());
        CHECK(QSettings{}.value("recent").toStringList().value(0) == fork);

        gui::MainWindow next;
        REQUIRE(next.open(it.folder / "run.db"));
        auto& runs = *next.findChild<QTreeWidget*>("runs");
        REQUIRE(runs.topLevelItemCount() == 1);
        REQUIRE(runs.topLevelItem(0)->childCount() == 1);
        QTreeWidgetItem* const child = runs.topLevelItem(0)->child(0);
        CHECK(child->text(1).contains("fault: error"));
        runs.setCurrentItem(child);
        Q_EMIT runs.customContextMenuRequested({-1, -1});
        const auto entries = next.findChild<QMenu*>("runs-menu")->actions();
        REQUIRE(entries.size() == 2);
        entries[1]->trigger();
        auto* const pair = dynamic_cast<gui::PairRun*>(&next.session().run());
        REQUIRE(pair != nullptr);
        CHECK(pair->a().file() == fork.toStdString());
    }

    TEST_CASE("who goes elsewhere while a fork is played is not called back") {
        ShopWindow it;
        it.add_errors();
        REQUIRE(it.window.play_fork());
        gui::Session& session = it.window.session();
        auto& live = dynamic_cast<gui::LiveRun&>(session.run());
        live.playing().wait();
        live.refresh();
        session.seek(at(500ms));
        const auto is_live = [&] {
            return std::ranges::any_of(
                it.window.statusBar()->findChildren<QLabel*>(),
                [](const QLabel* label) { return label->text().contains("live: at"); });
        };
        REQUIRE(is_live());
        REQUIRE(QTest::qWaitFor([&] { return !is_live(); }, play_patience_ms));
        CHECK(session.at() == at(500ms));
    }

    TEST_CASE("what was added to a run that is gone with the window stays with its user") {
        ShopWindow it;
        REQUIRE(it.window.play_live((it.folder / "shop.yaml").string()));
        CHECK_FALSE(it.window.compare_with(it.folder / "run.db"));
        const auto& live = it.window.session().run();
        REQUIRE(QTest::qWaitFor([&] { return live.label().status == "done"; }, play_patience_ms));
        REQUIRE(gui::is_passing(live.file()));
        it.select_app();
        it.add_errors();
        REQUIRE(it.window.play_fork());
        const std::filesystem::path run = it.window.session().run().file();
        CHECK_FALSE(gui::is_passing(run));
        CHECK(std::filesystem::exists(std::filesystem::path{run}.replace_extension(".yaml")));
        CHECK(std::filesystem::exists(run.parent_path() / "app.yaml"));
    }

    TEST_CASE("a run that was made without a scenario says that nothing can be added") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        window.inject();
        CHECK(window.message().contains("Nothing can be added"));
        CHECK(window.findChild<QDialog*>("inject") == nullptr);
    }
}

}  // namespace forks_test
