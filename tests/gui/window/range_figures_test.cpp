// Tables of a time range, and of the moment where there is none.
#include "gui/source/file_run.hpp"
#include "gui/source/pair_run.hpp"
#include "gui/window/tables.hpp"
#include "tests/gui/shop_run.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

namespace range_figures_test {

namespace {

using namespace weft;
using namespace weft::tests;

void filter_by(gui::Session& session, const char* written) {
    auto filter = gui::read_filter(written);
    REQUIRE(filter.has_value());
    session.set_filter(std::move(*filter));
}

gui::ServiceRow row_of(gui::ServicePanel& panel, const std::string& name) {
    for (int row = 0; row < panel.model().rowCount({}); ++row)
        if (panel.model().row(row).name == name) return panel.model().row(row);
    FAIL("no such service");
    return {};
}

gui::CompareRow edge_to(gui::ComparePanel& panel, const char* name) {
    for (int row = 0; row < panel.model().rowCount({}); ++row)
        if (panel.model().row(row).words.ends_with(name)) return panel.model().row(row);
    FAIL("no such edge");
    return {};
}

QLabel& line_of(QWidget& panel) {
    auto* const line = panel.findChild<QLabel*>("of-range");
    REQUIRE(line != nullptr);
    return *line;
}

}  // namespace

TEST_SUITE("tables of a time range") {
    TEST_CASE("services count all that passed in it, and are in the state of the moment") {
        const TemporaryFolder folder;
        gui::Session session;
        gui::ServicePanel panel{session};
        panel.show();
        session.show(std::make_unique<gui::FileRun>(record_shop(folder, "shop.db")));
        session.seek(at(4s));
        CHECK(row_of(panel, "frontend").flow.requests == 40);
        CHECK(row_of(panel, "frontend").health == gui::Health::failing);
        CHECK(line_of(panel).isHidden());

        filter_by(session, "t:2s..5s");
        gui::ServiceRow row = row_of(panel, "frontend");
        CHECK(row.flow.requests == 120);
        CHECK(row.flow.failed == 16);
        CHECK(row.flow.per_second() == doctest::Approx(40));
        CHECK(row.health == gui::Health::failing);
        CHECK_FALSE(line_of(panel).isHidden());
        CHECK(line_of(panel).text().contains("from 2.000 s to 5.000 s"));

        session.seek(at(1s));
        row = row_of(panel, "frontend");
        CHECK(row.flow.requests == 120);  // The range is the same.
        CHECK(row.health == gui::Health::healthy);

        filter_by(session, "");
        CHECK(row_of(panel, "frontend").flow.requests == 40);
        CHECK(line_of(panel).isHidden());
    }

    TEST_CASE("a range in which no interval lies says so") {
        const TemporaryFolder folder;
        gui::Session session;
        gui::ServicePanel panel{session};
        panel.show();
        session.show(std::make_unique<gui::FileRun>(record_shop(folder, "shop.db")));
        filter_by(session, "t:2.1s..2.9s");
        CHECK(row_of(panel, "frontend").flow.requests == 0);
        CHECK(line_of(panel).text() == "No interval lies in the time range.");
    }

    TEST_CASE("two runs are compared over it") {
        const TemporaryFolder folder;
        gui::Session session;
        gui::ComparePanel panel{session};
        panel.show();
        session.show(std::make_unique<gui::PairRun>(
            std::make_unique<gui::FileRun>(record_shop(folder, "calm.db", false)),
            std::make_unique<gui::FileRun>(record_shop(folder, "shop.db"))));
        filter_by(session, "t:2s..5s");
        const gui::CompareRow row = edge_to(panel, "frontend");
        CHECK(row.a.requests == 120);
        CHECK(row.a.failed == 0);
        CHECK(row.b.requests == 120);
        CHECK(row.b.failed == 16);
        CHECK(row.difference > 0);
        filter_by(session, "t:0s..3s");
        CHECK(edge_to(panel, "frontend").difference == 0);
    }

    TEST_CASE("what nobody sees is counted when somebody does") {
        const TemporaryFolder folder;
        gui::Session session;
        gui::ServicePanel panel{session};
        session.show(std::make_unique<gui::FileRun>(record_shop(folder, "shop.db")));
        CHECK(row_of(panel, "frontend").flow.requests == 40);
        filter_by(session, "t:2s..5s");
        CHECK(row_of(panel, "frontend").flow.requests == 40);
        panel.show();
        CHECK(row_of(panel, "frontend").flow.requests == 120);
    }
}

}  // namespace range_figures_test
