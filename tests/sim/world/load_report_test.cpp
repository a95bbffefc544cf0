#include "sim/world/world.hpp"
#include "tests/sim/world/plans.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>

namespace load_report_test {

using namespace weft;
using namespace std::chrono_literals;

namespace {

struct Listening {
    bool asks = false;
    std::size_t picks_before = 0;  ///< Without a question.
    bool reads = false;
    std::uint32_t pods = 1;
};

/// What a balancer was told, and when.
struct Heard {
    struct Report {
        mesh::HostId host;
        mesh::LoadReport report;
        mesh::Instant at;
    };
    std::vector<Report> with_answers;
    std::vector<Report> answers_to_probes;
    std::size_t without_report = 0;
    std::size_t probes = 0;
};

/// Takes the first host, and asks the last one with each pick if it is to.
class Listener final : public mesh::LoadBalancer {
public:
    Listener(std::shared_ptr<Heard> heard, const Listening& how)
        : heard_(std::move(heard)), how_(how) {}

    std::size_t pick(const mesh::HostColumns& /*hosts*/,
                     const mesh::PickContext& /*context*/) override {
        return 0;
    }
    void on_end(mesh::HostId host, const mesh::AttemptEnd& end, mesh::Instant now) override {
        if (!end.report) {
            ++heard_->without_report;
            return;
        }
        heard_->with_answers.push_back({host, *end.report, now});
    }
    void on_report(mesh::HostId host, const mesh::LoadReport& report, mesh::Instant now) override {
        heard_->answers_to_probes.push_back({host, report, now});
    }
    void probes(const mesh::HostColumns& hosts,
                mesh::Draws& /*draws*/,
                std::vector<mesh::HostId>& out) override {
        if (!how_.asks || ++picks_ <= how_.picks_before) return;
        ++heard_->probes;
        out.push_back(hosts.id.back());
    }

private:
    std::shared_ptr<Heard> heard_;
    Listening how_;
    std::size_t picks_ = 0;
};

/// One worker a pod needs 10 ms for each of 50 requests a second, half a millisecond away.
sim::WorldPlan plan_of(const Listening& listening, const std::shared_ptr<Heard>& heard) {
    sim::WorldPlan plan = tests::empty_plan(3);
    mesh::BalancerKind kind{.name = "listener", .summary = "", .make = {}};
    kind.asks_hosts = listening.asks;
    kind.reads_reports = listening.reads;
    kind.make = [heard, listening](mesh::Settings& /*settings*/, std::uint64_t /*seed*/) {
        return std::make_unique<Listener>(heard, listening);
    };
    plan.balancers.add(kind);
    plan.defaults.balancer = "listener";
    sim::Behaviour server;
    server.script = {tests::compute(sim::Distribution::constant(10ms))};
    tests::add_service(plan, "server", listening.pods, server);
    plan.loads = {tests::poisson("server", 50)};
    plan.loads.front().arrivals->name = "constant";
    plan.network.same_zone = sim::Distribution::constant(500us);
    plan.horizon = mesh::Instant{20s};
    return plan;
}

struct Outcome {
    std::shared_ptr<Heard> heard = std::make_shared<Heard>();
    tests::Notes notes;
    std::uint64_t events = 0;
    std::uint64_t fingerprint = 0;
};

std::unique_ptr<Outcome> play(sim::WorldPlan plan, std::shared_ptr<Heard> heard) {
    auto outcome = std::make_unique<Outcome>();
    outcome->heard = std::move(heard);
    const mesh::Instant end = plan.horizon;
    sim::World world{std::move(plan), &outcome->notes};
    world.run_until(end);
    outcome->events = world.events();
    outcome->fingerprint = world.fingerprint();
    return outcome;
}

std::unique_ptr<Outcome> play(const Listening& listening) {
    const auto heard = std::make_shared<Heard>();
    return play(plan_of(listening, heard), heard);
}

void strike(sim::WorldPlan& plan,
            const std::string& fault,
            const mesh::TextSettings::Values& parameters) {
    mesh::TextSettings settings{parameters};
    const sim::FaultRegistry faults = sim::built_in_faults();
    sim::FaultTarget target;
    target.pods.service = "server";
    target.from.service = "ingress";
    target.to.service = "server";
    plan.timeline.push_back(
        {.id = fault,
         .at = mesh::Instant{10s},
         .action = sim::PlannedFault{.effect = faults.find(fault)->make(settings),
                                     .target = target,
                                     .length = std::nullopt}});
}

}  // namespace

TEST_SUITE("load reports") {
    TEST_CASE("an answer says how loaded the server was when the answer left it") {
        const auto outcome = play({.reads = true});
        const Heard& heard = *outcome->heard;
        CHECK(heard.without_report == 0);
        REQUIRE(heard.with_answers.size() >= 990);
        const mesh::LoadReport& report = heard.with_answers.back().report;
        CHECK(report.in_flight == 0);
        CHECK(report.latency == 10ms);
        CHECK(report.service_time == 10ms);
        CHECK(report.utilization == doctest::Approx(0.5).epsilon(0.02));
        CHECK(report.requests_per_second == doctest::Approx(50).epsilon(0.02));
        CHECK(report.errors_per_second == 0);
    }

    TEST_CASE("others that wait or are served count as in flight, and the wait is in the latency") {
        const auto heard = std::make_shared<Heard>();
        sim::WorldPlan plan = plan_of({.reads = true}, heard);
        plan.loads.front().arrivals->rate = 25;
        plan.loads.push_back(plan.loads.front());  // At the same moments.
        plan.loads.back().id = "twin";
        play(std::move(plan), heard);
        const auto& reports = heard->with_answers;
        REQUIRE(reports.size() >= 990);
        CHECK(reports[500].report.in_flight == 1);
        CHECK(reports[501].report.in_flight == 0);
        // Whoever finds one there waits for it; the reports come when one, then none is left.
        CHECK(reports[500].report.latency == 20ms);
        CHECK(reports[501].report.latency == 10ms);
        CHECK(reports[501].report.service_time == 10ms);
    }

    TEST_CASE("failed answers are counted, and are no measure of how quick a server is") {
        const auto heard = std::make_shared<Heard>();
        sim::WorldPlan plan = plan_of({.reads = true}, heard);
        plan.behaviours.front().behaviour.error_rate = {mesh::Ratio::whole};
        play(std::move(plan), heard);
        const mesh::LoadReport& report = heard->with_answers.back().report;
        CHECK(report.errors_per_second == doctest::Approx(50).epsilon(0.02));
        CHECK(report.latency == 0ns);
        CHECK(report.service_time == 0ns);
    }

    TEST_CASE("nobody is told what nobody wants to know") {
        const auto outcome = play({});
        CHECK(outcome->heard->with_answers.empty());
        CHECK(outcome->heard->without_report >= 990);
    }

    TEST_CASE("reports change no event of a run") {
        CHECK(play({.reads = true})->fingerprint == play({})->fingerprint);
    }
}

TEST_SUITE("probes") {
    TEST_CASE("a pod answers at once, busy or not, and the answer comes after both ways") {
        const auto heard = std::make_shared<Heard>();
        sim::WorldPlan plan = plan_of({.asks = true}, heard);
        plan.behaviours.front().behaviour.script = {
            tests::compute(sim::Distribution::constant(10min))};
        play(std::move(plan), heard);
        const auto& answers = heard->answers_to_probes;
        REQUIRE(answers.size() == heard->probes);
        CHECK(answers[0].at == mesh::Instant{20ms} + 1ms);
        // The probe left together with its request, and before it.
        CHECK(answers[0].report.in_flight == 0);
        CHECK(answers[5].report.in_flight == 5);
        CHECK(answers.back().report.utilization == doctest::Approx(1));
    }

    TEST_CASE("the first question finds those in flight that came before anybody asked") {
        const auto heard = std::make_shared<Heard>();
        sim::WorldPlan plan = plan_of({.asks = true, .picks_before = 7}, heard);
        plan.behaviours.front().behaviour.script = {
            tests::compute(sim::Distribution::constant(10min))};
        play(std::move(plan), heard);
        REQUIRE(heard->answers_to_probes.size() > 1);
        CHECK(heard->answers_to_probes[0].report.in_flight == 7);
        CHECK(heard->answers_to_probes[0].report.utilization == 1);
        CHECK(heard->answers_to_probes[1].report.in_flight == 8);
    }

    TEST_CASE("probes shift no request, and are events of their own at pod and proxy") {
        const auto quiet = play({.pods = 2});
        const auto asking = play({.asks = true, .pods = 2});
        REQUIRE(quiet->notes.requests_ended.size() == asking->notes.requests_ended.size());
        for (std::size_t at = 0; at < quiet->notes.requests_ended.size(); ++at) {
            CHECK(quiet->notes.requests_ended[at].ended == asking->notes.requests_ended[at].ended);
        }
        CHECK(asking->events == quiet->events + 2 * asking->heard->probes);
        CHECK(asking->fingerprint != quiet->fingerprint);
        CHECK(play({.asks = true, .pods = 2})->fingerprint == asking->fingerprint);
    }

    TEST_CASE("a pod that is down or cut off does not answer") {
        for (const char* const fault : {"crash", "partition"}) {
            CAPTURE(fault);
            const auto heard = std::make_shared<Heard>();
            sim::WorldPlan plan = plan_of({.asks = true}, heard);
            strike(plan, fault, {});
            play(std::move(plan), heard);
            CHECK_FALSE(heard->answers_to_probes.empty());
            CHECK(heard->answers_to_probes.back().at < mesh::Instant{10s} + 1ms);
        }
    }

    TEST_CASE("a lost probe or answer is not sent again") {
        const auto heard = std::make_shared<Heard>();
        sim::WorldPlan plan = plan_of({.asks = true}, heard);
        plan.network.loss = {mesh::Ratio::whole / 5};
        play(std::move(plan), heard);
        const double share = static_cast<double>(heard->answers_to_probes.size()) /
                             static_cast<double>(heard->probes);
        CHECK(share == doctest::Approx(0.8 * 0.8).epsilon(0.1));
    }
}

}  // namespace load_report_test
