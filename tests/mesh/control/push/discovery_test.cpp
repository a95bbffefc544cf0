#include "mesh/control/push/discovery.hpp"

#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace discovery_test {

using namespace std::chrono_literals;
using namespace weft::mesh;
using namespace weft::mesh::control;
using weft::mesh::control::Resource;
namespace make = weft::mesh::control::samples;

namespace {

ObjectChange change_of(control::Resource resource) {
    const ResourceKey key = key_of(resource);
    return {key, std::make_shared<const control::Resource>(std::move(resource))};
}

/// A service with a pod, and a proxy that has been told of them.
Discovery settled_mesh() {
    MeshDefaults defaults = make::defaults();
    defaults.push = {.debounce = {.quiet = 100ms, .longest = 1s}, .concurrency = 10};
    Discovery discovery{defaults};
    discovery.learn(change_of(make::service("reviews")));
    discovery.learn(change_of(make::pod("reviews", "v1", "10.0.0.1")));
    discovery.connect({"client", "default", {}});
    CHECK(discovery.all_pushes().size() == 1);
    return discovery;
}

/// The proxies of the pushes that begin.
std::vector<std::string> started(Discovery& discovery) {
    std::vector<std::string> proxies;
    while (const auto push = discovery.start({}))
        proxies.push_back(push->proxy);
    return proxies;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("changes gather, and the proxies that they concern are told when it is quiet") {
    Discovery discovery = settled_mesh();
    discovery.hear(change_of(make::pod("reviews", "v2", "10.0.0.2")), Instant{1s});
    CHECK(discovery.next_look() == Instant{1100ms});
    discovery.hear(change_of(make::pod("reviews", "v3", "10.0.0.3")), Instant{1050ms});
    CHECK_FALSE(discovery.look(Instant{1100ms}));
    CHECK(started(discovery) == Names{});
    CHECK(discovery.look(Instant{1150ms}));
    CHECK(started(discovery) == Names{"client"});
}

TEST_CASE("a change that concerns nobody is pushed to nobody") {
    Discovery discovery = settled_mesh();
    discovery.hear(change_of(make::pod("stranger", "v1", "10.0.0.9")), Instant{1s});
    CHECK_FALSE(discovery.look(Instant{1100ms}));
    CHECK(started(discovery) == Names{});
}

TEST_CASE("a proxy that connects is told what the others were told, not what has gathered since") {
    Discovery discovery = settled_mesh();
    const std::uint64_t version = discovery.plane().version();
    discovery.hear(change_of(make::pod("reviews", "v2", "10.0.0.2")), Instant{1s});
    discovery.connect({"late", "default", {}});
    CHECK(discovery.queue_pushes(Instant{1s}));
    const auto push = discovery.start(Instant{1s});
    REQUIRE(push);
    CHECK(push->proxy == "late");
    CHECK(push->config->version == version);
    CHECK(discovery.look(Instant{1100ms}));
    CHECK(started(discovery) == Names{"client"});
    discovery.done(*push, Instant{1s});
    CHECK(started(discovery) == Names{"late"});
}

TEST_CASE("who starts in place of one that is gone knows what that had heard") {
    Discovery discovery = settled_mesh();
    discovery.hear(change_of(make::pod("reviews", "v2", "10.0.0.2")), Instant{1s});
    discovery.stop(Instant{1s});
    CHECK(discovery.next_look() == never);
    discovery.restart();
    CHECK_FALSE(discovery.queue_pushes(Instant{1s}));
    discovery.connect({"client", "default", {}});
    CHECK(discovery.queue_pushes(Instant{1s}));
    const auto push = discovery.start(Instant{1s});
    REQUIRE(push);
    CHECK(push->config->clusters.begin()->second.endpoints->size() == 2);
}

TEST_CASE("a proxy that has gone is told nothing") {
    Discovery discovery = settled_mesh();
    discovery.connect({"client", "default", {}});
    CHECK(discovery.queue_pushes(Instant{1s}));
    discovery.disconnect("client", Instant{1s});
    CHECK(started(discovery) == Names{});
}

TEST_CASE("what was deleted is learnt as well") {
    Discovery discovery = settled_mesh();
    ObjectChange gone = change_of(make::pod("reviews", "v1", "10.0.0.1"));
    gone.object = nullptr;
    discovery.hear(gone, Instant{1s});
    CHECK(discovery.look(Instant{1100ms}));
    CHECK(started(discovery) == Names{"client"});
}

TEST_CASE("how long proxies waited is known once everyone acts on what it was told") {
    Discovery discovery = settled_mesh();
    ObjectChange change = change_of(make::pod("reviews", "v2", "10.0.0.2"));
    change.at = Instant{900ms};
    discovery.hear(change, Instant{1s});
    CHECK(discovery.look(Instant{1100ms}));
    const auto first = discovery.start(Instant{1130ms});
    REQUIRE(first);
    CHECK_FALSE(discovery.take_times());
    // What changes meanwhile waits since then.
    change = change_of(make::pod("reviews", "v3", "10.0.0.3"));
    change.at = Instant{1140ms};
    discovery.hear(change, Instant{1150ms});
    CHECK(discovery.look(Instant{1250ms}));
    discovery.done(*first, Instant{1300ms});
    discovery.answered(*first, true, Instant{1310ms});
    CHECK_FALSE(discovery.take_times());
    const auto second = discovery.start(Instant{1300ms});
    REQUIRE(second);
    discovery.done(*second, Instant{1320ms});
    CHECK_FALSE(discovery.take_times());
    discovery.answered(*second, true, Instant{1330ms});
    const auto times = discovery.take_times();
    REQUIRE(times);
    CHECK(times->convergence == 410ms);  // Of the first: from 900 ms to 1310 ms.
    CHECK(times->queue == 50ms);         // Of the second: from 1250 ms to 1300 ms.
    CHECK(times->work == 170ms);
    CHECK_FALSE(discovery.take_times());
}

TEST_CASE("a push that waits takes newer news along, and is as late as the oldest") {
    MeshDefaults defaults = make::defaults();
    defaults.push = {.debounce = {.quiet = 100ms, .longest = 1s}, .concurrency = 1};
    Discovery discovery{defaults};
    discovery.learn(change_of(make::service("reviews")));
    discovery.connect({"a", "default", {}});
    discovery.connect({"b", "default", {}});
    CHECK(discovery.all_pushes().size() == 2);
    for (const Instant at : {Instant{1s}, Instant{2s}}) {
        ObjectChange change = change_of(make::pod("reviews", "v1", at == Instant{1s} ? "1" : "2"));
        change.at = at;
        discovery.hear(change, at);
        CHECK(discovery.look(at + 100ms));
        if (at == Instant{1s}) CHECK(discovery.start(at)->proxy == "a");
    }
    discovery.done({.proxy = "a", .config = nullptr}, Instant{3s});
    const auto push = discovery.start(Instant{3s});
    REQUIRE(push);
    CHECK(push->proxy == "b");
    CHECK(push->changed == Instant{1s});
    CHECK(push->queued == Instant{1100ms});
    CHECK(push->config->clusters.begin()->second.endpoints->size() == 2);
}

TEST_CASE("a refused push is over, and counts as no proxy that acts on it") {
    Discovery discovery = settled_mesh();
    discovery.hear_of_all(Instant{1s});
    CHECK(discovery.look(Instant{1100ms}));
    const auto push = discovery.start(Instant{1100ms});
    REQUIRE(push);
    CHECK(push->changed == Instant{1s});
    discovery.done(*push, Instant{1200ms});
    discovery.answered(*push, false, Instant{9s});
    const auto times = discovery.take_times();
    REQUIRE(times);
    CHECK(times->convergence == 0ms);
    CHECK(times->work == 100ms);
}

}  // namespace discovery_test
