#include "sim/world/world_view.hpp"

#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

namespace world_view_test {

namespace {

using namespace weft;
using namespace weft::tests;
using sim::observe::Message;

/// A shop that asks its stock, a millisecond's way from each other, for two seconds.
sim::WorldPlan shop_plan() {
    sim::WorldPlan plan = empty_plan(5);
    plan.horizon = mesh::Instant{2s};
    plan.network.same_zone = sim::Distribution::constant(1ms);
    sim::Behaviour stock;
    stock.script = {compute(sim::Distribution::exponential(5ms))};
    sim::Behaviour shop;
    shop.script = {compute(sim::Distribution::constant(2ms)), call("stock")};
    add_service(plan, "shop", 2, shop);
    add_service(plan, "stock", 2, stock);
    plan.loads.push_back(poisson("shop", 200));
    return plan;
}

}  // namespace

TEST_SUITE("a world between two events") {
    TEST_CASE("what is seen ahead is what happens, and looking changes nothing") {
        const sim::WorldPlan plan = shop_plan();
        sim::World untouched{plan, nullptr};
        untouched.run_until(plan.horizon);

        sim::World world{plan, nullptr};
        sim::WorldView view{world};
        std::size_t steps = 0;
        while (true) {
            const auto ahead = view.upcoming(1);
            view.messages();
            const auto event = world.step(plan.horizon);
            if (!event) break;
            REQUIRE(ahead.size() == 1);
            CHECK(ahead.front().at == event->at);
            CHECK(ahead.front().kind == event->kind);
            CHECK(ahead.front().who == event->who);
            CHECK(ahead.front().request == event->request);
            ++steps;
        }
        CHECK(steps > 1000);
        CHECK(world.fingerprint() == untouched.fingerprint());
    }

    TEST_CASE("a request is on its way until it arrives, and so is its answer") {
        const sim::WorldPlan plan = shop_plan();
        sim::World world{plan, nullptr};
        const sim::WorldView view{world};
        while (view.messages().empty())
            REQUIRE(world.step(plan.horizon));
        const Message request = view.messages().front();
        CHECK(request.kind == Message::Kind::request);
        CHECK(request.from == "ingress-load.default");
        CHECK(request.to.starts_with("shop-"));
        CHECK(request.load == "load");
        CHECK(request.request == 0);
        REQUIRE(request.sent);
        CHECK(*request.sent == world.now());
        CHECK(request.arrives == *request.sent + 1ms);

        const auto is_answer = [](const Message& message) {
            return message.kind == Message::Kind::answer;
        };
        std::vector<Message> messages;
        while (std::ranges::none_of(messages, is_answer)) {
            REQUIRE(world.step(plan.horizon));
            messages = view.messages();
        }
        const Message answer = *std::ranges::find_if(messages, is_answer);
        CHECK(answer.from.starts_with("stock-"));
        CHECK(answer.to.starts_with("shop-"));
        CHECK(answer.status == 200);
        CHECK(answer.arrives == *answer.sent + 1ms);
    }

    TEST_CASE("what pods are asked is known at once") {
        const sim::WorldPlan plan = shop_plan();
        sim::World world{plan, nullptr};
        const sim::WorldView view{world};
        world.run_until(mesh::Instant{1s});
        CHECK(view.measure({.kind = sim::Signal::Kind::ready, .destination = "shop"}) == 2);
        CHECK(view.measure({.kind = sim::Signal::Kind::ready, .destination = "nobody"}) == 0);
    }

    TEST_CASE("a recorder that is told sooner is told the same") {
        const sim::WorldPlan plan = shop_plan();
        const auto untouched = play(plan);
        Notes notes;
        sim::World world{plan, &notes};
        sim::WorldView view{world};
        while (world.step(plan.horizon))
            view.hand_over();
        CHECK(notes.requests_ended.size() == untouched->requests_ended.size());
        CHECK(notes.changes_made.size() == untouched->changes_made.size());
        CHECK(notes.intervals.size() == untouched->intervals.size());
    }
}

}  // namespace world_view_test
