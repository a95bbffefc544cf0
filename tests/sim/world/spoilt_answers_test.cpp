// Answers that proxies take for good and that are of no use are part of what a run did.
#include "sim/world/mishaps.hpp"
#include "tests/sim/world/fault_plans.hpp"

#include <doctest/doctest.h>

#include <string>

namespace spoilt_answers_test {

using namespace weft;
using namespace std::chrono_literals;

namespace {

/// Of a cart whose answers are corrupt at this rate, from 1 s to 2 s.
sim::WorldPlan corrupt_cart(const std::string& rate) {
    sim::WorldPlan plan = tests::cart_plan(10ms);
    tests::inject(plan, "corrupt", {{"rate", rate}}, 1s, 1s);
    return plan;
}

std::uint64_t fingerprint_of(const sim::WorldPlan& plan) {
    sim::World world{plan, nullptr};
    world.run_until(plan.horizon);
    return world.fingerprint();
}

}  // namespace

TEST_SUITE("spoilt answers") {
    TEST_CASE("the fingerprint tells them, though nothing else comes of them") {
        const std::uint64_t well = fingerprint_of(tests::cart_plan(10ms));
        CHECK(fingerprint_of(corrupt_cart("0%")) == well);
        CHECK(fingerprint_of(corrupt_cart("100%")) != well);
        CHECK(fingerprint_of(corrupt_cart("100%")) == fingerprint_of(corrupt_cart("100%")));
    }

    TEST_CASE("a step says that an answer is one, and the first is where two runs part") {
        const sim::WorldPlan plan = corrupt_cart("100%");
        const sim::WorldPlan other_plan = tests::cart_plan(10ms);
        sim::World spoilt{plan, nullptr};
        sim::World well{other_plan, nullptr};
        // Beginning and end of the fault are events that only the one has, and are not counted.
        const auto next = [](sim::World& world) {
            auto event = world.step(mesh::Instant{5s});
            while (event && event->fingerprint == 0)
                event = world.step(mesh::Instant{5s});
            return event;
        };
        auto a = next(spoilt);
        auto b = next(well);
        while (a && b && *a == *b) {
            a = next(spoilt);
            b = next(well);
        }
        REQUIRE(a);
        REQUIRE(b);
        CHECK(a->at == mesh::Instant{1010ms});
        CHECK(a->kind == "spoilt_answer_arrives");
        CHECK(b->kind == "answer_arrives");
        CHECK(a->at == b->at);
        CHECK(a->request == b->request);
    }

    TEST_CASE("their marks end as who called takes them") {
        sim::WorldPlan plan = corrupt_cart("100%");
        plan.span_every = 1;
        class Ends final : public sim::observe::Recorder {
        public:
            std::size_t useless = 0;
            std::size_t good = 0;
            bool wants_marks() const override { return true; }
            void marks(std::span<const sim::observe::Mark> marks) override {
                for (const auto& mark : marks) {
                    if (mark.kind != sim::observe::Mark::Kind::ended) continue;
                    ++(mark.value == sim::unusable_status ? useless : good);
                }
            }
            void named(sim::observe::NameKind, std::uint32_t, std::string_view) override {}
            void requests(std::span<const sim::observe::RequestEnd>) override {}
            void calls(std::span<const sim::observe::CallEnd>) override {}
            void spans(std::span<const sim::observe::Span>) override {}
            void decisions(std::span<const sim::observe::Decision>) override {}
            void changes(std::span<const sim::observe::Change>) override {}
            void interval(const sim::observe::IntervalEnd&) override {}
        } ends;
        sim::World world{plan, &ends};
        world.run_until(plan.horizon);
        world.close_interval();
        CHECK(ends.useless == 10);
        CHECK(ends.good > 30);
    }
}

}  // namespace spoilt_answers_test
