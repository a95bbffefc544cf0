#include "mesh/control/push/discovery.hpp"

#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace std::chrono_literals;
using namespace weft::mesh;
using namespace weft::mesh::control;
namespace make = weft::mesh::control::tests;

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
    while (const auto push = discovery.start())
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
    CHECK(discovery.queue_pushes());
    const auto push = discovery.start();
    REQUIRE(push);
    CHECK(push->proxy == "late");
    CHECK(push->config->version == version);
    CHECK(discovery.look(Instant{1100ms}));
    CHECK(started(discovery) == Names{"client"});
    discovery.done("late");
    CHECK(started(discovery) == Names{"late"});
}

TEST_CASE("who starts in place of one that is gone knows what that had heard") {
    Discovery discovery = settled_mesh();
    discovery.hear(change_of(make::pod("reviews", "v2", "10.0.0.2")), Instant{1s});
    discovery.stop();
    CHECK(discovery.next_look() == never);
    discovery.restart();
    CHECK(discovery.queue_pushes());
    CHECK(started(discovery) == Names{"client"});
}

TEST_CASE("a proxy that has gone is told nothing") {
    Discovery discovery = settled_mesh();
    discovery.connect({"client", "default", {}});
    CHECK(discovery.queue_pushes());
    discovery.disconnect("client");
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
