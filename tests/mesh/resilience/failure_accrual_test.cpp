#include "mesh/resilience/failure_accrual.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <rapidcheck.h>

namespace failure_accrual_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using State = FailureAccrual::State;

namespace {

FailureAccrualSettings three_in_a_row() {
    return {.failures_to_open = 3, .min_penalty = 1s, .max_penalty = 5s};
}

/// A circuit that is told how requests ended.
struct Circuit {
    FailureAccrual accrual{three_in_a_row()};
    DrawList drawn{};
    Draws draws{drawn};

    void request(bool success, Instant now) {
        const auto permit = accrual.request_permit(now);
        REQUIRE(permit);
        accrual.report(*permit, success, now, draws);
    }

    void fail(int count, Instant now) {
        for (int i = 0; i < count; ++i)
            request(false, now);
    }
};

}  // namespace

TEST_SUITE("failure accrual") {
    TEST_CASE("failures in a row open the circuit, a success between them does not let it") {
        Circuit circuit;
        circuit.fail(2, Instant{});
        circuit.request(true, Instant{});
        circuit.fail(2, Instant{});
        CHECK(circuit.accrual.state(Instant{}) == State::closed);
        circuit.fail(1, Instant{});
        CHECK(circuit.accrual.state(Instant{}) == State::open);
        CHECK_FALSE(circuit.accrual.request_permit(Instant{1s - 1ns}));
        CHECK(circuit.accrual.open_until() == Instant{1s});
        CHECK_FALSE(circuit.accrual.permits(Instant{1s - 1ns}));
        CHECK(circuit.accrual.permits(Instant{1s}));
    }

    TEST_CASE("one probe goes out when the penalty is over, and closes the circuit") {
        Circuit circuit;
        circuit.fail(3, Instant{});
        const auto probe = circuit.accrual.request_permit(Instant{1s});
        REQUIRE(probe);
        CHECK(circuit.accrual.state(Instant{1s}) == State::half_open);
        CHECK_FALSE(circuit.accrual.permits(Instant{1s}));
        CHECK_FALSE(circuit.accrual.request_permit(Instant{1s}));
        circuit.accrual.report(*probe, true, Instant{2s}, circuit.draws);
        CHECK(circuit.accrual.state(Instant{2s}) == State::closed);
        circuit.fail(2, Instant{2s});
        CHECK(circuit.accrual.state(Instant{2s}) == State::closed);
    }

    TEST_CASE("a probe that fails doubles the penalty, up to the largest") {
        Circuit circuit;
        circuit.fail(3, Instant{});
        Instant now{};
        for (const Duration penalty : {1s, 2s, 4s, 5s, 5s}) {
            CHECK(circuit.accrual.state(now + penalty - 1ns) == State::open);
            now += penalty;
            circuit.request(false, now);
        }
    }

    TEST_CASE("an answer to a request from before it opened is old news") {
        Circuit circuit;
        const auto early = circuit.accrual.request_permit(Instant{});
        circuit.fail(3, Instant{});
        circuit.accrual.report(*early, true, Instant{1s}, circuit.draws);
        CHECK(circuit.accrual.state(Instant{1s}) == State::half_open);
    }

    TEST_CASE("a probe that is given up makes way for another") {
        Circuit circuit;
        circuit.fail(3, Instant{});
        const auto probe = circuit.accrual.request_permit(Instant{1s});
        circuit.accrual.abandon(*probe);
        CHECK(circuit.accrual.request_permit(Instant{1s}));
    }

    TEST_CASE("the jitter lengthens a penalty, but not beyond the largest") {
        FailureAccrualSettings settings = three_in_a_row();
        settings.jitter = 0.5;
        CHECK(open_penalty(settings, 1, 0) == 1s);
        CHECK(open_penalty(settings, 1, 0.5) == 1250ms);
        CHECK(open_penalty(settings, 4'000'000'000U, 0.9) == 5s);
    }

    TEST_CASE("settings out of range have a reason") {
        CHECK_FALSE(mistake_in(three_in_a_row()));
        CHECK(mistake_in(FailureAccrualSettings{}));
        FailureAccrualSettings settings = three_in_a_row();
        settings.max_penalty = 1s - 1ns;
        CHECK(mistake_in(settings));
    }

    TEST_CASE("half open, it never lets more probes through than allowed") {
        CHECK(rc::check([] {
            FailureAccrualSettings settings = three_in_a_row();
            settings.probes = *rc::gen::inRange(1U, 4U);
            settings.jitter = 0.5;
            FailureAccrual accrual{settings};
            Draws draws{*rc::gen::arbitrary<std::uint64_t>()};
            Draws chance{*rc::gen::arbitrary<std::uint64_t>()};
            std::vector<FailureAccrual::Permit> out;
            std::uint32_t probes_out = 0;
            State before = State::closed;
            Instant now{};
            for (int step = 0; step < 500; ++step) {
                now += std::chrono::milliseconds{chance.below(200)};
                if (accrual.state(now) != before) probes_out = 0;
                before = accrual.state(now);
                if (chance.below(2) == 0) {
                    const auto permit = accrual.request_permit(now);
                    RC_ASSERT(before != State::open || !permit);
                    if (!permit) continue;
                    out.push_back(*permit);
                    if (before == State::half_open) RC_ASSERT(++probes_out <= settings.probes);
                } else if (!out.empty()) {
                    accrual.report(out.back(), chance.below(3) == 0, now, draws);
                    out.pop_back();
                }
            }
        }));
    }
}

}  // namespace failure_accrual_test
