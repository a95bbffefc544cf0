#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#include <vector>

namespace scenario_schema_test {

namespace {

using namespace weft;
using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

std::string content_of(const std::string& file) {
    std::ifstream stream{std::string{SOURCE_ROOT} + "/" + file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

/// As a YAML 1.2 reader types it: numbers and true and false where they are not in quotes.
json to_json(const YAML::Node& node) {
    if (node.IsMap()) {
        json object = json::object();
        for (const auto& entry : node)
            object[entry.first.Scalar()] = to_json(entry.second);
        return object;
    }
    if (node.IsSequence()) {
        json array = json::array();
        for (const YAML::Node& element : node)
            array.push_back(to_json(element));
        return array;
    }
    if (!node.IsScalar()) return nullptr;
    const bool is_quoted = node.Tag() == "!";
    const json value = json::parse(node.Scalar(), nullptr, false);
    return is_quoted || value.is_discarded() || value.is_string() ? json(node.Scalar()) : value;
}

const valijson::Schema& scenario_schema() {
    static const json document = json::parse(content_of("scenarios/schema/scenario.schema.json"));
    static const auto schema = [] {
        auto parsed = std::make_unique<valijson::Schema>();
        valijson::SchemaParser{valijson::SchemaParser::kDraft7}.populateSchema(
            NlohmannJsonAdapter{document}, *parsed);
        return parsed;
    }();
    return *schema;
}

/// What the schema says against a scenario; "" if nothing.
std::string complaints(const std::string& text) {
    const json document = to_json(YAML::Load(text));
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(scenario_schema(), NlohmannJsonAdapter{document}, &results)) return "";
    std::ostringstream list;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
        for (const std::string& step : error.context)
            list << step;
        list << ": " << error.description << '\n';
    }
    return list.str();
}

/// The YAML examples of the format's page, each made a whole scenario of the shop.
std::vector<std::string> examples() {
    std::vector<std::string> found;
    std::istringstream page{content_of("docs/scenario-format.md")};
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
