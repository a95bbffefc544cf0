// Chooses among the latest answers of probes, which are sent with each request and not waited for.
// A host is hot if it has more requests in flight than most that answered of late: the cold one
// with the lowest latency is taken, or the hot one with the fewest in flight if all are hot (the
// hot-cold lexicographic rule). An answer is used a limited number of times and for a limited time,
// and with each request some are removed, the oldest and the worst in turn, so that the pool does
// not fill with hosts that nobody wants. With fewer than two answers any host is taken at random.
// Source: Wydrowski et al., "Load is not what you should balance: Introducing Prequal", NSDI 2024.
// Its rates are not whole numbers; here remainders are carried on where it rounds at random. Probes
// sent while there are no requests are left out. Weights do not count. The measure of each
// answer in the pool is the latency of a cold host, in nanoseconds, and less than 0 for a hot one:
// its requests in flight.
#include "mesh/balance/distinct_draws.hpp"
#include "mesh/balance/host_memory.hpp"
#include "mesh/balance/load_balancer.hpp"
#include "mesh/balance/rif_quantile.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>

namespace weft::mesh::policies {
namespace {

using namespace std::chrono_literals;

struct PrequalSettings {
    double probe_rate;   ///< Probes for each request.
    double remove_rate;  ///< Answers removed for each request.
    std::uint32_t pool_size;
    Duration max_age;
    double hot_quantile;  ///< Of requests in flight; who has more is hot.
    double reuse_excess;  ///< The paper's delta: by how much the uses exceed what is just enough.
};

constexpr std::size_t least_to_choose_from = 2;
constexpr std::size_t quantile_window = 128;

/// Hands out whole numbers whose average is a rate.
class Carry {
public:
    std::uint32_t whole(double rate) {
        rest_ += rate;
        const auto taken = static_cast<std::uint32_t>(rest_);
        rest_ -= taken;
        return taken;
    }

private:
    double rest_ = 0;
};

/// How often an answer may be used so that the pool neither runs dry nor grows stale.
/// A pool as large as the list needs no limit, and there is none beyond `unlimited`.
double reuse_budget(const PrequalSettings& settings, std::size_t hosts) {
    constexpr double unlimited = 1e6;
    const double covered = static_cast<double>(settings.pool_size) / static_cast<double>(hosts);
    const double surplus = (1 - covered) * settings.probe_rate - settings.remove_rate;
    if (surplus <= 0) return unlimited;
    return std::clamp((1 + settings.reuse_excess) / surplus, 1.0, unlimited);
}

class Prequal final : public LoadBalancer {
public:
    explicit Prequal(const PrequalSettings& settings)
        : settings_(settings), hot_(settings.hot_quantile, quantile_window) {
        pool_.reserve(settings.pool_size);
    }

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        drop_old(context.now);
        for (std::uint32_t left = removals_.whole(settings_.remove_rate); left > 0; --left) {
            remove_one();
        }
        if (pool_.size() < least_to_choose_from) return context.draws.below(hosts.size());
        const auto best = std::ranges::min_element(
            pool_, {}, [this](const Answer& answer) { return rank(answer); });
        for (const Answer& answer : pool_)
            context.consider(answer.host, measure(answer));
        const std::size_t host = position(best->host);
        ++best->in_flight;  // The request that is about to go there.
        if (--best->uses == 0) pool_.erase(best);
        return host;
    }

    void on_hosts(const HostColumns& hosts, Instant /*now*/) override {
        listed_.follow(hosts.id, Listed{});
        const auto is_gone = [this](HostId host) { return listed_.find(host) == nullptr; };
        std::erase_if(pool_, [&](const Answer& answer) { return is_gone(answer.host); });
        hot_.forget_if(is_gone);
        budget_ = hosts.size() == 0 ? 1 : reuse_budget(settings_, hosts.size());
    }

    void on_report(HostId host, const LoadReport& report, Instant now) override {
        if (listed_.find(host) == nullptr) return;
        hot_.add(host, report.in_flight);
        std::erase_if(pool_, [host](const Answer& answer) { return answer.host == host; });
        if (pool_.size() == settings_.pool_size) pool_.erase(pool_.begin());
        pool_.push_back({.host = host,
                         .in_flight = report.in_flight,
                         .latency = report.latency,
                         .heard = now,
                         .uses = uses_.whole(budget_)});
    }

    void probes(const HostColumns& hosts, Draws& draws, std::vector<HostId>& out) override {
        const std::size_t most = std::min(hosts.size(), DistinctDraws::most);
        const std::size_t wanted = std::min<std::size_t>(probes_.whole(settings_.probe_rate), most);
        DistinctDraws drawn{hosts.size()};
        for (std::size_t probe = 0; probe < wanted; ++probe) {
            out.push_back(hosts.id[drawn.next(draws)]);
        }
    }

    /// Of the hosts with an answer that is not too old.
    std::vector<HostStanding> standings(const HostColumns& hosts, Instant now) const override {
        std::vector<HostStanding> standings(hosts.size());
        for (const Answer& answer : pool_) {
            const auto found = std::ranges::find(hosts.id, answer.host);
            if (found == hosts.id.end() || now - answer.heard > settings_.max_age) continue;
            standings[static_cast<std::size_t>(found - hosts.id.begin())].measure = measure(answer);
        }
        return standings;
    }

private:
    struct Answer {
        HostId host;
        std::uint32_t in_flight;
        Duration latency;
        Instant heard;
        std::uint32_t uses;  ///< Left, at least 1.
    };
    struct Listed {};

    /// The best has the lowest: cold before hot, then by what counts among those.
    std::tuple<bool, std::int64_t, std::int64_t> rank(const Answer& answer) const {
        const std::int64_t in_flight = answer.in_flight;
        const std::int64_t latency = answer.latency.count();
        if (hot_.exceeded_by(answer.in_flight)) return {true, in_flight, latency};
        return {false, latency, in_flight};
    }

    double measure(const Answer& answer) const {
        if (hot_.exceeded_by(answer.in_flight)) return -static_cast<double>(answer.in_flight);
        return static_cast<double>(answer.latency.count());
    }

    std::size_t position(HostId host) { return listed_.position_of(*listed_.find(host)); }

    void drop_old(Instant now) {
        std::erase_if(pool_, [&](const Answer& a) { return now - a.heard > settings_.max_age; });
    }

    void remove_one() {
        remove_worst_ = !remove_worst_;
        if (pool_.empty()) return;
        const auto worst = std::ranges::max_element(
            pool_, {}, [this](const Answer& answer) { return rank(answer); });
        pool_.erase(remove_worst_ ? worst : pool_.begin());
    }

    PrequalSettings settings_;
    HostMemory<Listed> listed_;
    RifQuantile hot_;
    std::vector<Answer> pool_;  ///< One a host at most, the oldest first.
    double budget_ = 1;
    Carry probes_;
    Carry removals_;
    Carry uses_;
    bool remove_worst_ = true;
};

PrequalSettings read_prequal_settings(Settings& settings) {
    PrequalSettings chosen{};
    chosen.probe_rate = settings.number("probe_rate", {.fallback = 3, .min = 0, .max = 100});
    chosen.remove_rate = settings.number("remove_rate", {.fallback = 1, .min = 0, .max = 100});
    chosen.pool_size = settings.count("pool_size", {.fallback = 16, .min = 2, .max = 1000});
    chosen.max_age = settings.duration("max_age", {.fallback = 1s, .min = 1us, .max = 1h});
    chosen.hot_quantile = settings.number("hot_quantile", {.fallback = 0.84, .min = 0, .max = 1});
    chosen.reuse_excess = settings.number("reuse_excess", {.fallback = 1, .min = 0, .max = 100});
    return chosen;
}

}  // namespace

BalancerKind prequal() {
    return {
        .name = "prequal",
        .summary = "the quickest host that is not hot, by answers to probes",
        .by_weight = false,
        .compares_hosts = true,
        .asks_hosts = true,
        .measure = "latency, ns; below 0 the requests of a hot host",
        .make = [](Settings& settings, std::uint64_t /*seed*/) -> std::unique_ptr<LoadBalancer> {
            return std::make_unique<Prequal>(read_prequal_settings(settings));
        },
    };
}

}  // namespace weft::mesh::policies
