#include "sim/failure/link_fault.hpp"

#include "sim/failure/environment_state.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

namespace link_fault_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Draws;
using mesh::Instant;
using mesh::Ratio;
using sim::EnvironmentState;
using sim::FaultId;
using sim::LinkFault;
using sim::LinkQueue;
using sim::Passage;
using sim::PodId;

namespace {

constexpr FaultId one{1};
constexpr FaultId other{2};
constexpr PodId shop{0};
constexpr PodId cart{1};
const sim::Environment::Link road{.a = {shop}, .b = {cart}};

/// A tenth of a second for each hundred bytes.
LinkFault narrow(std::uint64_t buffer) {
    return {.kind = LinkFault::Kind::bandwidth, .bytes_per_second = 1000, .buffer = buffer};
}

Passage late(mesh::Duration added) {
    return {.added = added};
}

/// What becomes of a message of 100 bytes.
Passage pass(EnvironmentState& state, PodId from, PodId to, std::uint64_t seed = 1) {
    return state.pass(from, to, 100, Instant{}, Draws{seed});
}

}  // namespace

TEST_SUITE("link fault") {
    TEST_CASE("bursts have the mean share and the mean length of the theory") {
        const LinkFault fault{.kind = LinkFault::Kind::bursts,
                              .to_bad = {10'000},
                              .to_good = {250'000},
                              .loss_bad = {Ratio::whole}};
        constexpr int messages = 200'000;
        Draws draws{7};
        bool is_bad = false;
        bool lost_before = false;
        int lost = 0;
        int bursts = 0;
        for (int message = 0; message < messages; ++message) {
            const std::uint64_t loss = draws.next();
            const std::uint64_t state = draws.next();
            const bool is_lost = sim::loses_in_burst(is_bad, fault, loss, state);
            if (is_lost) ++lost;
            if (is_lost && !lost_before) ++bursts;
            lost_before = is_lost;
        }
        // Share 0.01 / (0.01 + 0.25), length 1 / 0.25; four standard errors of each.
        CHECK(std::abs(static_cast<double>(lost) / messages - 0.01 / 0.26) < 0.0045);
        CHECK(std::abs(static_cast<double>(lost) / bursts - 4) < 0.33);
    }

    TEST_CASE("a good state may lose, too, and a chain that never turns loses its share") {
        const LinkFault fault{.kind = LinkFault::Kind::bursts, .loss_good = {500'000}};
        bool is_bad = false;
        CHECK(sim::loses_in_burst(is_bad, fault, 0, 0));
        CHECK_FALSE(sim::loses_in_burst(is_bad, fault, ~std::uint64_t{0}, 0));
        CHECK_FALSE(is_bad);
    }

    TEST_CASE("messages follow each other, and one that does not fit into the buffer is lost") {
        LinkQueue queue;
        CHECK(queue.pass(narrow(200), 100, Instant{}) == late(100ms));
        CHECK(queue.pass(narrow(200), 100, Instant{}) == late(200ms));
        CHECK(queue.pass(narrow(299), 100, Instant{}) == Passage{.is_lost = true});
        CHECK(queue.pass(narrow(300), 100, Instant{}) == late(300ms));
        CHECK(queue.pass(narrow(300), 100, Instant{250ms}) == late(150ms));
        CHECK(queue.pass(narrow(300), 100, Instant{1s}) == late(100ms));
    }

    TEST_CASE("an empty link takes a message that is larger than its buffer") {
        LinkQueue queue;
        CHECK(queue.pass(narrow(0), 5000, Instant{}) == late(5s));
    }

    TEST_CASE("a message that nobody lives to see through takes thirty years, with any wait") {
        constexpr std::uint64_t most = 18'446'744'073'709'551'615U;
        const mesh::Duration longest{1'000'000'000'000'000'000};
        LinkQueue queue;
        CHECK(queue.pass(narrow(most), most, Instant{}) == late(longest));
        CHECK(queue.pass(narrow(most), 100, Instant{}) == late(longest));
        CHECK(queue.pass(narrow(most), 100, Instant{1h}) == late(longest - 1h + 100ms));
    }

    TEST_CASE("the wait is that of a queue with random arrivals and constant service") {
        LinkQueue queue;
        const LinkFault fault = narrow(1'000'000'000);
        const sim::Sampler gap{sim::Distribution::exponential(200ms)};
        Draws draws{3};
        Instant now{};
        mesh::Duration waited{};
        constexpr int messages = 100'000;
        for (int message = 0; message < messages; ++message) {
            now += gap(draws);
            waited += queue.pass(fault, 100, now).added - 100ms;
        }
        // Half loaded: rho / (2 (1 - rho)) = 1/2 of 100 ms.
        CHECK(waited / messages > 47ms);
        CHECK(waited / messages < 53ms);
    }

    TEST_CASE("each way of a link has a queue of its own") {
        EnvironmentState state;
        state.impair(one, road, narrow(1000));
        CHECK(pass(state, shop, cart) == late(100ms));
        CHECK(pass(state, cart, shop) == late(100ms));
        CHECK(pass(state, shop, cart) == late(200ms));
        CHECK(pass(state, shop, PodId{5}) == Passage{});
    }

    TEST_CASE("a copy takes its place on the link, and nothing else") {
        EnvironmentState state;
        const LinkFault copies{.kind = LinkFault::Kind::copies, .share = {Ratio::whole}};
        state.impair(one, road, copies);
        CHECK(pass(state, shop, cart) == Passage{});
        state.impair(other, road, narrow(1000));
        CHECK(pass(state, shop, cart) == late(200ms));
    }

    TEST_CASE("the share of messages that come late is kept, and gaps add") {
        EnvironmentState state;
        const LinkFault reordered{.kind = LinkFault::Kind::late, .share = {200'000}, .gap = 5ms};
        state.impair(one, road, reordered);
        int were_late = 0;
        for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
            const mesh::Duration added = pass(state, shop, cart, seed).added;
            CHECK((added == 0ms || added == 5ms));
            if (added == 5ms) ++were_late;
        }
        CHECK(std::abs(were_late - 2'000) < 160);  // Four standard deviations.
    }

    TEST_CASE("the largest message still arrives") {
        EnvironmentState state;
        LinkFault big{.kind = LinkFault::Kind::big, .head = 50, .largest = 150};
        state.impair(one, road, big);
        CHECK_FALSE(pass(state, shop, cart).is_lost);
        big.largest = 149;
        state.impair(one, road, big);
        CHECK(pass(state, shop, cart).is_lost);
    }

    TEST_CASE("messages are held while at least one fault holds them") {
        EnvironmentState state;
        state.impair(one, road, {.kind = LinkFault::Kind::hold});
        state.impair(other, road, {.kind = LinkFault::Kind::hold});
        CHECK(pass(state, cart, shop).is_held);
        state.heal(one);
        CHECK(state.impairs(LinkFault::Kind::hold, shop, cart));
        state.heal(other);
        CHECK_FALSE(state.impairs(LinkFault::Kind::hold, shop, cart));
        CHECK(state.quiet());
    }

    TEST_CASE("half of it is half of what is lost, and twice the bandwidth") {
        const LinkFault bursts{.kind = LinkFault::Kind::bursts,
                               .to_bad = {10},
                               .to_good = {20},
                               .loss_good = {100},
                               .loss_bad = {1000}};
        CHECK(scaled(bursts, 0.5).loss_bad == Ratio{500});
        CHECK(scaled(bursts, 0.5).loss_good == Ratio{50});
        CHECK(scaled(bursts, 0.5).to_bad == Ratio{10});
        CHECK(scaled(narrow(10), 0.5).bytes_per_second == 2000);
        CHECK(scaled(narrow(10), 1) == narrow(10));
    }
}

}  // namespace link_fault_test
