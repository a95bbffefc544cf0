#include "scenarios/read/read_expect.hpp"

#include "scenarios/model/measure_rules.hpp"
#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace read_expect_test {

namespace {

using namespace weft;
using namespace weft::scenarios;
using namespace std::chrono_literals;
using Kind = reports::Measure::Kind;
using Comparison = Expectation::Comparison;

const std::string shop =
    "load: [{id: web-load, to: web, rate: 1/s}]\n"
    "timeline:\n"
    "  - {id: sick, at: 10s, for: 20s, fault: crash, target: {service: cart}}\n"
    "  - {id: for-ever, at: 40s, fault: crash, target: {service: cart}}\n";

Expectation expectation(const std::string& text) {
    return tests::valid_shop(shop + "expect:\n  - " + text + "\n").expect.front();
}

/// The column in the text, from 1, at which it is refused, and why: "14: …".
std::string refusal(const std::string& text) {
    const std::string message = tests::shop_refusal(shop + "expect:\n  - " + text + "\n");
    const std::string begin = "a.yaml:9:";
    REQUIRE(message.starts_with(begin));
    const std::size_t colon = message.find(':', begin.size());
    const int column = std::stoi(message.substr(begin.size(), colon - begin.size())) - 4;
    return std::to_string(column) + ": " + message.substr(colon + std::string{": error: "}.size());
}

}  // namespace

TEST_SUITE("expectations") {
    TEST_CASE("each measure is read with a bound in its unit") {
        const Expectation success = expectation("success(web-load) > 99%");
        CHECK(success.measure.kind == Kind::success);
        CHECK(success.measure.load == "web-load");
        CHECK(success.comparison == Comparison::greater);
        CHECK(success.bound == doctest::Approx(0.99));
        const Expectation p999 = expectation("p99.9(web-load) <= 80ms");
        CHECK(p999.measure.quantile == doctest::Approx(0.999));
        CHECK(p999.bound == 80e6);
        CHECK(expectation("mean(web) < 5ms").measure.quantile == 0);
        CHECK(expectation("max(web) < 5ms").measure.quantile == 1);
        CHECK(expectation("requests(web) >= 100").bound == 100);
        CHECK(expectation("throughput(web) > 90/s").bound == 90);
        CHECK(expectation("flags(web, UO) == 0").measure.flag == mesh::Flag::UO);
        CHECK(expectation("status(web, 503) < 10").measure.status_code == 503);
        CHECK(expectation("share(search, v2) > 40%").measure.version == "v2");
        CHECK(expectation("attempts(web) < 1.2").bound == 1.2);
        CHECK(expectation("ejected(cart) >= 1").measure.destination == "cart");
        CHECK(expectation("limited(cart) == 0").measure.kind == Kind::limited);
    }

    TEST_CASE("what is listed of a measure reads as that measure") {
        for (const MeasureRule& rule : measure_rules()) {
            CAPTURE(rule.example);
            CHECK(rule.example.starts_with(rule.name + "("));
            const Expectation read = expectation(rule.example);
            CHECK(read.measure.kind == rule.kind);
            CHECK(read.measure.quantile == rule.quantile);
        }
        CHECK(std::ranges::is_sorted(measure_rules(), {}, &MeasureRule::name));
    }

    TEST_CASE("the subject is a load, a service, or a service and whom it calls") {
        CHECK(expectation("requests(cart) > 1").measure.destination == "cart");
        const Expectation edge = expectation("success(web->cart) > 1%");
        CHECK(edge.measure.source == "web");
        CHECK(edge.measure.destination == "cart");
        CHECK(expectation("success(ingress -> web) > 1%").measure.source == "ingress");
    }

    TEST_CASE("windows are of times and of steps' starts and ends") {
        const auto window = [](const std::string& text) {
            const Expectation found = expectation("requests(web, " + text + ") > 1");
            return std::pair{found.measure.start.time_since_epoch(),
                             found.measure.end.time_since_epoch()};
        };
        const auto between = [](mesh::Duration from, mesh::Duration to) {
            return std::pair{from, to};
        };
        CHECK(window("60s..90s") == between(60s, 90s));
        CHECK(window("1.5s .. 2s") == between(1500ms, 2s));
        CHECK(window("sick.start + 15s .. sick.end") == between(25s, 30s));
        CHECK(window("sick.start-5s..sick.end+1m") == between(5s, 90s));
        CHECK(window("sick.end .. for-ever.start") == between(30s, 40s));
        const Expectation both = expectation("flags(web, FI, 10s..20s) > 5");
        CHECK(both.measure.flag == mesh::Flag::FI);
        CHECK(both.measure.end == mesh::Instant{20s});
        CHECK(expectation("requests(web) > 1").measure.end == mesh::never);
    }

    TEST_CASE("a mistake is reported at its very character") {
        CHECK(refusal("sucess(web) > 99%") ==
              "1: unknown measure 'sucess'; did you mean 'success'?");
        CHECK(refusal("success(wbe) > 99%") ==
              "9: unknown load or service 'wbe'; did you mean 'web'?");
        CHECK(refusal("success(web->crt) > 99%").starts_with("14: unknown load or service 'crt'"));
        CHECK(refusal("success web > 99%") == "9: expected '(' behind the measure");
        CHECK(refusal("success(web > 99%") == "13: expected ',' or ')'");
        CHECK(refusal("success(web) = 99%") == "14: write == to compare");
        CHECK(refusal("success(web) 99%") == "14: expected <, <=, >, >= or ==");
        CHECK(refusal("success(web) >") == "15: expected a bound such as 99% or 80ms");
        CHECK(refusal("success(web) > 99").starts_with("16: success is compared with a share"));
        CHECK(refusal("p99(web) < 80").starts_with("12: p99 is compared with a duration"));
        CHECK(refusal("p100(web) < 80ms").starts_with("1: unknown measure 'p100'"));
        CHECK(refusal("flags(web, XX) == 0").starts_with("12: unknown flag 'XX'"));
        CHECK(refusal("flags(web) == 0") == "1: flags needs a flag such as UO");
        CHECK(refusal("status(web, 999) == 0").starts_with("13: a status is from 100"));
        CHECK(refusal("success(web, UO) > 1%").starts_with("14: success takes only"));
        CHECK(refusal("success(web, sik.start .. 20s) > 1%") ==
              "14: unknown step 'sik'; did you mean 'sick'?");
        CHECK(refusal("success(web, 10s .. for-ever.end) > 1%")
                  .starts_with("21: step 'for-ever' has no"));
        CHECK(refusal("success(web, 20s .. 10s) > 1%").starts_with("1: the window must"));
        CHECK(refusal("success(web, 20s .. 20) > 1%").starts_with("21: '20' is no duration"));
    }

    TEST_CASE("in quotes, columns count from behind the quote") {
        const std::string message = tests::shop_refusal(shop + "expect: ['success(wbe) > 99%']\n");
        CHECK(message.starts_with("a.yaml:8:19: error: unknown load or service"));
    }
}

}  // namespace read_expect_test
