#include "tests/scenarios/read/scenario_sample.hpp"
#include "tests/scenarios/schema/validating.hpp"

#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <valijson/schema.hpp>
#include <vector>

namespace scenario_schema_test {

namespace {

using namespace weft;

const valijson::Schema& scenario_schema() {
    static const auto schema = tests::schema_of("scenarios/schema/scenario.schema.json");
    return *schema;
}

/// What the schema says against a scenario; "" if nothing.
std::string complaints(const std::string& text) {
    return tests::complaints(scenario_schema(), text);
}

/// The YAML examples of the format's page, each made a whole scenario of the shop.
std::vector<std::string> examples() {
    std::vector<std::string> found;
    std::istringstream page{tests::content_of("docs/scenario-format.md")};
    bool inside = false;
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with("```")) {
            inside = line == "```yaml";
            if (inside) found.emplace_back();
        } else if (inside) {
            found.back() += line + '\n';
        }
    }
    for (std::string& example : found) {
        if (!example.starts_with("apiVersion")) example = tests::head + example;
    }
    return found;
}

}  // namespace

TEST_SUITE("scenario schema") {
    TEST_CASE("every example of the format's page is valid, and can be read") {
        CHECK(examples().size() == 11);
        for (const std::string& example : examples()) {
            CAPTURE(example);
            CHECK(complaints(example) == "");
            const tests::ReadResult result = tests::read_text(example);
            for (const std::string& message : result.messages)
                MESSAGE(message);
            CHECK(result.scenario);
        }
    }

    TEST_CASE("what the reader refuses by its shape, the schema refuses, too") {
        for (const std::string text :
             {"horizon: 60\n",
              "sed: 1\n",
              "load: [{id: a, to: web}]\n",
              "load: [{id: a.b, to: web, rate: 1/s}]\n",
              "load: [{id: a, to: web, rate: 1/s, identity: web}]\n",
              "cluster: {certificates: {life: 1m}}\n",
              "services: {web: {workers: 0}}\n",
              "services: {web: {script: [{call: a, sleep: 1ms}]}}\n",
              "services: {web: {script: [[{call: cart}, {compute: 1ms}]]}}\n",
              "services: {web: {overload: {deadlines: maybe}}}\n",
              "services: {web: {overload: {queue: 1}}}\n",
              "services: {web: {load_report: {latencies: 0}}}\n",
              "network: {loss: 1}\n",
              "timeline: [{at: 1s, do: set}]\n",
              "timeline: [{when: x, fault: crash}]\n",
              "study: {}\n",
              "expect: [success web]\n",
              "policies: {web: {balance: random}}\n",
              "policies: {web: {rate_limit: {max_tokens: 5}}}\n",
              "policies: {web: {global_rate_limit: {requests: 5}}}\n",
              "policies: {web: {retry_tokens: {size: 1, per_request: 0.1}}}\n",
              "policies: {web: {retry_breaker: {failures: 0.1}}}\n",
              "policies: {web: {subsets: {fallback: any_endpoint}}}\n",
              "policies: {web: {subsets: {selectors: [{keys: []}]}}}\n",
              "policies: {web: {subsets: {selectors: [{keys: [a]}], fallback: keys_subset}}}\n",
              "policies: {web: {override_host: {}}}\n",
              "policies: {web: {retry_hosts: {more_picks: 3}}}\n",
              "policies: {web: {retry_priorities: {update_frequency: 0}}}\n",
              "policies: {web: {retry_priorities: {}}}\n",
              "policies: {web: {failure_accrual: {failures_to_open: 1, min_penalty: 1}}}\n"}) {
            CAPTURE(text);
            CHECK(complaints(tests::head + text) != "");
            CHECK_FALSE(tests::read_shop(text).scenario);
        }
    }
}

}  // namespace scenario_schema_test
