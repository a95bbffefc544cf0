#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

namespace sidecar_degraded_test {

using namespace weft;
using namespace std::chrono_literals;
using tests::SingleSidecar;
using Fact = mesh::Fact::Kind;
using Kind = mesh::Action::Kind;

namespace {

constexpr mesh::HostId sick{0};

mesh::ClusterConfig detecting() {
    mesh::ClusterConfig config;
    config.outlier = mesh::OutlierSettings{.consecutive_5xx = 100,
                                           .interval = 10s,
                                           .base_ejection_time = 30s,
                                           .max_ejection_time = 300s,
                                           .max_ejection_percent = 100,
                                           .detect_degraded = true};
    return config;
}

mesh::ClusterConfig checking() {
    mesh::ClusterConfig config;
    config.health_check = mesh::HealthCheckSettings{
        .timeout = 1s, .interval = 5s, .unhealthy_threshold = 1, .healthy_threshold = 1};
    return config;
}

/// Of so many requests, those that go to the sick host, which says in each answer whether it is.
int sent_to_sick(SingleSidecar& sidecar, int requests, bool says_so, std::uint16_t status = 200) {
    int sent = 0;
    for (int request = 0; request < requests; ++request) {
        const std::uint32_t number = sidecar.ask();
        const bool is_sick = sidecar.only(Kind::send_attempt)->host == sick;
        sent += is_sick ? 1 : 0;
        sidecar.answer_degraded(number, status, is_sick && says_so);
    }
    return sent;
}

/// Ends the check of each host that waits for one.
void end_checks(SingleSidecar& sidecar, mesh::CheckResult of_sick, bool degraded) {
    for (const mesh::Action& check : std::vector<mesh::Action>{sidecar.actions}) {
        if (check.kind != Kind::check) continue;
        const bool is_sick = check.host == sick;
        sidecar.tell(mesh::input::CheckEnded{check.cluster, check.host, check.value,
                                             is_sick ? of_sick : mesh::CheckResult::success,
                                             is_sick && degraded});
        if (is_sick) break;
    }
}

}  // namespace

TEST_SUITE("degraded hosts of a sidecar") {
    TEST_CASE("a host whose answer says so gets only what the others cannot take") {
        SingleSidecar sidecar{detecting(), 4};
        CHECK(sent_to_sick(sidecar, 400, false) == 100);
        // Three of four are enough at 140 %: after its first such answer it gets nothing.
        CHECK(sent_to_sick(sidecar, 400, true) == 1);
        CHECK(sidecar.total_of(Fact::host_degraded) == 1);
    }

    TEST_CASE("of two it gets the rest that the other cannot take") {
        SingleSidecar sidecar{detecting(), 2};
        sent_to_sick(sidecar, 2, true);
        const int sent = sent_to_sick(sidecar, 2000, true);
        CHECK(sent > 500);  // 30 %.
        CHECK(sent < 700);
    }

    TEST_CASE("a sweep after its time finds it recovered, and it gets its share again") {
        SingleSidecar sidecar{detecting(), 4};
        sent_to_sick(sidecar, 4, true);
        const auto sweep =
            *std::ranges::find(sidecar.asked, mesh::TimerKind::outlier_sweep, &mesh::Action::timer);
        for (int tick = 1; tick <= 3; ++tick) {
            sidecar.now += 10s;
            sidecar.strike(sweep);
            CHECK(sidecar.said(Fact::host_recovered) == (tick == 3));
        }
        CHECK(sent_to_sick(sidecar, 400, false) == 100);
    }

    TEST_CASE("an answer of 500 or more says nothing, and nobody listens who does not detect") {
        SingleSidecar failing{detecting(), 4};
        sent_to_sick(failing, 40, true, 500);
        CHECK(failing.total_of(Fact::host_degraded) == 0);
        SingleSidecar deaf{{}, 4};
        CHECK(sent_to_sick(deaf, 400, true) == 100);
    }

    TEST_CASE("a check that passes and says so marks its host until one that does not") {
        SingleSidecar sidecar{checking(), 1};
        end_checks(sidecar, mesh::CheckResult::success, false);
        CHECK_FALSE(sidecar.said(Fact::host_degraded));
        const auto again = [&](mesh::CheckResult result, bool degraded) {
            const auto next = *sidecar.timer(mesh::TimerKind::health_check);
            sidecar.now += next.delay;
            sidecar.strike(next);
            end_checks(sidecar, result, degraded);
        };
        again(mesh::CheckResult::success, true);
        CHECK(sidecar.said(Fact::host_degraded));
        again(mesh::CheckResult::success, true);
        CHECK_FALSE(sidecar.said(Fact::host_degraded));
        again(mesh::CheckResult::no_answer, false);
        CHECK(sidecar.said(Fact::host_unhealthy));
        CHECK_FALSE(sidecar.said(Fact::host_recovered));
        again(mesh::CheckResult::success, false);
        CHECK(sidecar.said(Fact::host_recovered));
    }

    TEST_CASE("a host that is degraded is better than none") {
        SingleSidecar sidecar{checking(), 1};
        end_checks(sidecar, mesh::CheckResult::success, true);
        CHECK(sidecar.said(Fact::host_degraded));
        CHECK(sidecar.exchange(200) == 200);
    }

    TEST_CASE("what checks say outlasts what answers said") {
        mesh::ClusterConfig config = detecting();
        config.health_check = checking().health_check;
        SingleSidecar sidecar{config, 1};
        end_checks(sidecar, mesh::CheckResult::success, true);
        const auto next = *sidecar.timer(mesh::TimerKind::health_check);
        const auto sweep =
            *std::ranges::find(sidecar.asked, mesh::TimerKind::outlier_sweep, &mesh::Action::timer);
        sent_to_sick(sidecar, 1, true);
        CHECK(sidecar.total_of(Fact::host_degraded) == 1);
        sidecar.now += 30s;
        sidecar.strike(sweep);
        CHECK_FALSE(sidecar.said(Fact::host_recovered));
        sidecar.strike(next);
        end_checks(sidecar, mesh::CheckResult::success, false);
        CHECK(sidecar.said(Fact::host_recovered));
    }
}

}  // namespace sidecar_degraded_test
