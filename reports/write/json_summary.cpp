#include "reports/write/json_summary.hpp"

#include <cstdint>
#include <nlohmann/json.hpp>

namespace weft::reports {

using nlohmann::ordered_json;
using sim::observe::NameKind;

namespace {

double ns_to_ms(double ns) {
    return ns / 1e6;
}

ordered_json latency_json(const Histogram& latency) {
    return {
        {"mean", ns_to_ms(latency.mean())},
        {"p50", ns_to_ms(latency.quantile(0.5))},
        {"p90", ns_to_ms(latency.quantile(0.9))},
        {"p99", ns_to_ms(latency.quantile(0.99))},
        {"p999", ns_to_ms(latency.quantile(0.999))},
        {"max", ns_to_ms(static_cast<double>(latency.max().count()))},
    };
}

ordered_json codes_json(const Tally& tally) {
    ordered_json codes = ordered_json::object();
    for (const StatusCount& status : tally.statuses()) {
        codes[std::to_string(status.status)] = status.count;
    }
    return codes;
}

ordered_json flags_json(const Tally& tally) {
    ordered_json flags = ordered_json::object();
    for (std::size_t bit = 0; bit < tally.flags.size(); ++bit) {
        if (tally.flags[bit] != 0) flags[std::string{mesh::flag_name(bit)}] = tally.flags[bit];
    }
    return flags;
}

ordered_json load_json(const std::string& id, const Tally& tally, std::uint64_t open) {
    ordered_json load{
        {"id", id},
        {"requests", tally.requests()},
        {"succeeded", tally.succeeded()},
        {"failed", tally.failed},
        {"success_rate", nullptr},
        {"latency_ms", latency_json(tally.latency)},
        {"codes", codes_json(tally)},
        {"flags", flags_json(tally)},
        {"open", open},
    };
    if (tally.requests() != 0) {
        load["success_rate"] =
            static_cast<double>(tally.succeeded()) / static_cast<double>(tally.requests());
    }
    return load;
}

ordered_json edge_json(const RunSummary& run, std::uint32_t number) {
    const Edge& edge = run.counted.edges()[number];
    const Tally& tally = run.counted.edge_tallies()[number];
    return {
        {"source", run.names.of(NameKind::service, edge.source)},
        {"destination", run.names.of(NameKind::service, edge.destination)},
        {"version", run.names.of(NameKind::version, edge.version)},
        {"requests", tally.requests()},
        {"attempts", tally.attempts},
        {"failed", tally.failed},
        {"latency_ms", latency_json(tally.latency)},
        {"flags", flags_json(tally)},
    };
}

}  // namespace

ordered_json expectation_json(const Judgement& judged) {
    ordered_json expectation{{"text", judged.text},
                             {"held", judged.held},
                             {"value", nullptr},
                             {"first_broken_s", nullptr}};
    if (judged.value) {
        const bool is_time = judged.unit == Unit::nanoseconds;
        expectation["value"] = is_time ? ns_to_ms(*judged.value) : *judged.value;
    }
    if (judged.first_broken) {
        const auto since_start = judged.first_broken->time_since_epoch();
        expectation["first_broken_s"] = static_cast<double>(since_start.count()) / 1e9;
    }
    if (!judged.why.empty()) expectation["why"] = judged.why;
    return expectation;
}

std::string json_summary(const RunSummary& run) {
    ordered_json summary{
        {"scenario", run.scenario},
        {"seed", run.seed},
        {"fingerprint", fingerprint_text(run.fingerprint)},
        {"simulated_s", run.simulated_s},
        {"wall_s", run.wall_s},
        {"events", run.events},
        {"requests", run.requests()},
        {"loads", ordered_json::array()},
        {"edges", ordered_json::array()},
        {"expectations", ordered_json::array()},
        {"warnings", run.warnings},
    };
    std::uint32_t load = 0;
    for (const std::string& id : run.names.all(NameKind::load)) {
        summary["loads"].push_back(load_json(id, run.load(load), run.open_of(load)));
        ++load;
    }
    for (const std::uint32_t edge : run.edges_by_name()) {
        summary["edges"].push_back(edge_json(run, edge));
    }
    for (const Judgement& judged : run.expectations) {
        summary["expectations"].push_back(expectation_json(judged));
    }
    // Names come from users' files, which may hold bytes that are no UTF-8.
    return summary.dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace weft::reports
