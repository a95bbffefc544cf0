#include "reports/metrics/mechanisms.hpp"

#include "mesh/proxy/sidecar_io.hpp"
#include "mesh/resilience/outlier_detection.hpp"
#include "reports/metrics/recording.hpp"
#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

namespace mechanisms_test {

using namespace weft;
using namespace weft::tests;
using reports::MechanismRecorder;
using reports::mechanisms;
using sim::observe::CallEnd;
using sim::observe::Change;
using sim::observe::Decision;
using sim::observe::Mark;

namespace {

using Seen = std::set<std::string>;

/// What is seen when this is handed over, by the function that takes it.
template <class Fact>
Seen seen_of(const std::vector<Fact>& facts,
             void (MechanismRecorder::*take)(std::span<const Fact>)) {
    reports::Recording recording{{}};
    MechanismRecorder recorder{recording};
    (recorder.*take)(facts);
    return recorder.seen();
}

Seen seen_of_change(Change::Kind kind, std::uint64_t value) {
    Change change{.at = at(1s), .kind = kind};
    change.value = value;
    return seen_of<Change>({change}, &MechanismRecorder::changes);
}

Seen seen_of_retry(double cause) {
    Decision decision{};
    decision.kind = Decision::Kind::retried;
    decision.value = cause;
    return seen_of<Decision>({decision}, &MechanismRecorder::decisions);
}

Seen seen_of_marks(const std::vector<Mark::Kind>& kinds) {
    std::vector<Mark> marks;
    for (const Mark::Kind kind : kinds)
        marks.push_back({.span = 7, .kind = kind});
    return seen_of<Mark>(marks, &MechanismRecorder::marks);
}

/// Wants all, and notes what it heard.
class EveryVerb final : public sim::observe::Recorder {
public:
    void named(sim::observe::NameKind, std::uint32_t, std::string_view) override {
        verbs.insert("named");
    }
    void workload(std::uint32_t, const sim::observe::Workload&) override {
        verbs.insert("workload");
    }
    void host(std::uint32_t, std::string_view) override { verbs.insert("host"); }
    bool wants_inbound() const override { return true; }
    void pod(std::uint32_t, std::uint32_t) override { verbs.insert("pod"); }
    void inbound(std::span<const sim::observe::InboundEnd>) override { verbs.insert("inbound"); }
    void requests(std::span<const sim::observe::RequestEnd>) override { verbs.insert("requests"); }
    void calls(std::span<const CallEnd>) override { verbs.insert("calls"); }
    bool wants_marks() const override { return true; }
    void marks(std::span<const Mark>) override { verbs.insert("marks"); }
    void spans(std::span<const sim::observe::Span>) override { verbs.insert("spans"); }
    void decisions(std::span<const Decision>) override { verbs.insert("decisions"); }
    void changes(std::span<const Change>) override { verbs.insert("changes"); }
    void interval(const sim::observe::IntervalEnd&) override { verbs.insert("interval"); }
    void open_requests(std::span<const sim::observe::OpenRequest>) override {
        verbs.insert("open_requests");
    }

    std::set<std::string> verbs;
};

}  // namespace

TEST_SUITE("mechanisms") {
    TEST_CASE("each has a name of its own, and a change whose causes have names has none itself") {
        const Seen names{mechanisms().begin(), mechanisms().end()};
        CHECK(names.size() == mechanisms().size());
        CHECK(names.contains("circuit_half_open"));
        CHECK(names.contains("limit_reached.shared_rate"));
        CHECK(names.contains("flag.RLSE"));
        CHECK(names.contains("hedge"));
        CHECK_FALSE(names.contains("limit_reached"));
    }

    TEST_CASE("whatever is seen is one of them") {
        for (int kind = 0; kind <= static_cast<int>(Change::last_kind); ++kind) {
            for (const std::string& name : seen_of_change(static_cast<Change::Kind>(kind), 1))
                CHECK_MESSAGE(std::ranges::count(mechanisms(), name) == 1, name);
        }
        for (const double cause : {200.0, 503.0, 1000.0, 1005.0}) {
            for (const std::string& name : seen_of_retry(cause))
                CHECK_MESSAGE(std::ranges::count(mechanisms(), name) == 1, name);
        }
    }

    TEST_CASE("what a retry cannot follow is none") {
        CHECK(std::ranges::count(mechanisms(), "retry.overflow") == 0);
        CHECK(std::ranges::count(mechanisms(), "retry.remote_refused_stream") == 0);
        CHECK(std::ranges::count(mechanisms(), "retry.local_reset") == 1);
    }

    TEST_CASE("a flag that no proxy sets is none") {
        CHECK(std::ranges::count(mechanisms(), "flag.LR") == 0);
        CHECK(std::ranges::count(mechanisms(), "flag.UR") == 1);
        CHECK(std::ranges::count(mechanisms(), "flag.UAEX") == 1);
    }

    TEST_CASE("a change tells its cause, if it has one") {
        CHECK(seen_of_change(Change::Kind::limit_reached,
                             static_cast<std::uint64_t>(mesh::Limit::retries)) ==
              Seen{"limit_reached.retries"});
        CHECK(seen_of_change(Change::Kind::host_ejected,
                             static_cast<std::uint64_t>(mesh::DetectionCause::success_rate)) ==
              Seen{"host_ejected.success_rate"});
        CHECK(seen_of_change(Change::Kind::handshake_refused,
                             static_cast<std::uint64_t>(Change::Refusal::no_certificate)) ==
              Seen{"handshake_refused.no_certificate"});
        CHECK(seen_of_change(Change::Kind::config_pushed, 17) == Seen{"config_pushed"});
    }

    TEST_CASE("each flag of a call is one") {
        mesh::Flags flags{mesh::Flag::UO};
        flags.add(mesh::Flag::URX);
        const CallEnd end{at(1s), at(2s), 0, 0, 1, 0, 1, 503, flags};
        CHECK(seen_of<CallEnd>({end}, &MechanismRecorder::calls) == Seen{"flag.UO", "flag.URX"});
    }

    TEST_CASE("so is each flag that only the pod's proxy sees") {
        const sim::observe::InboundEnd end{at(1s), at(2s), 0, 1, 429, mesh::Flag::RL};
        CHECK(seen_of<sim::observe::InboundEnd>({end}, &MechanismRecorder::inbound) ==
              Seen{"flag.RL"});
    }

    TEST_CASE("a retry tells what the attempt before it died of") {
        CHECK(seen_of_retry(499) == Seen{"retry.other_status"});
        CHECK(seen_of_retry(500) == Seen{"retry.5xx"});
        CHECK(seen_of_retry(1000) == Seen{"retry.connection_failure"});
        CHECK(seen_of_retry(1005) == Seen{"retry.local_reset"});
        CHECK(seen_of<Decision>({Decision{}}, &MechanismRecorder::decisions).empty());
    }

    TEST_CASE("an attempt is a hedge if another one is out") {
        using Kind = Mark::Kind;
        CHECK(seen_of_marks({Kind::called, Kind::attempt_sent, Kind::attempt_sent}) ==
              Seen{"hedge"});
        CHECK(seen_of_marks({Kind::attempt_sent, Kind::attempt_ended, Kind::attempt_sent}).empty());
        CHECK(seen_of_marks({Kind::attempt_sent, Kind::attempt_given_up, Kind::attempt_sent})
                  .empty());
        CHECK(seen_of_marks({Kind::attempt_ended, Kind::attempt_sent}).empty());
    }

    TEST_CASE("every verb is handed on") {
        EveryVerb heard;
        MechanismRecorder recorder{heard};
        recorder.named(sim::observe::NameKind::load, 0, "web");
        recorder.workload(0, {});
        recorder.host(0, "web");
        recorder.pod(0, 0);
        recorder.inbound({});
        recorder.requests({});
        recorder.calls({});
        recorder.marks({});
        recorder.spans({});
        recorder.decisions({});
        recorder.changes({});
        recorder.open_requests({});
        recorder.interval({at(0s), at(1s), 0, 0});
        CHECK(heard.verbs == std::set<std::string>{"calls", "changes", "decisions", "host",
                                                   "inbound", "interval", "marks", "named",
                                                   "open_requests", "pod", "requests", "spans",
                                                   "workload"});
    }

    TEST_CASE("what only it wants is not handed on") {
        reports::Recording recording{{}};
        MechanismRecorder recorder{recording};
        CHECK(recorder.wants_inbound());
        CHECK(recorder.wants_marks());
        CHECK_FALSE(recording.wants_inbound());
        CHECK_FALSE(recording.wants_marks());
    }
}

}  // namespace mechanisms_test
