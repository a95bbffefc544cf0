// The less busy of a few hosts drawn at random, with replacement; the first drawn wins a tie. With
// weights a rotation in which a host's weight shrinks by the requests that it has in flight.
// Source: Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing", 2001; scan and
// weights as in the reference proxy. The measure is the requests in flight of each host drawn or
// scanned; in the rotation it is the moment at which a host is due, and the earliest is chosen.
#include "mesh/balance/edf.hpp"
#include "mesh/balance/host_weights.hpp"
#include "mesh/balance/load_balancer.hpp"
#include "mesh/balance/slow_start.hpp"
#include "mesh/base/math.hpp"

#include <array>

namespace weft::mesh::policies {
namespace {

struct LeastRequestSettings {
    std::uint32_t choices;  ///< Hosts drawn for a pick, at least 2.
    bool full_scan;         ///< Look at all hosts instead.
    double bias;            ///< Power of the requests in flight by which a weight is divided.
    SlowStartSettings slow_start;
};

class LeastRequest final : public LoadBalancer {
public:
    LeastRequest(const LeastRequestSettings& settings, std::uint64_t seed)
        : settings_(settings), seed_(seed) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        if (weighted_) return pick_by_weight(hosts, context);
        return settings_.full_scan ? least_of_all(hosts, context) : least_of_drawn(hosts, context);
    }

    void on_hosts(const HostColumns& hosts, Instant now) override {
        weighted_.reset();
        const bool alike = equal_weights(hosts.weight);
        if (alike && !any_in_slow_start(hosts, now, settings_.slow_start)) return;
        std::vector<double> weights(hosts.size());
        for (std::size_t host = 0; host < hosts.size(); ++host) {
            weights[host] = weight_now(hosts, host, now);
        }
        weighted_.emplace(weights, seed_);
    }

    std::vector<HostStanding> standings(const HostColumns& hosts, Instant now) const override {
        std::vector<HostStanding> standings(weighted_ ? hosts.size() : 0);
        if (!weighted_) return standings;
        weighted_->each([&](std::size_t host, double due) {
            standings[host] = {.measure = due, .weight = weight_now(hosts, host, now)};
        });
        return standings;
    }

private:
    std::size_t least_of_drawn(const HostColumns& hosts, const PickContext& context) const {
        std::size_t best = context.draws.below(hosts.size());
        std::uint32_t least = hosts.in_flight[best];
        context.consider(hosts.id[best], least);
        for (std::uint32_t drawn = 1; drawn < settings_.choices; ++drawn) {
            const std::size_t rival = context.draws.below(hosts.size());
            const std::uint32_t rivals = hosts.in_flight[rival];
            context.consider(hosts.id[rival], rivals);
            // Selections, not branches: which host is less busy cannot be predicted.
            best = rivals < least ? rival : best;
            least = rivals < least ? rivals : least;
        }
        return best;
    }

    [[gnu::noinline]] std::size_t pick_by_weight(const HostColumns& hosts,
                                                 const PickContext& context) {
        consider_rotation(hosts, context);
        return weighted_->pick(
            [&](std::size_t host) { return weight_now(hosts, host, context.now); });
    }

    /// Of k hosts alike each is chosen with probability 1/k: the last one seen replaces the choice
    /// so far with just that probability (reservoir sampling).
    [[gnu::noinline]] static std::size_t least_of_all(const HostColumns& hosts,
                                                      const PickContext& context) {
        context.consider_all(hosts, [&](std::size_t host) { return hosts.in_flight[host]; });
        std::size_t best = 0;
        std::uint64_t alike = 1;
        for (std::size_t rival = 1; rival < hosts.size(); ++rival) {
            if (hosts.in_flight[rival] > hosts.in_flight[best]) continue;
            const bool better = hosts.in_flight[rival] < hosts.in_flight[best];
            alike = better ? 1 : alike + 1;
            if (better || context.draws.below(alike) == 0) best = rival;
        }
        return best;
    }

    void consider_rotation(const HostColumns& hosts, const PickContext& context) const {
        if (context.considered == nullptr) return;
        weighted_->each(
            [&](std::size_t host, double due) { context.consider(hosts.id[host], due); });
    }

    double weight_now(const HostColumns& hosts, std::size_t host, Instant now) const {
        const auto weight = static_cast<double>(hosts.weight[host]);
        const double load = static_cast<double>(hosts.in_flight[host]) + 1;
        const double by = settings_.bias == 1 ? load : math::pow(load, settings_.bias);
        return weight / by * slow_start_factor(hosts, host, now, settings_.slow_start);
    }

    LeastRequestSettings settings_;
    std::uint64_t seed_;
    std::optional<EdfScheduler> weighted_;
};

}  // namespace

BalancerKind least_request() {
    return {
        .name = "least_request",
        .summary = "the less busy of `choices` hosts drawn at random",
        .compares_hosts = true,
        .measure = "due in the rotation",
        .make = [](Settings& settings, std::uint64_t seed) -> std::unique_ptr<LoadBalancer> {
            constexpr std::array<std::string_view, 2> selections{"n_choices", "full_scan"};
            LeastRequestSettings chosen{};
            chosen.choices = settings.count("choices", {.fallback = 2, .min = 2, .max = 100});
            chosen.full_scan =
                settings.choice("selection", selections[0], selections) == selections[1];
            chosen.bias = settings.number("bias", {.fallback = 1, .min = 0, .max = 100});
            chosen.slow_start = read_slow_start(settings);
            return std::make_unique<LeastRequest>(chosen, seed);
        },
    };
}

}  // namespace weft::mesh::policies
