#include "scenarios/model/measure_rules.hpp"

#include "mesh/base/quantity.hpp"

#include <algorithm>

namespace weft::scenarios {
namespace {

using Kind = reports::Measure::Kind;
using Argument = MeasureRule::Argument;

constexpr double percent = 100;

}  // namespace

const std::vector<MeasureRule>& measure_rules() {
    using enum MeasureRule::Subject;
    static const std::vector<MeasureRule> rules{
        {"attempts", Kind::amplification, load_or_calls, Argument::none, Quantity::number, 0,
         "attempts per request, 1 without retries", "attempts(web) < 1.2"},
        {"ejected", Kind::ejected, service, Argument::none, Quantity::number, 0,
         "ejections of a service's hosts, by all proxies", "ejected(cart, 60s .. 90s) >= 1"},
        {"flags", Kind::flagged, load_or_calls, Argument::flag, Quantity::number, 0,
         "requests that carry a response flag", "flags(web -> cart, UO) == 0"},
        {"limited", Kind::limited, service, Argument::none, Quantity::number, 0,
         "times that a limit of a service was reached, by its callers or at its pods",
         "limited(cart) == 0"},
        {"max", Kind::latency, load_or_calls, Argument::none, Quantity::time, 1, "longest latency",
         "max(web) < 2s"},
        {"mean", Kind::latency, load_or_calls, Argument::none, Quantity::time, 0, "mean latency",
         "mean(web) < 20ms"},
        {"p99", Kind::latency, load_or_calls, Argument::none, Quantity::time, 0.99,
         "latency at a quantile; so are p50, p90, p99.9 and the like", "p99(web) < 80ms"},
        {"requests", Kind::count, load_or_calls, Argument::none, Quantity::number, 0,
         "requests that were meant to be sent", "requests(web) > 1000"},
        {"share", Kind::share, service, Argument::version, Quantity::share, 0,
         "share of the calls to a service that a version took", "share(cart, v2) < 11%"},
        {"status", Kind::status, load_or_calls, Argument::status, Quantity::number, 0,
         "requests that ended with a status, 0 for no answer", "status(web, 503) < 10"},
        {"success", Kind::success, load_or_calls, Argument::none, Quantity::share, 0,
         "share of requests that succeeded: answered, and not by a 5xx", "success(web) > 99.9%"},
        {"throughput", Kind::rate, load_or_calls, Argument::none, Quantity::rate, 0,
         "requests that succeeded, per second", "throughput(web) > 90/s"},
    };
    return rules;
}

std::optional<MeasureRule> find_measure(std::string_view name) {
    const auto& rules = measure_rules();
    const auto found = std::ranges::find(rules, name, &MeasureRule::name);
    if (found != rules.end()) return *found;
    if (!name.starts_with('p')) return std::nullopt;
    const auto share = mesh::parse_number(name.substr(1));  // "p99.9" is the quantile 0.999.
    if (!share || *share <= 0 || *share >= percent) return std::nullopt;
    MeasureRule rule = *std::ranges::find(rules, "p99", &MeasureRule::name);
    rule.name = name;
    rule.quantile = *share / percent;
    return rule;
}

std::vector<std::string> measure_names() {
    std::vector<std::string> names{"p50", "p90", "p99.9"};
    for (const MeasureRule& rule : measure_rules())
        names.push_back(rule.name);
    return names;
}

}  // namespace weft::scenarios
