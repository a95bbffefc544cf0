#include "scenarios/read/read_expect.hpp"

#include "scenarios/model/measure_rules.hpp"
#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace read_expect_test {

namespace {

using namespace weft;
using namespace weft::scenarios;
using namespace std::chrono_literals;
using Kind = reports::Measure::Kind;

const std::string shop =
    "load: [{id: web-load, to: web, rate: 1/s}]\n"
    "timeline:\n"
    "  - {id: sick, at: 10s, for: 20s, fault: crash, target: {service: cart}}\n"
    "  - {id: for-ever, at: 40s, fault: crash, target: {service: cart}}\n";

Expectation expectation(const std::string& text) {
    return tests::valid_shop(shop + "expect:\n  - " + text + "\n").expect.front();
}

reports::Measure measure(const std::string& text) {
    const Expectation read = expectation(text);
    REQUIRE(read.measures.size() == 1);
    return read.measures.front();
}

/// What the only measure of an expectation is compared with.
double bound(const std::string& text) {
    const Expectation read = expectation(text);
    REQUIRE(read.formula.nodes().size() == 3);
    return read.formula.nodes()[1].constant;
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
        const reports::Measure success = measure("success(web-load) > 99%");
        CHECK(success.kind == Kind::success);
        CHECK(success.load == "web-load");
        CHECK(bound("success(web-load) > 99%") == doctest::Approx(0.99));
        CHECK(measure("p99.9(web-load) <= 80ms").quantile == doctest::Approx(0.999));
        CHECK(bound("p99.9(web-load) <= 80ms") == 80e6);
        CHECK(measure("mean(web) < 5ms").quantile == 0);
        CHECK(measure("max(web) < 5ms").quantile == 1);
        CHECK(bound("requests(web) >= 100") == 100);
        CHECK(bound("throughput(web) > 90/s") == 90);
        CHECK(measure("flags(web, UO) == 0").flag == mesh::Flag::UO);
        CHECK(measure("status(web, 503) < 10").status_code == 503);
        CHECK(measure("share(search, v2) > 40%").version == "v2");
        CHECK(bound("attempts(web) < 1.2") == 1.2);
        CHECK(measure("ejected(cart) >= 1").destination == "cart");
        CHECK(measure("limited(cart) == 0").kind == Kind::limited);
    }

    TEST_CASE("what is listed of a measure reads as that measure") {
        for (const MeasureRule& rule : measure_rules()) {
            CAPTURE(rule.example);
            CHECK(rule.example.starts_with(rule.name + "("));
            if (!rule.kind) continue;
            const reports::Measure read = measure(rule.example);
            CHECK(read.kind == rule.kind);
            CHECK(read.quantile == rule.quantile);
        }
        CHECK(std::ranges::is_sorted(measure_rules(), {}, &MeasureRule::name));
    }

    TEST_CASE("the subject is a load, a service, or a service and whom it calls") {
        CHECK(measure("requests(cart) > 1").destination == "cart");
        const reports::Measure edge = measure("success(web->cart) > 1%");
        CHECK(edge.source == "web");
        CHECK(edge.destination == "cart");
        CHECK(measure("success(ingress -> web) > 1%").source == "ingress");
    }

    TEST_CASE("windows are of times and of steps' starts and ends") {
        const auto window = [](const std::string& text) {
            const reports::Measure found = measure("requests(web, " + text + ") > 1");
            return std::pair{found.start.time_since_epoch(), found.end.time_since_epoch()};
        };
        const auto between = [](mesh::Duration from, mesh::Duration to) {
            return std::pair{from, to};
        };
        CHECK(window("60s..90s") == between(60s, 90s));
        CHECK(window("1.5s .. 2s") == between(1500ms, 2s));
        CHECK(window("sick.start + 15s .. sick.end") == between(25s, 30s));
        CHECK(window("sick.start-5s..sick.end+1m") == between(5s, 90s));
        CHECK(window("sick.end .. for-ever.start") == between(30s, 40s));
        const reports::Measure both = measure("flags(web, FI, 10s..20s) > 5");
        CHECK(both.flag == mesh::Flag::FI);
        CHECK(both.end == mesh::Instant{20s});
        CHECK(measure("requests(web) > 1").end == mesh::never);
    }

    TEST_CASE("what a measure is asked about may be said by name") {
        const reports::Measure named =
            measure("success(from=web, to=cart, version=v1, 1s .. 2s) > 1%");
        CHECK(named.source == "web");
        CHECK(named.destination == "cart");
        CHECK(named.version == "v1");
        CHECK(named.end == mesh::Instant{2s});
        CHECK(measure("p99(load=web-load) < 1s").load == "web-load");
        CHECK(measure("status(service=web, status=503) < 1").status_code == 503);
        CHECK(measure("share(service=search, version=v2) > 1%").version == "v2");
        CHECK(measure("share(web->search, v2) > 1%").source == "web");
    }

    TEST_CASE("times count from a step, from a window's start, or from the first fault") {
        CHECK(measure("time_to_eject(cart) < 10s").start == mesh::Instant{10s});
        CHECK(measure("time_to_detect(cart, for-ever) < 10s").start == mesh::Instant{40s});
        const reports::Measure window = measure("time_to_eject(cart, 5s .. sick.end) < 10s");
        CHECK(window.start == mesh::Instant{5s});
        CHECK(window.end == mesh::Instant{30s});
        CHECK(measure("time_to_recover(web) < 10s").wanted == 0.99);
        const reports::Measure recover = measure("time_to_recover(web, for-ever, 95%) < 10s");
        CHECK(recover.wanted == 0.95);
        CHECK(recover.start == mesh::Instant{40s});
        CHECK(refusal("time_to_eject(cart, sik) < 10s") ==
              "21: unknown step 'sik'; did you mean 'sick'?");
        CHECK(refusal("time_to_eject(cart, sick, sick) < 1s").starts_with("27: a time counts"));
        CHECK(refusal("time_to_eject(cart, 95%) < 1s").starts_with("21: unknown step '95%'"));
        const std::string no_fault = "load: [{id: web-load, to: web, rate: 1/s}]\nexpect:\n  - ";
        CHECK(tests::shop_refusal(no_fault + "time_to_eject(cart) < 1s\n")
                  .starts_with("a.yaml:6:5: error: time_to_eject counts from a fault"));
    }

    TEST_CASE("a mechanism is asked for its state") {
        const Expectation reached = expectation("limit(cart).reached");
        REQUIRE(reached.measures.size() == 1);
        CHECK(reached.measures[0].kind == Kind::limited);
        using Values = std::vector<std::optional<double>>;
        CHECK(reached.formula.holds(Values{3.0}));
        CHECK_FALSE(reached.formula.holds(Values{0.0}));
        CHECK(expectation("not accrual(cart, sick.start .. sick.end).opened").measures[0].kind ==
              Kind::opened);
        CHECK(refusal("limit(cart)") == "1: write limit(cart).reached to ask whether it was");
        CHECK(refusal("limit(cart).opened") == "13: limit may be reached, but not 'opened'");
        CHECK(refusal("limited(cart).reached") == "15: limited has no states");
    }

    TEST_CASE("some measures are of the mesh or of a load alone") {
        CHECK(measure("lost() == 0").load.empty());
        CHECK(measure("lost(web-load, 0s .. 5s) == 0").load == "web-load");
        CHECK(measure("convergence(10s .. 20s) < 1s").end == mesh::Instant{20s});
        CHECK(refusal("lost(web-lod) == 0") ==
              "6: unknown load 'web-lod'; did you mean 'web-load'?");
        CHECK(refusal("ejected(web-load) == 0") == "9: 'web-load' is a load and no service");
        CHECK(refusal("convergence(cart) < 1s").starts_with("13: convergence takes only"));
        CHECK(refusal("queue(cart) < 1") ==
              "1: queue is for conditions of the timeline, while it runs");
    }

    TEST_CASE("an expectation may compare measures with each other, and join comparisons") {
        const Expectation both = expectation("p99(web) * 2 < p99(cart) and not ejected(cart) > 0");
        REQUIRE(both.measures.size() == 3);
        CHECK(both.measures[0].destination == "web");
        CHECK(both.measures[1].destination == "cart");
        CHECK(both.measures[2].kind == Kind::ejected);
        using Values = std::vector<std::optional<double>>;
        CHECK(both.formula.holds(Values{10e6, 21e6, 0.0}));
        CHECK_FALSE(both.formula.holds(Values{10e6, 20e6, 0.0}));
        CHECK_FALSE(both.formula.holds(Values{10e6, 21e6, 1.0}));
        CHECK_FALSE(both.formula.holds(Values{std::nullopt, 21e6, 0.0}));
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
        CHECK(refusal("success(web) >") ==
              "15: expected a bound such as 99% or 80ms, or a measure");
        CHECK(refusal("success(web) > 99").starts_with("16: success is compared with a share"));
        CHECK(refusal("p99(web) < 80").starts_with("12: p99 is compared with a duration"));
        CHECK(refusal("p100(web) < 80ms").starts_with("1: unknown measure 'p100'"));
        CHECK(refusal("flags(web, XX) == 0").starts_with("12: unknown flag 'XX'"));
        CHECK(refusal("flags(web) == 0") == "1: flags needs a flag such as UO");
        CHECK(refusal("status(web, 999) == 0").starts_with("13: a status is from 100"));
        CHECK(refusal("success(web, UO) > 1%").starts_with("14: success takes only"));
        CHECK(refusal("share(search, v9) > 1%")
                  .starts_with("15: no pods of 'search' have version 'v9'; did you mean 'v"));
        CHECK(refusal("success(to=cart, version=v9) > 1%")
                  .starts_with("26: no pods of 'cart' have version 'v9'"));
        CHECK(refusal("success(web, sik.start .. 20s) > 1%") ==
              "14: unknown step 'sik'; did you mean 'sick'?");
        CHECK(refusal("success(web, 10s .. for-ever.end) > 1%")
                  .starts_with("21: step 'for-ever' has no"));
        CHECK(refusal("success(web, 20s .. 10s) > 1%").starts_with("14: the window must"));
        CHECK(refusal("success(web, 20s .. 20) > 1%").starts_with("21: '20' is no duration"));
        CHECK(refusal("success(web, 5s) > 1%").starts_with("14: an expectation looks back"));
        CHECK(refusal("success() > 1%").starts_with("1: success needs a load"));
        CHECK(refusal("success(lod=web) > 1%") ==
              "9: success takes no 'lod'; did you mean 'load'?");
        CHECK(refusal("success(flag=UO) > 1%").starts_with("9: success takes no 'flag'"));
        CHECK(refusal("ejected(web->cart) > 1").starts_with("9: ejected is asked of one service"));
        CHECK(refusal("p99(web) < success(web)") == "10: a time < a share has no meaning");
        CHECK(refusal("p99(web) / 0 < 1s") == "10: division by zero");
    }

    TEST_CASE("in quotes, columns count from behind the quote") {
        const std::string message = tests::shop_refusal(shop + "expect: ['success(wbe) > 99%']\n");
        CHECK(message.starts_with("a.yaml:8:19: error: unknown load or service"));
    }

    TEST_CASE("a window that begins when the run is over is warned of") {
        const auto messages = [](const std::string& window) {
            return tests::read_shop(shop + "horizon: 60s\nexpect:\n  - max(web-load, " + window +
                                    ") < 1s\n")
                .messages;
        };
        CHECK(messages("59s .. 90s").empty());
        CHECK(messages("60s .. 90s") ==
              std::vector<std::string>{"a.yaml:10:5: warning: nothing can be measured from 1m on: "
                                       "the run ends at its horizon, 1m"});
        CHECK(messages("sick.end + 30s .. 90s").size() == 1);
    }
}

}  // namespace read_expect_test
