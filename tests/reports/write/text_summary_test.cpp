#include "reports/write/text_summary.hpp"

#include "tests/reports/write/small_summary.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <sstream>

namespace text_summary_test {

using namespace weft;
using namespace weft::tests;

namespace {

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream{text};
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("text summary") {
    TEST_CASE("it tells what happened") {
        const std::string text = reports::text_summary(small_summary(), false);
        CAPTURE(text);
        CHECK(holds(text, "small, seed 18446744073709551615: done\n"));
        CHECK(holds(text, "30 requests and 300 events in 3.00s simulated (250ms of wall time)\n"));
        CHECK(holds(text, "fingerprint d000000000000003\n"));
        CHECK(holds(text, "\nweb                          30             90.00%"));
        CHECK(holds(text, "\n    503: 3  URX: 3\n"));
        CHECK(holds(text, "\nidle                          0                  -\n"));
        CHECK(holds(text, "\nclient -> shop v2             3         6    0.00%"));
        CHECK(holds(text, "\n  faults started            3  sick\n"));
        CHECK(holds(text, "\n  hosts ejected             3  shop:80\n"));
        CHECK(holds(text, "\n  held    p99(web) < 80ms      measured 10.0ms\n"));
        CHECK(holds(text, "\n  FAILED  success(web) > 99%   measured 90.00%, broken from 1.5s\n"));
        CHECK(holds(text,
                    "\n  FAILED  share(to=cart) > 1%  measured nothing\n"
                    "          step 'late' has not begun\n"));
        CHECK(holds(text, "\n1 warning about the input\n"));
        CHECK_FALSE(holds(text, "\x1b"));
    }

    TEST_CASE("no line is longer than 100 characters where names are short") {
        for (const std::string& line : lines(reports::text_summary(small_summary(), false))) {
            CAPTURE(line);
            CHECK(line.size() <= 100);
        }
    }

    TEST_CASE("a long expectation goes on below, and what was measured closes it") {
        reports::RunSummary run = small_summary();
        run.expectations[0].text = std::string(60, 'a') + " " + std::string(40, 'b');
        const std::string text = reports::text_summary(run, false);
        CAPTURE(text);
        CHECK(holds(text, "  held    " + std::string(60, 'a') + "\n          " +
                              std::string(40, 'b') + std::string(32, ' ') + "measured 10.0ms\n"));
    }

    TEST_CASE("no line is longer than 130 characters, whatever the names") {
        reports::RunSummary run = small_summary();
        run.names.add(sim::observe::NameKind::load, 0, std::string(200, 'l'));
        run.names.add(sim::observe::NameKind::service, 1, std::string(200, 's'));
        run.names.add(sim::observe::NameKind::cluster, 0, std::string(200, 'c'));
        std::string warning;
        for (int word = 0; word < 60; ++word) {
            warning += "words ";
        }
        run.warnings = {warning};
        run.expectations[0].text = warning;
        for (const std::string& line : lines(reports::text_summary(run, false))) {
            CAPTURE(line);
            CHECK(line.size() <= 130);
        }
    }

    TEST_CASE("colours change nothing else") {
        const std::string plain = reports::text_summary(small_summary(), false);
        const std::string coloured = reports::text_summary(small_summary(), true);
        CHECK(plain != coloured);
        CHECK(std::regex_replace(coloured, std::regex{"\x1b\\[[0-9]+m"}, "") == plain);
    }

    TEST_CASE("of many edges it shows the ones that failed, and counts the rest") {
        reports::RunSummary run;
        run.scenario = "large";
        for (std::uint32_t service = 0; service < 100; ++service) {
            run.names.add(sim::observe::NameKind::service, service,
                          "s" + std::to_string(100 + service));
            const auto status = static_cast<std::uint16_t>(service == 77 ? 500 : 200);
            run.counted.add(sim::observe::CallEnd{at(0s), at(1s), 0, 0, service, 0, 1, status, {}});
        }
        const std::string text = reports::text_summary(run, false);
        CHECK(holds(text, "s100 -> s177 "));
        CHECK(holds(text, "and 60 more edges"));
        const auto all = lines(text);
        CHECK(std::count_if(all.begin(), all.end(),
                            [](const std::string& line) { return holds(line, " -> "); }) == 40);
    }

    TEST_CASE("requests that had no end when the run was over are told beside their load's") {
        reports::RunSummary run = small_summary();
        CHECK_FALSE(holds(reports::text_summary(run, false), "without an end"));
        run.open = {2'884};
        CHECK(holds(reports::text_summary(run, false), "without an end: 2,884\n"));
    }

    TEST_CASE("a run that failed says why") {
        reports::RunSummary run;
        run.scenario = "broken";
        run.status = reports::RunStatus::failed;
        run.why = "out of memory";
        CHECK(holds(reports::text_summary(run, false), "broken, seed 0: failed\nout of memory\n"));
    }
}

}  // namespace text_summary_test
