#include "gui/window/failed_play.hpp"

#include <doctest/doctest.h>

#include <string>

namespace failed_play_test {

using weft::gui::failure_words;

TEST_SUITE("a run that could not be played") {
    TEST_CASE("says its errors, and not the warnings around them") {
        CHECK(failure_words("a.yaml:1:2: warning: w\na.yaml:3:1: error: e\nnote: n\n") ==
              "a.yaml:3:1: error: e");
        CHECK(failure_words("note: n\nerror: /tmp/run.db: database or disk is full\n") ==
              "/tmp/run.db: database or disk is full");
    }

    TEST_CASE("says all where nothing is an error") {
        CHECK(failure_words("weft: a bug\nPlease report it\n") == "weft: a bug\nPlease report it");
        CHECK(failure_words("").isEmpty());
    }

    TEST_CASE("says no more than stands above a mesh, and how much more there is") {
        std::string said;
        for (int line = 0; line < 8; ++line)
            said += "a.yaml: error: e\n";
        CHECK(failure_words(said).count('\n') == 7);
        CHECK_FALSE(failure_words(said).contains("more"));
        said += "a.yaml: error: e\na.yaml: error: e\n";
        CHECK(failure_words(said).count('\n') == 8);
        CHECK(failure_words(said).endsWith("and 2 more"));
    }
}

}  // namespace failed_play_test
