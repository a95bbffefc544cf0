// Each host in its turn, as often as its own load reports (ORCA) say: requests a second for each
// unit of utilization. Weights are looked at again once a period, from when the first list came; a
// host that has not reported for long enough, or for too long, counts as the median of the others.
// Source: gRPC proposal A58, as in the reference proxy.
#include "mesh/balance/host_weights.hpp"
#include "mesh/balance/reported_weights.hpp"
#include "mesh/balance/rotation.hpp"

#include <array>
#include <chrono>
#include <map>
#include <utility>

namespace weft::mesh::policies {
namespace {

using namespace std::chrono_literals;

struct ReportSettings {
    std::vector<std::string> measures;  ///< Of the report, before the application's utilization.
    double error_penalty;
    WeightAges ages;
    Duration update_period;
};

class ClientSideWeightedRoundRobin final : public LoadBalancer {
public:
    ClientSideWeightedRoundRobin(ReportSettings settings, std::uint64_t seed)
        : settings_(std::move(settings)), rotation_(seed, {}) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        update_if_due(context.now);
        HostColumns weighted = hosts;
        weighted.weight = weights_;
        return rotation_.pick(weighted, context.now);
    }

    void on_hosts(const HostColumns& hosts, Instant now) override {
        update_if_due(now);
        std::map<HostId, ReportedWeight> reported;
        for (const HostId host : hosts.id) {
            const auto known = reported_.find(host);
            reported.emplace(host, known == reported_.end() ? ReportedWeight{} : known->second);
        }
        reported_ = std::move(reported);
        hosts_.assign(hosts.id.begin(), hosts.id.end());
        weights_ = weights_at(now);
        rotation_.on_hosts({.id = hosts_, .weight = weights_, .in_flight = {}, .hash_key = {}},
                           now);
        if (!next_update_) next_update_ = now + settings_.update_period;
    }

    void on_end(HostId host, const AttemptEnd& end, Instant now) override {
        if (end.report) on_report(host, *end.report, now);
    }

    void on_report(HostId host, const LoadReport& report, Instant now) override {
        update_if_due(now);  // With what was known when it was due.
        const auto found = reported_.find(host);
        if (found == reported_.end()) return;
        const auto weight = weight_of_report(report, settings_.measures, settings_.error_penalty);
        if (weight) found->second.on_report(*weight, now);
    }

    /// The weights as they were last looked at, which is when one is picked or reports.
    std::vector<HostStanding> standings(const HostColumns& /*hosts*/,
                                        Instant /*now*/) const override {
        std::vector<HostStanding> standings;
        for (const std::uint32_t weight : weights_)
            standings.push_back({.weight = weight});
        return standings;
    }

private:
    /// Nothing but time passes between two reports, so that of several updates missed the last one
    /// tells what all of them would have.
    void update_if_due(Instant now) {
        if (!next_update_ || now < *next_update_) return;
        const Instant due = now - (now - *next_update_) % settings_.update_period;
        next_update_ = due + settings_.update_period;
        std::vector<std::uint32_t> weights = weights_at(due);
        if (weights == weights_) return;
        weights_ = std::move(weights);
        rotation_.on_hosts({.id = hosts_, .weight = weights_, .in_flight = {}, .hash_key = {}},
                           due);
    }

    std::vector<std::uint32_t> weights_at(Instant now) {
        std::vector<std::optional<std::uint32_t>> own;
        std::vector<std::uint32_t> valid;
        for (const HostId host : hosts_) {
            own.push_back(reported_.at(host).valid_at(now, settings_.ages));
            if (own.back()) valid.push_back(*own.back());
        }
        const std::uint32_t median = default_weight(std::move(valid));
        std::vector<std::uint32_t> weights;
        for (const auto& weight : own)
            weights.push_back(host_weight(weight.value_or(median)));
        return weights;
    }

    ReportSettings settings_;
    Rotation rotation_;
    std::map<HostId, ReportedWeight> reported_;
    std::vector<HostId> hosts_;
    std::vector<std::uint32_t> weights_;  ///< By position.
    std::optional<Instant> next_update_;
};

ReportSettings read_report_settings(Settings& settings) {
    constexpr std::array<std::string_view, 3> measures{"application", "cpu", "named"};
    ReportSettings chosen{};
    const std::string measure = settings.choice("utilization", measures[0], measures);
    if (measure == measures[1]) chosen.measures = {"cpu_utilization"};
    if (measure == measures[2]) chosen.measures = {"named_metrics.*"};
    chosen.error_penalty =
        settings.number("error_utilization_penalty", {.fallback = 1, .min = 0, .max = 1e6});
    chosen.ages.blackout =
        settings.duration("blackout_period", {.fallback = 10s, .min = 0s, .max = 24h});
    chosen.ages.expiration =
        settings.duration("weight_expiration_period", {.fallback = 180s, .min = 0s, .max = 24h});
    chosen.update_period =
        settings.duration("weight_update_period", {.fallback = 1s, .min = 100ms, .max = 24h});
    return chosen;
}

}  // namespace

BalancerKind client_side_weighted_round_robin() {
    return {
        .name = "client_side_weighted_round_robin",
        .summary = "each host in its turn, as often as its load reports say",
        .by_weight = false,
        .reads_reports = true,
        .make = [](Settings& settings, std::uint64_t seed) -> std::unique_ptr<LoadBalancer> {
            return std::make_unique<ClientSideWeightedRoundRobin>(read_report_settings(settings),
                                                                  seed);
        },
    };
}

}  // namespace weft::mesh::policies
