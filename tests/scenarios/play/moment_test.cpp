#include "scenarios/play/moment.hpp"

#include "scenarios/play/exit_code.hpp"
#include "tests/folder.hpp"
#include "tests/two_pods.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace moment_test {

namespace {

using namespace weft;
using namespace std::chrono_literals;
using scenarios::Moment;
using sim::observe::Change;
using sim::observe::Message;
using Why = Moment::Stop::Why;
namespace fs = std::filesystem;

constexpr const char* shop = R"(apiVersion: weft/v1
kind: Scenario
name: shop
seed: 3
horizon: 3s
manifests: [app.yaml]
load: [{id: web, to: app, rate: 50/s}]
timeline: [{id: sick, at: 1s, for: 500ms, fault: error, target: {service: app}, rate: 100%}]
)";

/// The run of the shop, in a folder of its own.
class ShopRun {
public:
    ShopRun() {
        folder_.write("app.yaml", weft::tests::two_pods);
        scenarios::PlayOptions options;
        options.scenario = folder_.write("shop.yaml", shop).string();
        options.out = file();
        std::ostringstream out;
        std::ostringstream err;
        REQUIRE_MESSAGE(scenarios::play(options, out, err) == scenarios::exit_code::done,
                        err.str());
    }

    fs::path file() const { return folder_.path() / "run.db"; }
    const tests::Folder& folder() const { return folder_; }

    std::unique_ptr<Moment> open(const std::vector<std::string>& conditions = {}) const {
        auto moment = Moment::open(file(), scenarios::built_in_kinds(), conditions);
        REQUIRE_MESSAGE(moment.has_value(), moment.error());
        return std::move(*moment);
    }

private:
    tests::Folder folder_;
};

}  // namespace

TEST_SUITE("moment") {
    TEST_CASE("a run that is stepped through, partly, is the run that was recorded") {
        const ShopRun run;
        const auto moment = run.open();
        const auto reached = moment->run_until({.time = mesh::Instant{950ms}});
        REQUIRE(reached);
        CHECK(reached->why == Why::time);
        CHECK(moment->now() == mesh::Instant{950ms});
        // Over the ends of two intervals, and on to the end.
        while (moment->now() < mesh::Instant{2100ms}) {
            const auto event = moment->step();
            REQUIRE(event);
            REQUIRE(*event);
        }
        const auto ended = moment->run_until({});
        REQUIRE(ended);
        CHECK(ended->why == Why::end);
        CHECK(moment->now() == mesh::Instant{3s});
        CHECK(moment->world().fingerprint() == reports::read_run(run.file()).summary.fingerprint);
        const auto none = moment->step();
        REQUIRE(none);
        CHECK_FALSE(*none);
    }

    TEST_CASE("the next events are those that are played next") {
        const ShopRun run;
        const auto moment = run.open();
        REQUIRE(moment->run_until({.time = mesh::Instant{1s}}));
        CHECK(moment->upcoming(1).size() == 1);
        CHECK(moment->upcoming(100).size() > 1);
        for (int steps = 0; steps < 50; ++steps) {
            const auto ahead = moment->upcoming(1);
            const auto event = moment->step();
            REQUIRE(event);
            REQUIRE(*event);
            CHECK(ahead.front().at == (*event)->at);
            CHECK(ahead.front().kind == (*event)->kind);
            CHECK(moment->now() == (*event)->at);
        }
    }

    TEST_CASE("another one can come to the very same place") {
        const ShopRun run;
        const auto first = run.open();
        REQUIRE(first->run_until({.time = mesh::Instant{995ms}}));
        CHECK(first->events_at_now() == 0);
        for (int steps = 0; steps < 20; ++steps)
            REQUIRE(first->step());
        const auto second = run.open();
        REQUIRE(second->run_until({.time = first->now()}));
        for (std::uint64_t event = 0; event < first->events_at_now(); ++event)
            REQUIRE(second->step());
        CHECK(second->now() == first->now());
        CHECK(second->upcoming(20) == first->upcoming(20));
    }

    TEST_CASE("it can be stopped on its way, and goes on from there") {
        const ShopRun run;
        const auto moment = run.open();
        std::vector<mesh::Instant> told;
        const auto stopped = moment->run_until({}, [&](mesh::Instant now) {
            told.push_back(now);
            return told.size() < 3;
        });
        REQUIRE(stopped);
        CHECK(stopped->why == Why::stopped);
        CHECK(told == std::vector{mesh::Instant{10ms}, mesh::Instant{20ms}, mesh::Instant{30ms}});
        CHECK(moment->now() == mesh::Instant{30ms});
        CHECK(moment->run_until({.time = mesh::Instant{40ms}})->why == Why::time);
    }

    TEST_CASE("it stops at a change, and says what was changed") {
        const ShopRun run;
        const auto moment = run.open();
        const auto stop = moment->run_until({.change = Change::Kind::fault_started});
        REQUIRE(stop);
        CHECK(stop->why == Why::change);
        CHECK(moment->now() == mesh::Instant{1s});
        const auto is_start = [](const Change& change) {
            return change.kind == Change::Kind::fault_started;
        };
        const auto start = std::ranges::find_if(moment->changes(), is_start);
        REQUIRE(start != moment->changes().end());
        CHECK(moment->names().of(sim::observe::NameKind::step, start->step) == "sick");
        REQUIRE(moment->step());
        CHECK(std::ranges::none_of(moment->changes(), is_start));
        // There is no second one.
        CHECK(moment->run_until({.change = Change::Kind::fault_started})->why == Why::end);
    }

    TEST_CASE("it stops at the next request that fails") {
        const ShopRun run;
        const auto moment = run.open();
        const auto stop = moment->run_until({.failure = true});
        REQUIRE(stop);
        CHECK(stop->why == Why::failure);
        CHECK(moment->now() > mesh::Instant{1s});
        CHECK(moment->now() < mesh::Instant{1600ms});
        REQUIRE(moment->failures().size() == 1);
        CHECK(moment->failures().front().ended == moment->now());
        CHECK(moment->names().of(sim::observe::NameKind::load, moment->failures().front().load) ==
              "web");
        CHECK(moment->run_until({.time = mesh::Instant{900ms}, .failure = true})->why == Why::time);
    }

    TEST_CASE("it stops where a condition becomes true, and not while it stays so") {
        const ShopRun run;
        const auto moment =
            run.open({"ready(app) > 9", "error_share(web, 500ms) > 50%", "ready(app) == 2"});
        auto stop = moment->run_until({.conditions = true});
        REQUIRE(stop);
        CHECK(stop->why == Why::condition);
        CHECK(stop->condition == 2);
        CHECK(moment->now() == mesh::Instant{100ms});
        stop = moment->run_until({.conditions = true});
        REQUIRE(stop);
        CHECK(stop->condition == 1);
        CHECK(moment->now() > mesh::Instant{1s});
        CHECK(moment->now() <= mesh::Instant{1600ms});
        CHECK(moment->now().time_since_epoch() % 100ms == 0ms);
        CHECK(moment->held() == std::vector{false, true, true});
        CHECK(moment->run_until({.conditions = true})->why == Why::end);
    }

    TEST_CASE("conditions watch from the beginning, however one comes to a moment") {
        const ShopRun run;
        const std::vector<std::string> conditions{"error_share(web, 500ms) > 50%"};
        const auto stepped = run.open(conditions);
        while (stepped->now() < mesh::Instant{1550ms})
            REQUIRE(stepped->step());
        const auto played = run.open(conditions);
        REQUIRE(played->run_until({.time = stepped->now()}));
        CHECK(stepped->held() == played->held());
        CHECK(played->held().front());
    }

    TEST_CASE("what is on its way is told, with how far it has come") {
        const ShopRun run;
        const auto moment = run.open();
        REQUIRE(moment->run_until({.time = mesh::Instant{200ms}}));
        std::vector<Message> messages = moment->in_flight();
        std::size_t answers = 0;
        for (int steps = 0; steps < 300; ++steps) {
            REQUIRE(moment->step());
            messages = moment->in_flight();
            for (const Message& message : messages) {
                CHECK(message.load == "web");
                CHECK(message.arrives >= moment->now());
                const auto progress = message.progress(moment->now());
                if (steps < 100) continue;  // What was under way before has arrived.
                REQUIRE(progress);
                CHECK(*progress >= 0);
                CHECK(*progress <= 1);
                answers += message.kind == Message::Kind::answer ? 1U : 0U;
                CHECK(moment->names().of(sim::observe::NameKind::service, message.source) ==
                      (message.kind == Message::Kind::answer ? "app" : "ingress"));
            }
        }
        CHECK(answers > 0);
    }

    TEST_CASE("mistakes in a condition are told at their column") {
        const ShopRun run;
        const auto moment =
            Moment::open(run.file(), scenarios::built_in_kinds(), {"error_share(wbe, 5s) > 2%"});
        REQUIRE_FALSE(moment);
        CHECK(moment.error().starts_with("13: unknown load or service 'wbe'"));
    }

    TEST_CASE("what is no run file is refused by name") {
        const tests::Folder folder;
        const auto moment =
            Moment::open(folder.write("notes.txt", "no run"), scenarios::built_in_kinds());
        REQUIRE_FALSE(moment);
        CHECK(moment.error().find("notes.txt") != std::string::npos);
    }
}

}  // namespace moment_test
