// Worlds that queueing theory has solved. Each check allows what its number of requests allows: the
// tolerance of a run of twenty million, widened by the square root of how much shorter this one is.
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace queueing_test {

using namespace weft;
using namespace std::chrono_literals;

namespace {

constexpr double service_ms = 10;
constexpr std::size_t warm_up = 50'000;
constexpr std::size_t measured = 1'000'000;

struct Sojourn {
    double mean_ms;
    double p50_ms;
    double p99_ms;
    double waited_ms;  ///< Mean wait before service.
    double p999_ms;
    double attempts;  ///< A request.
};

struct Queues {
    std::uint32_t pods = 1;
    std::uint32_t workers = 1;
    double rho = 0.8;
    std::uint32_t clients = 1;  ///< Each balances on its own.
    std::size_t requests = measured;
    std::string balancer = "random";
    sim::Distribution service = sim::Distribution::exponential(10ms);
    std::optional<mesh::Duration> hedged_after{};
};

Sojourn play(const Queues& queues) {
    sim::WorldPlan plan = tests::empty_plan(11);
    sim::Behaviour behaviour;
    behaviour.workers = queues.workers;
    behaviour.script = {tests::compute(queues.service)};
    tests::add_service(plan, "server", queues.pods, behaviour);
    plan.defaults.balancer = queues.balancer;
    if (queues.hedged_after) {
        plan.defaults.service_policies["server.default.svc.cluster.local"].hedge =
            mesh::HedgePolicy{.after = queues.hedged_after};
    }
    const double rate = queues.rho * queues.pods * queues.workers / (service_ms / 1000);
    for (std::uint32_t client = 0; client < queues.clients; ++client) {
        plan.loads.push_back(tests::poisson("server", rate / queues.clients));
        plan.loads.back().id.append(std::to_string(client));
    }
    const double seconds = static_cast<double>(warm_up + queues.requests) / rate;
    plan.horizon = mesh::Instant{mesh::Duration{static_cast<std::int64_t>(seconds * 1e9)}};
    plan.interval = 100s;

    tests::Notes notes;
    sim::World world{plan, &notes};
    world.run_until(plan.horizon);
    std::vector<double> sojourns;
    for (const auto& end : notes.requests_ended) {
        if (end.number < warm_up / queues.clients) continue;
        CHECK_UNARY(end.status == 200);
        sojourns.push_back(static_cast<double>((end.ended - end.sent).count()) * 1e-6);
    }
    REQUIRE(sojourns.size() > queues.requests * 9 / 10);
    double sum = 0;
    for (const double sojourn : sojourns)
        sum += sojourn;
    std::ranges::sort(sojourns);
    const auto at = [&](double share) {
        return sojourns[static_cast<std::size_t>(share * static_cast<double>(sojourns.size()))];
    };
    const double mean = sum / static_cast<double>(sojourns.size());
    double attempts = 0;
    for (const auto& call : notes.calls_ended)
        attempts += call.attempts;
    return {.mean_ms = mean,
            .p50_ms = at(0.5),
            .p99_ms = at(0.99),
            .waited_ms = mean - service_ms,
            .p999_ms = at(0.999),
            .attempts = attempts / static_cast<double>(notes.calls_ended.size())};
}

/// `tolerance` is relative and for twenty million requests.
void check(double value, double expected, double tolerance) {
    CAPTURE(value);
    CAPTURE(expected);
    const double widened = tolerance * std::sqrt(2e7 / static_cast<double>(measured));
    CHECK(std::abs(value / expected - 1) <= widened);
}

}  // namespace

TEST_SUITE("queueing theory") {
    TEST_CASE("M/M/1 at 80 % load") {
        const Sojourn sojourn = play({});
        check(sojourn.mean_ms, 50.0, 0.010);
        check(sojourn.p50_ms, 34.657, 0.010);
        check(sojourn.p99_ms, 230.259, 0.016);
        check(sojourn.waited_ms, 40.0, 0.011);
    }

    TEST_CASE("M/M/4 at 90 % load") {
        const Sojourn sojourn = play({.workers = 4, .rho = 0.9});
        check(sojourn.waited_ms, 19.6938, 0.020);
        check(sojourn.mean_ms, 29.6938, 0.014);
        check(sojourn.p99_ms, 121.932, 0.026);
    }

    TEST_CASE("M/M/8 at 70 % load") {
        const Sojourn sojourn = play({.workers = 8, .rho = 0.7});
        check(sojourn.mean_ms, 11.1275, 0.003);
        check(sojourn.p99_ms, 47.817, 0.005);
    }

    TEST_CASE("M/D/1 at 80 % load") {
        const Sojourn sojourn = play({.service = sim::Distribution::constant(10ms)});
        check(sojourn.waited_ms, 20.0, 0.009);
        check(sojourn.mean_ms, 30.0, 0.006);
        check(sojourn.p99_ms, 113.559, 0.014);
    }

    TEST_CASE("a random split over ten queues is ten times M/M/1") {
        const Sojourn sojourn = play({.pods = 10, .rho = 0.9, .balancer = "random"});
        check(sojourn.mean_ms, 100.0, 0.021);
        check(sojourn.p99_ms, 460.517, 0.050);
    }

    TEST_CASE("round robin over ten queues is ten times E10/M/1") {
        const Sojourn sojourn = play({.pods = 10, .rho = 0.9, .balancer = "round_robin"});
        check(sojourn.mean_ms, 56.6028, 0.015);
        check(sojourn.p99_ms, 260.665, 0.025);
    }

    TEST_CASE("two choices with replacement over ten queues, the first drawn wins a tie") {
        const Sojourn sojourn = play({.pods = 10, .rho = 0.9, .balancer = "least_request"});
        check(sojourn.mean_ms, 30.97, 0.012);
    }

    TEST_CASE("a second try after the 95th percentile cuts the tail for 5 % more requests") {
        const Sojourn sojourn = play({.pods = 2,
                                      .workers = 1000,
                                      .rho = 0.005,
                                      .balancer = "round_robin",
                                      .hedged_after = 29'957'323ns});
        check(sojourn.mean_ms, 9.75, 0.001);
        check(sojourn.p99_ms, 38.0045, 0.002);
        check(sojourn.p999_ms, 49.5174, 0.004);
        check(sojourn.attempts - 1, 0.05, 0.004);
    }

    TEST_CASE("two choices without replacement over ten queues, ties at random") {
        const Sojourn sojourn = play({.pods = 10, .rho = 0.9, .balancer = "power_of_d"});
        check(sojourn.mean_ms, 29.82, 0.010);
        check(sojourn.p99_ms, 104.8, 0.013);
    }

    TEST_CASE("two choices without replacement over a hundred queues, ties at random") {
        const Sojourn sojourn = play({.pods = 100, .rho = 0.9, .balancer = "power_of_d"});
        check(sojourn.mean_ms, 26.54, 0.006);
        check(sojourn.p99_ms, 89.33, 0.006);
    }

    TEST_CASE("the shorter of two queues at 80 % load") {
        const Sojourn sojourn = play({.pods = 2, .balancer = "join_shortest_queue"});
        check(sojourn.mean_ms, 29.5574, 0.007);
    }

    TEST_CASE("balancers that hear the servers beat chance, though each of four sees a quarter") {
        const auto by = [](const char* balancer) {
            return play(
                {.pods = 10, .rho = 0.9, .clients = 4, .requests = 100'000, .balancer = balancer});
        };
        const Sojourn random = by("random");
        const Sojourn prequal = by("prequal");
        const Sojourn idle_queue = by("join_idle_queue");
        CAPTURE(random.p99_ms);
        CAPTURE(prequal.p99_ms);
        CAPTURE(idle_queue.p99_ms);
        CHECK(prequal.p99_ms < random.p99_ms / 2);
        CHECK(idle_queue.p99_ms < random.p99_ms / 2);
    }
}

}  // namespace queueing_test
