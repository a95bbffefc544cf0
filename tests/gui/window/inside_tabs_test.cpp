#include "gui/window/inside_tabs.hpp"

#include "gui/window/chosen_time.hpp"
#include "gui/window/inspector.hpp"
#include "gui/window/main_window.hpp"
#include "scenarios/play/play.hpp"
#include "tests/gui/small_mesh.hpp"
#include "tests/two_pods.hpp"

#include <QAbstractItemModelTester>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QThreadPool>
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace inside_tabs_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;

constexpr int look_patience_ms = 60'000;

constexpr const char* looked_at_shop = R"(apiVersion: weft/v1
kind: Scenario
name: shop
horizon: 4s
manifests: [app.yaml]
load:
  - {id: web, to: app, rate: 50/s}
)";

/// A window that shows a run of a shop at 2 s.
class WindowToLookInside {
public:
    WindowToLookInside() {
        std::ofstream{folder / "shop.yaml"} << looked_at_shop;
        std::ofstream{folder / "app.yaml"} << weft::tests::two_pods;
        scenarios::PlayOptions options;
        options.scenario = (folder / "shop.yaml").string();
        options.out = folder / "run.db";
        std::ostringstream said;
        std::ostringstream err;
        REQUIRE_MESSAGE(scenarios::play(options, said, err) == 0, err.str());
        window.resize(1280, 800);
        REQUIRE(window.open(folder / "run.db"));
        window.show();
        window.activateWindow();  // Keys of actions are heard by the active window alone.
        REQUIRE(QTest::qWaitForWindowActive(&window));
        window.session().seek(at(2s));
    }

    gui::InsideTabs& inside() {
        auto* const found = window.findChild<QWidget*>("inside");
        REQUIRE(found != nullptr);
        return dynamic_cast<gui::InsideTabs&>(*found);
    }

    /// Presses the key of the action and waits until it is done.
    void look() {
        QTest::keyClick(&window.mesh(), Qt::Key_I, Qt::ControlModifier);
        REQUIRE(QTest::qWaitFor([this] { return !inside().is_looking(); }, look_patience_ms));
    }

    bool is_drawn(const char* curve) const {
        return std::ranges::any_of(window.findChildren<QWidget*>(), [curve](const QWidget* each) {
            return each->accessibleName() == curve && !each->isHidden();
        });
    }

    void select_pod(const std::string& name) {
        const auto& pods = window.session().topology().pods;
        const auto found = std::ranges::find(pods, name, &gui::Topology::Pod::name);
        REQUIRE(found != pods.end());
        window.session().select(
            {Selection::Kind::pod, static_cast<std::uint32_t>(found - pods.begin())});
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("table of the charts") {
    TEST_CASE("it has a row for each interval of what is selected, and seeks") {
        WindowToLookInside it;
        auto* const table = it.window.findChild<QTableView*>("inspector-table");
        REQUIRE(table != nullptr);
        QAbstractItemModel& rows = *table->model();
        const QAbstractItemModelTester tester{&rows};
        it.window.session().select({Selection::Kind::edge, 0});
        REQUIRE(rows.rowCount() == 4);
        CHECK(rows.index(1, 0).data().toString() == "1.000 s");
        CHECK(rows.index(1, 1).data().toString().contains("/s"));
        CHECK(rows.index(1, 4).data().toString() == "1.00");
        table->setCurrentIndex(rows.index(3, 0));
        Q_EMIT table->activated(rows.index(3, 0));
        CHECK(it.window.session().at() == at(3s));
    }

    TEST_CASE("how many attempts a request took is not told of loads, which do not record them") {
        WindowToLookInside it;
        it.window.session().select({Selection::Kind::edge, 0});
        CHECK(it.is_drawn("attempts for a request"));
        it.window.session().select({});
        CHECK_FALSE(it.is_drawn("attempts for a request"));
        const auto& rows = *it.window.findChild<QTableView*>("inspector-table")->model();
        CHECK(rows.index(1, 1).data().toString() != "0/s");
        CHECK(rows.index(1, 4).data().toString() == "–");
    }
}

TEST_SUITE("a pod's own figures") {
    TEST_CASE("of a pod is told and drawn what it answered itself, of a client what it asked") {
        WindowToLookInside it;
        const auto& rows = *it.window.findChild<QTableView*>("inspector-table")->model();
        auto* const found = it.window.findChild<QWidget*>("inspector");
        REQUIRE(found != nullptr);
        const auto& inspector = dynamic_cast<const gui::Inspector&>(*found);
        const auto rate_of = [&](const char* pod) {
            it.select_pod(pod);
            return rows.index(2, 1).data().toString();
        };
        const QString one = rate_of("app-0");
        CHECK(inspector.text().contains("answered"));
        CHECK(inspector.text().contains(one));
        CHECK(it.is_drawn("mean time to answer"));
        CHECK_FALSE(it.is_drawn("p99 latency"));
        CHECK_FALSE(it.is_drawn("attempts for a request"));
        CHECK(rows.index(2, 3).data().toString() == "–");
        // Both pods together answer what the client asks.
        CHECK(one != "0/s");
        CHECK(one != rate_of("ingress-web"));
        CHECK(it.is_drawn("p99 latency"));
        CHECK_FALSE(it.is_drawn("mean time to answer"));
    }
}

TEST_SUITE("look inside") {
    TEST_CASE("of a line the hosts are shown as its source's proxy sees them") {
        WindowToLookInside it;
        it.window.session().select({Selection::Kind::edge, 0});
        const QAbstractItemModelTester hosts{&it.inside().hosts().model()};
        const QAbstractItemModelTester uses{&it.inside().uses().model()};
        it.look();
        CHECK(it.inside().state() == "ingress-web at 2.000 s");
        CHECK(it.inside().tabs().currentIndex() == 3);
        const auto& model = it.inside().hosts().model();
        REQUIRE(model.rowCount({}) == 2);
        std::vector<std::string> names{model.row(0).host, model.row(1).host};
        std::ranges::sort(names);
        CHECK(names == std::vector<std::string>{"app-0", "app-1"});
        CHECK(model.row(0).state == "healthy");
        CHECK(it.inside().uses().model().rowCount({}) == 4);
        CHECK(it.inside().config().contains("cluster outbound|80||app"));
    }

    TEST_CASE("the configuration is compared with the one held where the time range begins") {
        WindowToLookInside it;
        it.window.session().select({Selection::Kind::edge, 0});
        it.look();
        CHECK_FALSE(it.inside().config().contains("says what version"));  // There was one alone.
        gui::choose_time(it.window.session(), gui::Range{at(1s), at(3s)});
        it.look();
        CHECK(it.inside().config().contains("says what version"));
        gui::choose_time(it.window.session(), gui::Range{at(3s), at(4s)});
        it.look();
        CHECK_FALSE(it.inside().config().contains("says what version"));  // That is yet to come.
    }

    TEST_CASE("what is shown says when the moment has moved on, and a new look is of that") {
        WindowToLookInside it;
        it.window.session().select({Selection::Kind::edge, 0});
        it.look();
        it.window.session().seek(at(3s));
        CHECK(it.inside().state().startsWith("ingress-web at 2.000 s"));
        CHECK(it.inside().state().contains("look again"));
        it.look();
        CHECK(it.inside().state() == "ingress-web at 3.000 s");
    }

    TEST_CASE("of a service its first pod is looked at, with queue and workers") {
        WindowToLookInside it;
        const auto& services = it.window.session().topology().services;
        const auto app = std::ranges::find(services, "app", &gui::Topology::Service::name);
        REQUIRE(app != services.end());
        it.window.session().select(
            {Selection::Kind::service, static_cast<std::uint32_t>(app - services.begin())});
        it.look();
        CHECK(it.inside().state().startsWith("app-0"));
        CHECK(it.inside().app().contains("workers busy"));
        CHECK_FALSE(it.inside().certificate().isEmpty());
    }

    TEST_CASE("with nothing selected it says what to do, and looks at nothing") {
        WindowToLookInside it;
        it.window.session().select({});
        it.look();
        CHECK(it.window.message().contains("Select a pod"));
        CHECK(it.inside().hosts().model().rowCount({}) == 0);
    }

    TEST_CASE("a look can be cancelled, and leaves what was shown") {
        WindowToLookInside it;
        it.window.session().select({Selection::Kind::edge, 0});
        it.look();
        it.inside().look();
        auto* const cancel = it.inside().findChild<QPushButton*>("inside-cancel");
        REQUIRE(cancel != nullptr);
        cancel->click();
        REQUIRE(QTest::qWaitFor([&] { return !it.inside().is_looking(); }, look_patience_ms));
        CHECK(it.inside().state() == "ingress-web at 2.000 s");
        CHECK(it.inside().hosts().model().rowCount({}) == 2);
    }

    TEST_CASE("a look into a run that is no longer shown tells nothing") {
        WindowToLookInside it;
        it.window.session().select({Selection::Kind::edge, 0});
        it.inside().look();
        it.window.session().select({.kind = Selection::Kind::request, .load = "web", .request = 1});
        it.window.why().explain();
        REQUIRE(it.window.open(it.folder / "run.db"));
        CHECK_FALSE(it.inside().is_looking());
        CHECK_FALSE(it.window.why().is_explaining());
        CHECK(it.inside().findChild<QPushButton*>("inside-cancel")->isHidden());
        REQUIRE(QThreadPool::globalInstance()->waitForDone(look_patience_ms));
        QCoreApplication::processEvents();
        CHECK(it.inside().state().startsWith("Hosts, limits"));
        CHECK(it.inside().hosts().model().rowCount({}) == 0);
        CHECK(it.window.why().text().isEmpty());
    }
}

}  // namespace inside_tabs_test
