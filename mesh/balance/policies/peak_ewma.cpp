// Of two distinct hosts drawn at random the one with the lower cost, which is its peak latency of
// late times the requests it would have; the first drawn wins a tie. A latency counts however the
// attempt ended, so a host that fails fast looks cheap, unless the load biaser is on: then a
// failure or a 429 counts as `penalty` at least. Weights do not count.
// The measure is the cost, in nanoseconds.
// Source: Linkerd's balancer, which is tower's (P2C over PeakEwma), and its load biaser. A server's
// Retry-After is not heard.
#include "mesh/balance/distinct_draws.hpp"
#include "mesh/balance/host_memory.hpp"
#include "mesh/balance/load_balancer.hpp"
#include "mesh/balance/moving_average.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace weft::mesh::policies {
namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t too_many_requests = 429;

struct PeakEwmaSettings {
    Duration decay;        ///< In which a latency shrinks by the factor e.
    Duration default_rtt;  ///< Of a host that nothing is known of.
    bool load_biaser;
    Duration penalty;  ///< What a failure counts for at least, with the load biaser.
};

class PeakEwma final : public LoadBalancer {
public:
    explicit PeakEwma(const PeakEwmaSettings& settings) : settings_(settings) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        if (hosts.size() == 1) return 0;
        DistinctDraws drawn{hosts.size()};
        const std::size_t first = drawn.next(context.draws);
        const std::size_t second = drawn.next(context.draws);
        const double cost_of_first = cost(hosts, first, context.now);
        const double cost_of_second = cost(hosts, second, context.now);
        context.consider(hosts.id[first], cost_of_first);
        context.consider(hosts.id[second], cost_of_second);
        return cost_of_second < cost_of_first ? second : first;
    }

    void on_hosts(const HostColumns& hosts, Instant now) override {
        const auto latency = static_cast<double>(settings_.default_rtt.count());
        memory_.follow(hosts.id, {.value = latency, .updated = now});
    }

    void on_end(HostId host, const AttemptEnd& end, Instant now) override {
        PeakAverage* const latency = memory_.find(host);
        if (latency == nullptr) return;
        latency->add(counted_latency(end), now, settings_.decay);
    }

    std::vector<HostStanding> standings(const HostColumns& hosts, Instant now) const override {
        std::vector<HostStanding> standings;
        for (std::size_t host = 0; host < hosts.size(); ++host) {
            const double latency = memory_[host].seen(now, settings_.decay);
            standings.push_back({.measure = latency * pending(hosts, host)});
        }
        return standings;
    }

private:
    /// The requests that a host would have.
    static double pending(const HostColumns& hosts, std::size_t host) {
        return static_cast<double>(hosts.in_flight[host]) + 1;
    }

    double cost(const HostColumns& hosts, std::size_t host, Instant now) {
        return memory_[host].look(now, settings_.decay) * pending(hosts, host);
    }

    Duration counted_latency(const AttemptEnd& end) const {
        const bool pushed_back =
            end.result == AttemptEnd::Result::failure || end.status == too_many_requests;
        if (!settings_.load_biaser || !pushed_back) return end.latency;
        return std::max(end.latency, settings_.penalty);
    }

    PeakEwmaSettings settings_;
    HostMemory<PeakAverage> memory_;
};

}  // namespace

BalancerKind peak_ewma() {
    return {
        .name = "peak_ewma",
        .summary = "of two drawn hosts the one with less latency x requests in flight",
        .by_weight = false,
        .compares_hosts = true,
        .measure = "cost, ns",
        .make = [](Settings& settings, std::uint64_t /*seed*/) -> std::unique_ptr<LoadBalancer> {
            constexpr std::array<std::string_view, 2> switches{"off", "on"};
            PeakEwmaSettings chosen{};
            chosen.decay = settings.duration("decay", {.fallback = 10s, .min = 1us, .max = 1h});
            chosen.default_rtt =
                settings.duration("default_rtt", {.fallback = 30ms, .min = 1ns, .max = 1h});
            chosen.load_biaser =
                settings.choice("load_biaser", switches[0], switches) == switches[1];
            chosen.penalty = settings.duration("penalty", {.fallback = 5s, .min = 0ns, .max = 1h});
            return std::make_unique<PeakEwma>(chosen);
        },
    };
}

}  // namespace weft::mesh::policies
