// What is painted, as a table.
#include "gui/source/file_run.hpp"
#include "gui/source/pair_run.hpp"
#include "gui/window/curve_table.hpp"
#include "gui/window/heat_map_table.hpp"
#include "gui/window/main_window.hpp"
#include "tests/gui/shop_run.hpp"
#include "tests/gui/small_mesh.hpp"

#include <QAction>
#include <QTableView>
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

namespace table_pages_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::FileRun;

template <class Table>
QString text_in(Table& table, int row, int column) {
    return table.table().model()->index(row, column).data().toString();
}

template <class Table>
QString title_of(Table& table, int column) {
    return table.table().model()->headerData(column, Qt::Horizontal).toString();
}

/// The heat map of the shop, and its table.
struct ShopTable {
    ShopTable() {
        session.show(std::make_unique<FileRun>(record_shop(folder, "shop.db")));
        heat.read_all();
    }

    int row_of(std::uint32_t pod) const {
        const auto found = std::ranges::find(heat.pods(), pod);
        REQUIRE(found != heat.pods().end());
        return static_cast<int>(found - heat.pods().begin());
    }
    QString text(std::uint32_t pod, int second) { return text_in(table, row_of(pod), 1 + second); }

    TemporaryFolder folder;
    gui::Session session;
    gui::HeatMap heat{session};
    gui::HeatMapTable table{session, heat};
};

constexpr std::uint32_t payment = 3;
constexpr std::uint32_t shipping = 5;

void choose_entry(const gui::MainWindow& window, const char* text) {
    const auto actions = window.findChildren<QAction*>();
    const auto found =
        std::ranges::find_if(actions, [&](const QAction* it) { return it->text() == text; });
    REQUIRE(found != actions.end());
    CHECK_FALSE((*found)->shortcut().isEmpty());
    (*found)->trigger();
}

}  // namespace

TEST_SUITE("table pages") {
    TEST_CASE("the time strip is a row for each interval, with what happened in it") {
        const TemporaryFolder folder;
        gui::Session session;
        gui::TimeTable table{session};
        session.show(std::make_unique<FileRun>(record_small_run(folder, "run.db", 3)));
        REQUIRE(table.model().rowCount({}) == 3);
        REQUIRE(table.model().columnCount({}) == 4);
        CHECK(text_in(table, 1, 1) == "10/s");
        CHECK(text_in(table, 1, 2) == "1.0/s");
        for (const int row : {0, 2}) {
            CHECK(text_in(table, row, 3).contains("host ejected: shop-v1-0"));
            CHECK(text_in(table, row, 3).count("host ejected") == 1);
        }
        Q_EMIT table.table().activated(table.table().model()->index(2, 0));
        CHECK(session.at() == at(0s));  // None was current yet.
        table.table().setCurrentIndex(table.table().model()->index(2, 0));
        Q_EMIT table.table().activated(table.table().currentIndex());
        CHECK(session.at() == at(2s));
    }

    TEST_CASE("the time range leaves its intervals alone") {
        const TemporaryFolder folder;
        gui::Session session;
        gui::TimeTable table{session};
        session.show(std::make_unique<FileRun>(record_small_run(folder, "run.db", 3)));
        session.set_filter(*gui::read_filter("t:1s..2s"));
        REQUIRE(table.model().rowCount({}) == 1);
        CHECK(table.model().row(0).from == at(1s));
    }

    TEST_CASE("of two runs the table has both, and says where they part") {
        const TemporaryFolder folder;
        gui::Session session;
        gui::TimeTable table{session};
        const auto run = [&](const char* name, std::uint32_t seconds) {
            return std::make_unique<FileRun>(record_small_run(folder, name, seconds));
        };
        session.show(std::make_unique<gui::PairRun>(run("a.db", 2), run("b.db", 3)));
        REQUIRE(table.model().columnCount({}) == 6);
        REQUIRE(table.model().rowCount({}) == 3);
        CHECK(title_of(table, 3) == "A: requests a second");
        CHECK(text_in(table, 1, 3) == "10/s");
        CHECK(text_in(table, 1, 4) == "1.0/s");
        CHECK(text_in(table, 2, 1) == "10/s");
        CHECK(text_in(table, 2, 3) == "–");
        CHECK_FALSE(text_in(table, 1, 5).contains("begin to differ"));
        CHECK(text_in(table, 2, 5).startsWith("A and B begin to differ"));
        session.show(run("c.db", 2));
        CHECK(table.model().columnCount({}) == 4);
        CHECK(table.model().rowCount({}) == 2);
    }

    TEST_CASE("the heat map is a row for each pod and a column for each stretch of time") {
        ShopTable it;
        const auto& model = it.table.model();
        CHECK(model.rowCount({}) == static_cast<int>(it.heat.pods().size()));
        CHECK(model.columnCount({}) == 1 + static_cast<int>(shop_seconds));
        CHECK(text_in(it.table, it.row_of(shipping), 0) == "shipping-0");
        CHECK(it.text(shipping, 2) == "0 %");
        CHECK(it.text(shipping, 3) == "down");
        CHECK(it.text(payment, 2) == "0 %");
        CHECK(it.text(payment, 4).endsWith("%, ejected"));
        CHECK(it.text(payment, 6) == "0 %, ejected");  // Until it returned.
        CHECK(it.text(payment, 7) == "0 %");
    }

    TEST_CASE("the table says what the heat map shows, of the pods that the filter accepts") {
        ShopTable it;
        it.heat.show_what(gui::HeatMap::What::time);
        CHECK(it.text(payment, 2).endsWith(" ms"));
        it.session.set_filter(*gui::read_filter("cart"));
        REQUIRE(it.table.model().rowCount({}) == 1);
        CHECK(text_in(it.table, 0, 0) == "cart-0");
        const QString csv = gui::table_as_csv(*it.table.table().model());
        CHECK(csv.startsWith("\"Pod\","));
        CHECK(csv.count('\n') == 2);
        CHECK(csv.contains("\"cart-0\","));
    }

    TEST_CASE("a cell that is activated is sought, and its pod selected") {
        ShopTable it;
        const QModelIndex cell = it.table.table().model()->index(it.row_of(payment), 1 + 4);
        it.table.table().setCurrentIndex(cell);
        Q_EMIT it.table.table().activated(cell);
        CHECK(it.session.at() == at(4s));
        CHECK(it.session.selection() == gui::Selection{gui::Selection::Kind::pod, payment});
    }

    TEST_CASE("of another run nothing is told that was of the one before") {
        ShopTable it;
        it.session.show(std::make_unique<FileRun>(record_small_run(it.folder, "small.db", 2)));
        CHECK(it.table.model().rowCount({}) == 0);
        it.heat.read_all();
        CHECK(it.table.model().rowCount({}) == 1);
        CHECK(it.table.model().columnCount({}) == 3);
    }

    TEST_CASE("the window shows a table when it is asked for by its entry") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_small_run(folder, "run.db", 3)));
        for (const auto& [entry, name] : {std::pair{"Heat Map as Table", "heat-map-table"},
                                          std::pair{"Time as Table", "time-table"}}) {
            auto* const table = window.findChild<QTableView*>(name);
            REQUIRE(table != nullptr);
            const int page = window.tabs().indexOf(table->parentWidget());
            REQUIRE(page >= 0);
            CHECK_FALSE(window.tabs().isTabVisible(page));
            choose_entry(window, entry);
            CHECK(window.tabs().isTabVisible(page));
            CHECK(window.tabs().currentIndex() == page);
        }
    }
}

}  // namespace table_pages_test
