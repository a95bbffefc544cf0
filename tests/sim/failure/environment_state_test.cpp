#include "sim/failure/environment_state.hpp"

#include <doctest/doctest.h>

#include <cstdint>

namespace environment_state_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Draws;
using mesh::Ratio;
using sim::Distribution;
using sim::EnvironmentState;
using sim::Failure;
using sim::FaultId;
using sim::LinkEffect;
using sim::PodId;

namespace {

constexpr FaultId first{1};
constexpr FaultId second{2};
constexpr PodId cart{0};
constexpr PodId shop{3};
constexpr PodId far_away{1000};

constexpr Ratio percent(std::uint32_t number) {
    return {number * 10'000};
}

sim::Environment::Link between(PodId a, PodId b, bool one_way = false) {
    return {.a = {a}, .b = {b}, .one_way = one_way};
}

}  // namespace

TEST_SUITE("environment state") {
    TEST_CASE("without faults nothing is changed, for pods never heard of either") {
        const EnvironmentState state;
        CHECK(state.quiet());
        CHECK_FALSE(state.down(far_away));
        CHECK(state.factor(far_away) == 1);
        CHECK(state.failure(far_away) == Failure{});
        CHECK(state.link(cart, far_away) == LinkEffect{});
    }

    TEST_CASE("factors multiply, and the first is back when the second has gone") {
        EnvironmentState state;
        state.slow(first, cart, 3);
        state.slow(second, cart, 0.1);
        CHECK(state.factor(cart) == 3 * 0.1);
        CHECK(state.factor(shop) == 1);
        state.heal(second);
        CHECK(state.factor(cart) == 3);
        state.heal(first);
        CHECK(state.factor(cart) == 1);
    }

    TEST_CASE("a pod is degraded while at least one fault says so") {
        EnvironmentState state;
        state.degrade(first, cart);
        state.degrade(second, cart);
        CHECK(state.degraded(cart));
        CHECK_FALSE(state.degraded(shop));
        CHECK_FALSE(state.degraded(far_away));
        state.heal(first);
        CHECK(state.degraded(cart));
        state.heal(second);
        CHECK_FALSE(state.degraded(cart));
    }

    TEST_CASE("error shares combine and the status is that of the first fault") {
        EnvironmentState state;
        state.fail(first, shop, percent(50), 503);
        state.fail(second, shop, percent(20), 500);
        CHECK(state.failure(shop) == Failure{percent(60), 503});
        state.heal(first);
        CHECK(state.failure(shop) == Failure{percent(20), 500});
        state.fail(first, shop, percent(100), 429);
        CHECK(state.failure(shop) == Failure{percent(100), 500});
    }

    TEST_CASE("shares of CPU are taken from what is left, and sleeps stretch by factors") {
        EnvironmentState state;
        state.take_cpu(first, cart, percent(50));
        state.take_cpu(second, cart, percent(20));
        CHECK(state.cpu_lost(cart) == percent(60));
        state.stall(first, cart, 3);
        state.stall(second, cart, 4);
        CHECK(state.sleep_factor(cart) == 12);
        state.heal(first);
        CHECK(state.cpu_lost(cart) == percent(20));
        CHECK(state.sleep_factor(cart) == 4);
    }

    TEST_CASE("a pod stands still until every fault lets it go on") {
        EnvironmentState state;
        state.freeze(first, cart);
        state.freeze(second, cart);
        state.heal(first);
        CHECK(state.frozen(cart));
        state.heal(second);
        CHECK_FALSE(state.frozen(cart));
    }

    TEST_CASE("a share of nothing sets no status") {
        EnvironmentState state;
        state.fail(first, shop, percent(0), 503);
        state.fail(second, shop, percent(5), 500);
        CHECK(state.failure(shop) == Failure{percent(5), 500});
    }

    TEST_CASE("a pod is down until every fault that crashed it lets it restart") {
        EnvironmentState state;
        state.crash(first, cart);
        state.crash(second, cart);
        CHECK(state.down(cart));
        state.restart(first, cart);
        CHECK(state.down(cart));
        state.heal(second);  // Undoes all but a crash.
        CHECK(state.down(cart));
        state.restart(second, cart);
        CHECK_FALSE(state.down(cart));
        state.restart(second, far_away);  // Never crashed.
        CHECK_FALSE(state.down(far_away));
    }

    TEST_CASE("a pod whose node is down is down, and cut off from everybody") {
        EnvironmentState state;
        state.cut_off(cart, true);
        state.cut_off(cart, true);
        CHECK(state.down(cart));
        CHECK_FALSE(state.quiet());
        CHECK(state.link(cart, shop).cut);
        CHECK(state.link(far_away, cart).cut);
        CHECK_FALSE(state.link(shop, far_away).cut);
        state.crash(first, cart);
        state.cut_off(cart, false);
        CHECK(state.quiet());
        CHECK(state.down(cart));
        state.restart(first, cart);
        CHECK_FALSE(state.down(cart));
        CHECK(state.link(cart, shop) == LinkEffect{});
    }

    TEST_CASE("a link acts both ways, or only from a to b") {
        EnvironmentState state;
        state.cut(first, between(cart, shop));
        CHECK_FALSE(state.quiet());
        CHECK(state.link(cart, shop).cut);
        CHECK(state.link(shop, cart).cut);
        CHECK_FALSE(state.link(cart, far_away).cut);
        CHECK_FALSE(state.link(cart, cart).cut);
        state.heal(first);
        CHECK(state.quiet());

        state.cut(first, between(cart, shop, true));
        CHECK(state.link(cart, shop).cut);
        CHECK_FALSE(state.link(shop, cart).cut);
    }

    TEST_CASE("a pod at both ends of a one-way link is cut off from the other in both directions") {
        EnvironmentState state;
        state.cut(first, {.a = {cart, shop}, .b = {cart, shop}, .one_way = true});
        CHECK(state.link(cart, shop).cut);
        CHECK(state.link(shop, cart).cut);
    }

    TEST_CASE("losses combine and delays add") {
        EnvironmentState state;
        state.lose(first, between(cart, shop), percent(50));
        state.delay(first, between(cart, shop), Distribution::constant(5ms));
        state.lose(second, between(cart, far_away), percent(10));
        state.lose(second, between(shop, cart), percent(50));
        state.delay(second, between(shop, cart, true), Distribution::constant(1ms));
        CHECK(state.link(cart, shop) == LinkEffect{.delayed = true, .loss = percent(75)});
        CHECK(state.link(cart, far_away) == LinkEffect{.loss = percent(10)});
        CHECK(state.added_delay(cart, shop, Draws{1}) == 5ms);
        CHECK(state.added_delay(shop, cart, Draws{1}) == 6ms);
        CHECK(state.added_delay(cart, far_away, Draws{1}) == 0ms);
    }

    TEST_CASE("one fault's delay is the same whatever other faults add") {
        EnvironmentState alone;
        alone.delay(second, between(cart, shop), Distribution::exponential(5ms));
        EnvironmentState together;
        together.delay(first, between(cart, shop), Distribution::constant(1ms));
        together.delay(second, between(cart, shop), Distribution::exponential(5ms));
        const auto delay = alone.added_delay(cart, shop, Draws{1});
        CHECK(delay > 0ms);
        CHECK(together.added_delay(cart, shop, Draws{1}) == delay + 1ms);
        CHECK(alone.added_delay(cart, shop, Draws{2}) != delay);
    }
}

}  // namespace environment_state_test
