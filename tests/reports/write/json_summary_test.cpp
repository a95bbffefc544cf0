#include "reports/write/json_summary.hpp"

#include "tests/reports/write/small_summary.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace json_summary_test {

using namespace weft;
using namespace weft::tests;
using nlohmann::json;
using nlohmann::ordered_json;

namespace {

std::vector<std::string> keys(const ordered_json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) {
        keys.push_back(key);
    }
    return keys;
}

using Keys = std::vector<std::string>;

}  // namespace

TEST_SUITE("JSON summary") {
    TEST_CASE("it has the promised keys in the promised order") {
        const auto summary = ordered_json::parse(reports::json_summary(small_summary()));
        CHECK(keys(summary) == Keys{"scenario", "seed", "fingerprint", "simulated_s", "wall_s",
                                    "events", "requests", "loads", "edges", "expectations",
                                    "warnings"});
        CHECK(keys(summary["loads"][0]) == Keys{"id", "requests", "succeeded", "failed",
                                                "success_rate", "latency_ms", "codes", "flags",
                                                "open"});
        CHECK(keys(summary["edges"][0]) == Keys{"source", "destination", "version", "requests",
                                                "attempts", "failed", "latency_ms", "flags"});
        CHECK(keys(summary["loads"][0]["latency_ms"]) ==
              Keys{"mean", "p50", "p90", "p99", "p999", "max"});
        CHECK(keys(summary["expectations"][0]) == Keys{"text", "held", "value", "first_broken_s"});
        CHECK(keys(summary["expectations"][2]).back() == "why");
    }

    TEST_CASE("its numbers are those of the run") {
        const auto summary = json::parse(reports::json_summary(small_summary()));
        CHECK(summary["seed"] == 18'446'744'073'709'551'615U);
        CHECK(summary["fingerprint"] == "d000000000000003");
        CHECK(summary["simulated_s"] == 3.0);
        CHECK(summary["wall_s"] == 0.25);
        CHECK(summary["events"] == 300);
        CHECK(summary["requests"] == 30);

        const json& web = summary["loads"][0];
        CHECK(web["id"] == "web");
        CHECK(web["succeeded"] == 27);
        CHECK(web["success_rate"] == 0.9);
        CHECK(web["codes"] == json{{"200", 27}, {"503", 3}});
        CHECK(web["flags"] == json{{"URX", 3}});
        CHECK(web["latency_ms"]["mean"] == 10.0);
        CHECK(web["latency_ms"]["max"] == 10.0);

        const json& v2 = summary["edges"][1];
        CHECK(v2["source"] == "client");
        CHECK(v2["destination"] == "shop");
        CHECK(v2["version"] == "v2");
        CHECK(v2["requests"] == 3);
        CHECK(v2["attempts"] == 6);
        CHECK(summary["warnings"] == json{"a field was not honoured"});
    }

    TEST_CASE("measured times are milliseconds, and what was not measured is null") {
        const auto summary = json::parse(reports::json_summary(small_summary()));
        CHECK(summary["expectations"][0]["value"] == 10.0);
        CHECK(summary["expectations"][1]["value"] == 0.9);
        CHECK(summary["expectations"][2]["value"].is_null());
        CHECK(summary["expectations"][0]["first_broken_s"].is_null());
        CHECK(summary["expectations"][1]["first_broken_s"] == 1.5);
        CHECK(summary["loads"][1]["id"] == "idle");
        CHECK(summary["loads"][1]["success_rate"].is_null());
        CHECK(summary["loads"][1]["codes"] == json::object());
    }

    TEST_CASE("a name that is no UTF-8 does no harm") {
        reports::RunSummary run = small_summary();
        run.scenario = "caf\xe9 \"x\"\n";
        CHECK(json::parse(reports::json_summary(run))["scenario"] == "caf\xef\xbf\xbd \"x\"\n");
    }
}

}  // namespace json_summary_test
