// The host with the lowest score, which grows with the cube of the queue that a request would find
// there: R - T + q^3 T, with the average response time R seen here, the average service time T that
// the server reports, and q = 1 + (in flight here) x clients + average queue that it reports. Other
// clients are taken to do as this one does (concurrency compensation). One of those that tie is
// taken at random. Weights do not count.
// Source: Suresh et al., "C3: Cutting Tail Latency in Cloud Data Stores via Adaptive Replica
// Selection", NSDI 2015. A server that reports no service time is taken to need its response time.
// With `rate_control` hosts that had their rate are passed over while others are left; the paper
// holds requests back when none is, which a balancer cannot. The measure is the score, in
// nanoseconds; that of a host passed over is infinite.
#include "mesh/balance/cubic_rate.hpp"
#include "mesh/balance/host_memory.hpp"
#include "mesh/balance/load_balancer.hpp"
#include "mesh/balance/moving_average.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>

namespace weft::mesh::policies {
namespace {

using namespace std::chrono_literals;

struct C3Settings {
    double alpha;  ///< What the latest answer counts for in the averages.
    std::uint32_t clients;
    bool rate_control;
    CubicRateLimits rate;
};

class C3 final : public LoadBalancer {
public:
    explicit C3(const C3Settings& settings) : settings_(settings) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        const std::size_t host = best(hosts, context);
        if (settings_.rate_control) memory_[host].rate.sent(settings_.rate, context.now);
        return host;
    }

    void on_hosts(const HostColumns& hosts, Instant now) override {
        memory_.follow(hosts.id, State{.rate = CubicRate{settings_.rate, now}});
        scores_.assign(hosts.size(), 0);
    }

    void on_end(HostId id, const AttemptEnd& end, Instant now) override {
        State* const host = memory_.find(id);
        if (host == nullptr || end.result == AttemptEnd::Result::cancelled) return;
        if (settings_.rate_control) host->rate.answered(settings_.rate, now);
        const auto response = static_cast<double>(end.latency.count());
        const double service = service_time(end);
        const double queue = end.report ? end.report->in_flight : 0;
        const double alpha = host->heard ? settings_.alpha : 1;
        host->response = blended(host->response, response, alpha);
        host->service = blended(host->service, service, alpha);
        host->queue = blended(host->queue, queue, alpha);
        host->heard = true;
    }

    /// Whatever the rates.
    std::vector<HostStanding> standings(const HostColumns& hosts, Instant /*now*/) const override {
        std::vector<HostStanding> standings;
        for (std::size_t host = 0; host < hosts.size(); ++host)
            standings.push_back({.measure = score(memory_[host], hosts.in_flight[host])});
        return standings;
    }

private:
    struct State {
        double response = 0;  ///< Nanoseconds.
        double service = 1;   ///< One not heard of is quick, so that it is tried.
        double queue = 0;
        bool heard = false;
        CubicRate rate;
    };

    static double service_time(const AttemptEnd& end) {
        const bool reported = end.report && end.report->service_time > Duration::zero();
        return static_cast<double>((reported ? end.report->service_time : end.latency).count());
    }

    double score(const State& host, std::uint32_t in_flight) const {
        const double queue = 1 + static_cast<double>(in_flight) * settings_.clients + host.queue;
        return host.response - host.service + queue * queue * queue * host.service;
    }

    std::size_t best(const HostColumns& hosts, const PickContext& context) {
        constexpr double passed_over = std::numeric_limits<double>::infinity();
        double least = passed_over;
        for (std::size_t host = 0; host < hosts.size(); ++host) {
            State& state = memory_[host];
            const bool allowed =
                !settings_.rate_control || state.rate.allows(settings_.rate, context.now);
            scores_[host] = allowed ? score(state, hosts.in_flight[host]) : passed_over;
            least = std::min(least, scores_[host]);
        }
        if (least == passed_over) least = score_all(hosts);
        context.consider_all(hosts, [&](std::size_t each) { return scores_[each]; });
        const auto alike = static_cast<std::uint64_t>(std::ranges::count(scores_, least));
        std::uint64_t skipped = alike == 1 ? 0 : context.draws.below(alike);
        std::size_t host = 0;
        while (scores_[host] != least || skipped-- > 0) {
            ++host;
        }
        return host;
    }

    /// The least of all scores, whatever the rates.
    double score_all(const HostColumns& hosts) {
        for (std::size_t host = 0; host < hosts.size(); ++host) {
            scores_[host] = score(memory_[host], hosts.in_flight[host]);
        }
        return *std::ranges::min_element(scores_);
    }

    C3Settings settings_;
    HostMemory<State> memory_;
    std::vector<double> scores_;  ///< By position, of the pick in hand.
};

C3Settings read_c3_settings(Settings& settings) {
    constexpr std::array<std::string_view, 2> switches{"off", "on"};
    C3Settings chosen{};
    chosen.alpha = settings.number("alpha", {.fallback = 0.1, .min = 0.001, .max = 1});
    chosen.clients = settings.count("clients", {.fallback = 1, .min = 0, .max = 1'000'000});
    chosen.rate_control = settings.choice("rate_control", switches[0], switches) == switches[1];
    chosen.rate.window =
        settings.duration("rate_window", {.fallback = 20ms, .min = 1us, .max = 1h});
    chosen.rate.initial = settings.number("initial_rate", {.fallback = 10, .min = 1, .max = 1e9});
    chosen.rate.gamma = settings.number("gamma", {.fallback = 0.016, .min = 1e-9, .max = 1e9});
    chosen.rate.beta = settings.number("beta", {.fallback = 0.2, .min = 0.001, .max = 0.999});
    chosen.rate.max_step = settings.number("max_step", {.fallback = 10, .min = 0.001, .max = 1e9});
    chosen.rate.hysteresis = 2 * chosen.rate.window;
    return chosen;
}

}  // namespace

BalancerKind c3() {
    return {
        .name = "c3",
        .summary = "the lowest score of response time and the cube of the expected queue",
        .by_weight = false,
        .compares_hosts = true,
        .reads_reports = true,
        .measure = "score, ns",
        .make = [](Settings& settings, std::uint64_t /*seed*/) -> std::unique_ptr<LoadBalancer> {
            return std::make_unique<C3>(read_c3_settings(settings));
        },
    };
}

}  // namespace weft::mesh::policies
