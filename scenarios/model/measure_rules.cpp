#include "scenarios/model/measure_rules.hpp"

#include "mesh/base/quantity.hpp"

#include <algorithm>

namespace weft::scenarios {
namespace {

using Kind = reports::Measure::Kind;
using Argument = MeasureRule::Argument;
using Now = sim::Signal::Kind;

constexpr double percent = 100;

}  // namespace

const std::vector<MeasureRule>& measure_rules() {
    using enum MeasureRule::Subject;
    static const std::vector<MeasureRule> rules{
        {"accrual", Kind::opened, service, Argument::none, Quantity::truth, 0,
         "whether failure accrual opened a circuit to a service's hosts", "accrual(cart).opened",
         Now::opened, "opened"},
        {"attempts", Kind::amplification, load_or_calls, Argument::none, Quantity::number, 0,
         "attempts per request, 1 without retries", "attempts(web) < 1.2", Now::attempts},
        {"convergence", Kind::convergence, none, Argument::none, Quantity::time, 0,
         "longest time from a change of the configuration to the last proxy acting on it",
         "convergence() < 1s"},
        {"ejected", Kind::ejected, service, Argument::none, Quantity::number, 0,
         "ejections of a service's hosts, by all proxies", "ejected(cart, 60s .. 90s) >= 1",
         Now::ejected},
        {"error_share", Kind::error_share, load_or_calls, Argument::none, Quantity::share, 0,
         "share of requests that failed: a 5xx, or no answer", "error_share(web) < 0.1%",
         Now::error_share},
        {"flags", Kind::flagged, load_or_calls, Argument::flag, Quantity::number, 0,
         "requests that carry a response flag", "flags(web -> cart, UO) == 0"},
        {"in_flight", std::nullopt, service, Argument::none, Quantity::number, 0,
         "requests under way to a service's pods or there, in conditions", "in_flight(cart) > 100",
         Now::in_flight},
        {"jain", Kind::jain, service, Argument::none, Quantity::number, 0,
         "Jain's index of the requests of a service's pods: 1 if all have equally many",
         "jain(cart) > 0.95"},
        {"limit", Kind::limited, service, Argument::none, Quantity::truth, 0,
         "whether a limit of a service was reached, by its callers or at its pods",
         "limit(cart).reached", Now::limited, "reached"},
        {"limited", Kind::limited, service, Argument::none, Quantity::number, 0,
         "times that a limit of a service was reached, by its callers or at its pods",
         "limited(cart) == 0", Now::limited},
        {"lost", Kind::lost, load, Argument::none, Quantity::number, 0,
         "requests of a load, or of all, that had neither an answer nor a failure at the end",
         "lost() == 0"},
        {"max", Kind::latency, load_or_calls, Argument::none, Quantity::time, 1, "longest latency",
         "max(web) < 2s", Now::latency},
        {"mean", Kind::latency, load_or_calls, Argument::none, Quantity::time, 0, "mean latency",
         "mean(web) < 20ms", Now::latency},
        {"opened", Kind::opened, service, Argument::none, Quantity::number, 0,
         "times that failure accrual opened a circuit to a service's hosts", "opened(cart) < 3",
         Now::opened},
        {"p99", Kind::latency, load_or_calls, Argument::none, Quantity::time, 0.99,
         "latency at a quantile; so are p50, p90, p99.9 and the like", "p99(web) < 80ms",
         Now::latency},
        {"queue", std::nullopt, service, Argument::none, Quantity::number, 0,
         "requests that wait for a worker of a service's pods, in conditions", "queue(cart) > 100",
         Now::queue},
        {"rate", Kind::offered, load_or_calls, Argument::none, Quantity::rate, 0,
         "requests per second, whatever became of them", "rate(web) > 90/s", Now::rate},
        {"ready", std::nullopt, service, Argument::none, Quantity::number, 0,
         "ready pods of a service or workload, in conditions", "ready(cart) < 2", Now::ready},
        {"requests", Kind::count, load_or_calls, Argument::none, Quantity::number, 0,
         "requests that were meant to be sent", "requests(web) > 1000", Now::requests},
        {"retry_share", Kind::retry_share, load_or_calls, Argument::none, Quantity::share, 0,
         "share of the attempts that were retries", "retry_share(web -> cart) < 5%",
         Now::retry_share},
        {"share", Kind::share, service_or_calls, Argument::version, Quantity::share, 0,
         "share of the calls to a service that a version took", "share(search, v2) < 11%"},
        {"spread", Kind::spread, service, Argument::none, Quantity::number, 0,
         "requests of a service's busiest pod, to the mean of its pods", "spread(cart) < 1.2"},
        {"status", Kind::status, load_or_calls, Argument::status, Quantity::number, 0,
         "requests that ended with a status, 0 for no answer", "status(web, 503) < 10"},
        {"success", Kind::success, load_or_calls, Argument::none, Quantity::share, 0,
         "share of requests that succeeded: answered, and not by a 5xx", "success(web) > 99.9%",
         Now::success},
        {"throughput", Kind::rate, load_or_calls, Argument::none, Quantity::rate, 0,
         "requests that succeeded, per second", "throughput(web) > 90/s", Now::throughput},
        {"time_to_detect", Kind::time_to_detect, service, Argument::step, Quantity::time, 0,
         "time from a step's start until a host is ejected, found ill or has its circuit opened",
         "time_to_detect(cart, sick) < 5s"},
        {"time_to_eject", Kind::time_to_eject, service, Argument::step, Quantity::time, 0,
         "time from a step's start to the first ejection of a service's host",
         "time_to_eject(cart) < 10s"},
        {"time_to_recover", Kind::time_to_recover, load_or_calls, Argument::step, Quantity::time, 0,
         "time from a step's start until in every second at least 99%, or another share, succeed",
         "time_to_recover(web, sick, 95%) < 30s"},
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
