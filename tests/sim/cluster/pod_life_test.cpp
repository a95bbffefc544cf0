#include "sim/cluster/pod_life.hpp"

#include <doctest/doctest.h>

namespace pod_life_test {

using namespace std::chrono_literals;
using weft::mesh::Duration;
using weft::mesh::Instant;
using weft::mesh::control::ContainerLife;
using weft::mesh::control::PodTemplate;
using weft::mesh::control::Probe;
using weft::sim::end_of;
using weft::sim::OnTerm;
using weft::sim::PodEnd;

namespace {

PodTemplate pod_of(const ContainerLife& container, Duration grace = 30s) {
    PodTemplate pod;
    pod.containers = {container};
    pod.grace = grace;
    return pod;
}

/// Since its containers run.
Duration ready_after(const ContainerLife& container, Duration up) {
    return weft::sim::ready_at(pod_of(container), Instant{100s}, Instant{100s + up}) -
           Instant{100s};
}

void check_end(const PodEnd& end, Duration takes_nothing, Duration is_gone) {
    CHECK(end.takes_nothing == takes_nothing);
    CHECK(end.is_gone == is_gone);
}

}  // namespace

TEST_CASE("without a readiness probe a pod is ready as soon as it runs") {
    CHECK(ready_after({}, 20s) == 0s);
    CHECK(weft::sim::ready_at({}, Instant{5s}, Instant{9s}) == Instant{5s});
}

TEST_CASE("a readiness probe finds an app at its first look after that is up") {
    const ContainerLife probed{.readiness = Probe{.initial_delay = 5s, .period = 10s}};
    CHECK(ready_after(probed, 0s) == 5s);
    CHECK(ready_after(probed, 5s) == 5s);
    CHECK(ready_after(probed, 5s + 1ns) == 15s);
    CHECK(ready_after(probed, 15s) == 15s);
    const ContainerLife strict{.readiness = Probe{.period = 10s, .successes = 3}};
    CHECK(ready_after(strict, 1s) == 30s);
}

TEST_CASE("a startup probe holds the readiness probe back") {
    const ContainerLife held{.startup = Probe{.period = 1s},
                             .readiness = Probe{.initial_delay = 2s, .period = 10s}};
    CHECK(ready_after(held, 1500ms) == 2s);
    CHECK(ready_after(held, 2500ms) == 12s);
    CHECK(ready_after({.startup = Probe{.period = 4s}}, 5s) == 8s);
}

TEST_CASE("a container's postStart hook holds all of its probes back, and itself") {
    CHECK(ready_after({.post_start = 3s}, 20s) == 3s);
    const ContainerLife probed{.readiness = Probe{.initial_delay = 5s, .period = 10s},
                               .post_start = 7s};
    CHECK(ready_after(probed, 0s) == 7s);
    CHECK(ready_after(probed, 7s + 1ns) == 17s);
    const ContainerLife short_hook{.readiness = Probe{.initial_delay = 5s}, .post_start = 4s};
    CHECK(ready_after(short_hook, 0s) == 5s);
    const ContainerLife alive{.liveness = Probe{.period = 10s}, .post_start = 4s};
    CHECK(weft::sim::given_up_at(pod_of(alive), Instant{100s}, Instant{125s}) == Instant{124s});
    CHECK_FALSE(weft::sim::given_up_at(pod_of(alive), Instant{100s}, Instant{124s}));
    CHECK(weft::sim::sidecar_started_at({.post_start = 2s}, Instant{100s}, Instant{100s}) ==
          Instant{102s});
    PodTemplate two = pod_of({.post_start = 2s});
    two.containers.push_back({.post_start = 3s});
    CHECK(weft::sim::hooks_before_proxy(two) == 5s);
}

TEST_CASE("a container that starts too slowly is given up by its startup or liveness probe") {
    const auto given_up = [](const ContainerLife& container, Duration up) {
        return weft::sim::given_up_at(pod_of(container), Instant{100s}, Instant{100s + up});
    };
    const ContainerLife alive{.liveness = Probe{.initial_delay = 5s, .period = 10s}};
    CHECK_FALSE(given_up(alive, 25s));
    CHECK(given_up(alive, 25s + 1ns) == Instant{125s});
    const ContainerLife held{.startup = Probe{.period = 10s, .failures = 30},
                             .liveness = Probe{.period = 1s}};
    CHECK_FALSE(given_up(held, 290s));
    CHECK(given_up(held, 291s) == Instant{390s});
    CHECK_FALSE(given_up({.readiness = Probe{}}, 1000s));
}

TEST_CASE("a native sidecar has started when its startup probe finds it up, or at once without") {
    const auto started_after = [](const ContainerLife& sidecar, Duration up) {
        return weft::sim::sidecar_started_at(sidecar, Instant{100s}, Instant{100s + up}) -
               Instant{100s};
    };
    CHECK(started_after({}, 20s) == 0s);
    const ContainerLife probed{.startup = Probe{.period = 2s}, .readiness = Probe{.period = 30s}};
    CHECK(started_after(probed, 4s) == 4s);
    CHECK(started_after(probed, 4s + 1ns) == 6s);
}

TEST_CASE("an app that is told to end takes nothing new, and has the grace period to finish") {
    check_end(end_of(pod_of({}), {.outlives_app = true}, OnTerm::finish), 0s, 30s);
    check_end(end_of(pod_of({.pre_stop = 10s}), {.outlives_app = true}, OnTerm::finish), 10s, 30s);
    check_end(end_of(pod_of({.pre_stop = 40s}), {.outlives_app = true}, OnTerm::finish), 30s, 30s);
    check_end(end_of(pod_of({.pre_stop = 10s}), {.outlives_app = true}, OnTerm::exit), 10s, 10s);
    check_end(end_of(pod_of({.pre_stop = 10s}), {.outlives_app = true}, OnTerm::serve), 30s, 30s);
}

TEST_CASE("a proxy that does not outlive its app takes the pod's requests with it") {
    check_end(end_of(pod_of({.pre_stop = 10s}), {.drain = 5s}, OnTerm::finish), 5s, 5s);
    check_end(end_of(pod_of({.pre_stop = 3s}), {.drain = 5s}, OnTerm::finish), 3s, 5s);
    check_end(end_of(pod_of({}, 2s), {.drain = 5s}, OnTerm::serve), 2s, 2s);
}

TEST_CASE("a native sidecar ends after the app, and no sooner than its own hook, in the grace") {
    PodTemplate pod = pod_of({.pre_stop = 3s});
    pod.init = {{.name = "logs", .stays = true, .life = {.pre_stop = 8s}}, {.name = "migrate"}};
    check_end(end_of(pod, {.outlives_app = true}, OnTerm::exit), 3s, 8s);
    pod.init.front().life.pre_stop = 2s;
    check_end(end_of(pod, {.outlives_app = true}, OnTerm::exit), 3s, 3s);
    pod.init.front().life.pre_stop = 31s;
    check_end(end_of(pod, {.outlives_app = true}, OnTerm::exit), 3s, 30s);
    check_end(end_of(pod, {.outlives_app = true}, OnTerm::finish), 3s, 30s);
}

TEST_CASE("a pod says itself how its proxy ends") {
    PodTemplate pod = pod_of({});
    pod.proxy_drain = 20s;
    check_end(end_of(pod, {.drain = 5s}, OnTerm::finish), 0s, 20s);
    check_end(end_of(pod, {.outlives_app = true, .drain = 5s}, OnTerm::finish), 0s, 30s);
    pod.proxy_outlives_requests = false;
    check_end(end_of(pod, {.drain = 5s}, OnTerm::finish), 0s, 20s);
    pod.proxy_outlives_requests = true;
    check_end(end_of(pod, {.drain = 5s}, OnTerm::finish), 0s, 30s);
}

}  // namespace pod_life_test
