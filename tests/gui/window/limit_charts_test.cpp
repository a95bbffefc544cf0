#include "gui/window/limit_charts.hpp"

#include "gui/source/time_range.hpp"
#include "gui/window/inspector.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QTableView>
#include <doctest/doctest.h>

namespace limit_charts_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Selection;

constexpr std::uint32_t client_service = 0;
constexpr std::uint32_t shop_service = 1;

/// Three seconds, in each of which the shop's limit of retries is reached once.
class WindowWithLimits {
public:
    WindowWithLimits() { REQUIRE(window.open(record_small_run(folder, "run.db", 3))); }

    gui::LimitCharts& charts() {
        auto* const found = window.findChild<QWidget*>("limit-charts");
        REQUIRE(found != nullptr);
        return dynamic_cast<gui::LimitCharts&>(*found);
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("charts of limits") {
    TEST_CASE("each limit of what is selected that was ever reached has a chart") {
        WindowWithLimits it;
        it.window.session().select({Selection::Kind::service, shop_service});
        REQUIRE(it.charts().curves().size() == 1);
        CHECK(it.charts().curves()[0]->accessibleName() == "retries: times reached");
        CHECK(it.charts().note().contains("calls to shop were reached"));
        CHECK_FALSE(it.charts().note().contains("mean of"));
        it.window.session().select({Selection::Kind::service, client_service});
        CHECK(it.charts().curves().empty());
        CHECK(it.charts().note() == "No limit of calls to client was reached.");
        it.window.session().select({});
        CHECK(it.charts().curves().size() == 1);
        CHECK(it.charts().note().contains("limits of the run were reached"));
    }

    TEST_CASE(
        "how often they were reached just now is a figure of the service and of a line to it") {
        WindowWithLimits it;
        auto* const found = it.window.findChild<QWidget*>("inspector");
        REQUIRE(found != nullptr);
        const auto& inspector = dynamic_cast<const gui::Inspector&>(*found);
        it.window.session().seek(at(500ms));
        it.window.session().select({Selection::Kind::service, shop_service});
        CHECK(inspector.text().contains("limits reached"));
        it.window.session().select({Selection::Kind::edge, 0});
        CHECK(inspector.text().contains("limits reached"));
        it.window.session().select({Selection::Kind::service, client_service});
        CHECK_FALSE(inspector.text().contains("limits reached"));
    }

    TEST_CASE("as a table they have a row for each interval of the time range, which seeks") {
        WindowWithLimits it;
        gui::Session& session = it.window.session();
        session.select({Selection::Kind::service, shop_service});
        auto& table = it.charts().table();
        const QAbstractItemModelTester tester{&table.model()};
        REQUIRE(table.model().rowCount({}) == 3);
        CHECK(table.model().row(1).times == 1);
        CHECK(table.sorted().index(2, 1).data().toString() == "retries");
        Q_EMIT table.table().clicked({});  // On no row.
        table.table().setCurrentIndex(table.sorted().index(2, 0));
        Q_EMIT table.table().activated(table.sorted().index(2, 0));
        CHECK(session.at() == at(2s));
        session.set_filter(gui::narrowed_to(session.filter(), gui::Range{at(1s), at(2s)}));
        REQUIRE(table.model().rowCount({}) == 1);
        CHECK(table.model().row(0).from == at(1s));

        auto* const as_table = it.window.findChild<QCheckBox*>("limits-as-table");
        REQUIRE(as_table != nullptr);
        CHECK(table.isHidden());
        as_table->click();
        CHECK_FALSE(table.isHidden());
    }
}

}  // namespace limit_charts_test
