#include "gui/window/main_window.hpp"
#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

namespace go_to_test {

namespace {

using namespace weft;
using namespace weft::tests;

/// A window that shows the small run, of three seconds with 100 events each.
class GoingWindow {
public:
    GoingWindow() { REQUIRE(window.open(record_small_run(folder, "run.db", 3))); }

    mesh::Instant here() { return window.session().at(); }
    /// What the window says of it.
    QString refused(const char* written) {
        CHECK_FALSE(window.go_to(written));
        return window.message();
    }

    TemporaryFolder folder;
    gui::MainWindow window;
};

}  // namespace

TEST_SUITE("going to a moment") {
    TEST_CASE("it is a time, or so much from here") {
        GoingWindow it;
        CHECK(it.window.go_to(" 1.5 "));
        CHECK(it.here() == at(1'500ms));
        CHECK(it.window.go_to("+200ms"));
        CHECK(it.here() == at(1'700ms));
        CHECK(it.window.go_to("-1s"));
        CHECK(it.here() == at(700ms));
        CHECK_FALSE(it.window.message().contains("The run"));
    }

    TEST_CASE("what lies outside the run leads to its end, and that is said") {
        GoingWindow it;
        CHECK(it.window.go_to("+1m"));
        CHECK(it.here() == at(3s));
        CHECK(it.window.message() == "The run ends at 3.000 s.");
        CHECK(it.window.go_to("-1m"));
        CHECK(it.here() == at(0s));
        CHECK(it.window.message() == "The run begins at 0.000 s.");
    }

    TEST_CASE("an event leads to its interval, by its number") {
        GoingWindow it;
        CHECK(it.window.go_to("event 101"));
        CHECK(it.here() == at(1s));
        CHECK(it.window.message() == "Event 101 is in the interval that begins at 1.000 s.");
        CHECK(it.window.go_to("Event 100"));
        CHECK(it.here() == at(0s));
        CHECK(it.window.go_to("event 3,00"));
        CHECK(it.here() == at(2s));
        CHECK(it.refused("event 301") == "The run has no more than 300 events.");
        CHECK(it.refused("event 0") == "'0' is no number of an event.");
        CHECK(it.refused("event -5") == "'-5' is no number of an event.");
        CHECK(it.refused("event soon") == "'soon' is no number of an event.");
        CHECK(it.here() == at(2s));
    }

    TEST_CASE("the next error is one of the words") {
        GoingWindow it;
        CHECK(it.window.go_to("next  error"));
        CHECK(it.here() == at(1s));
        CHECK(it.window.go_to("next error"));
        CHECK(it.window.go_to("next error"));
        CHECK(it.here() == at(2s));
        CHECK(it.window.message() == "No request fails after this moment.");
    }

    TEST_CASE("what is none of these is said, and nothing moves") {
        GoingWindow it;
        it.window.session().seek(at(1s));
        for (const char* const written :
             {"", "soon", "31,8", "+", "--1s", "+-1s", "nan", "1e300s", "event", "next"})
            CHECK(it.refused(written).contains(QString{"'%1' is no moment"}.arg(written)));
        CHECK(it.here() == at(1s));
    }
}

}  // namespace go_to_test
