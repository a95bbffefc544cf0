#include "gui/window/state_history.hpp"

#include "gui/window/chosen_time.hpp"
#include "gui/window/inspector.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/shop_run.hpp"

#include <QAbstractItemModelTester>
#include <QTableView>
#include <doctest/doctest.h>

#include <algorithm>

namespace state_history_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;
using sim::observe::Change;

/// The shop, in whose outage frontend-0 ejects payment-0, from 3.4 s to 6.9 s.
class WindowWithEjection {
public:
    WindowWithEjection() { REQUIRE(window.open(record_shop(folder, "shop.db"))); }

    QAbstractItemModel& rows() {
        auto* const table = window.findChild<QTableView*>("state-history");
        REQUIRE(table != nullptr);
        return *table->model();
    }

    void select_service(const std::string& name) {
        const auto& services = window.session().topology().services;
        const auto found = std::ranges::find(services, name, &gui::Topology::Service::name);
        REQUIRE(found != services.end());
        window.session().select(
            {Selection::Kind::service, static_cast<std::uint32_t>(found - services.begin())});
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("history of states") {
    TEST_CASE("an ejection is told with whom, by whom, from when to when, and that it holds") {
        WindowWithEjection it;
        it.select_service("payment");
        QAbstractItemModel& rows = it.rows();
        const QAbstractItemModelTester tester{&rows};
        REQUIRE(rows.rowCount() == 1);
        const auto cell = [&](int column) {
            return rows.index(0, column).data().toString().toStdString();
        };
        CHECK(cell(0) == "3.400 s");
        CHECK(cell(1) == "6.900 s");
        CHECK(cell(2) == "host ejected (consecutive gateway errors)");
        CHECK(cell(3) == "payment-0");
        CHECK(cell(4) == "frontend-0");
        CHECK(cell(5) == "3.50 s");
        it.window.session().seek(at(2s));
        CHECK(cell(6).empty());
        it.window.session().seek(at(5s));
        CHECK(cell(6) == "●");
        auto* const table = it.window.findChild<QTableView*>("state-history");
        table->setCurrentIndex(rows.index(0, 0));
        Q_EMIT table->activated(rows.index(0, 0));
        CHECK(it.window.session().at() == at(3400ms));
    }

    TEST_CASE("it is of those that are called and of those that call, and of the time range") {
        WindowWithEjection it;
        it.select_service("frontend");
        CHECK(it.rows().rowCount() == 1);
        it.select_service("cart");
        CHECK(it.rows().rowCount() == 0);
        it.window.session().select({});
        REQUIRE(it.rows().rowCount() == 1);
        gui::choose_time(it.window.session(), gui::Range{at(1s), at(3s)});
        CHECK(it.rows().rowCount() == 0);
        gui::choose_time(it.window.session(), gui::Range{at(6s), at(7s)});
        CHECK(it.rows().rowCount() == 1);
        gui::choose_time(it.window.session(), gui::Range{at(7s), at(8s)});
        CHECK(it.rows().rowCount() == 0);
    }

    TEST_CASE("an event concerns the line along which it was seen, and no other to the same") {
        WindowWithEjection it;
        const gui::Topology& topology = it.window.session().topology();
        const auto concerns_edge = [&](const gui::Event& event, const char* source,
                                       const char* destination) {
            const auto edge = std::ranges::find_if(topology.edges, [&](const auto& each) {
                return topology.services[each.source].name == source &&
                       topology.services[each.destination].name == destination;
            });
            REQUIRE(edge != topology.edges.end());
            return gui::concerns(
                event,
                {Selection::Kind::edge, static_cast<std::uint32_t>(edge - topology.edges.begin())},
                topology);
        };
        constexpr std::uint32_t frontend_0 = 0;
        constexpr std::uint32_t cart_0 = 2;
        constexpr std::uint32_t payment_0 = 3;
        gui::Event event{.change = {.at = at(1s),
                                    .kind = Change::Kind::host_ejected,
                                    .source = frontend_0,
                                    .pod = payment_0,
                                    .cluster = 2}};
        CHECK(concerns_edge(event, "frontend", "payment"));
        CHECK_FALSE(concerns_edge(event, "frontend", "cart"));
        CHECK_FALSE(concerns_edge(event, "payment", "ledger"));
        event.change.source = cart_0;
        CHECK_FALSE(concerns_edge(event, "frontend", "payment"));
        event.change.source = gui::none;  // Of the pod itself, or by many.
        CHECK(concerns_edge(event, "frontend", "payment"));
    }
}

}  // namespace state_history_test
