#include "mesh/control/push/push_queue.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>

namespace push_queue_test {

using namespace std::chrono_literals;
using weft::mesh::Instant;
using weft::mesh::ProxyConfig;
using weft::mesh::control::PushQueue;

namespace {

std::shared_ptr<const ProxyConfig> version(std::uint64_t number) {
    ProxyConfig config;
    config.version = number;
    return std::make_shared<const ProxyConfig>(std::move(config));
}

/// "cart:3", or "" if nothing starts.
std::string started(PushQueue& queue, Instant now = {}) {
    const auto push = queue.start(now);
    return push ? push->proxy + ":" + std::to_string(push->config->version) : "";
}

}  // namespace

TEST_CASE("proxies are told in the order in which they were added, so many at a time") {
    PushQueue queue{2};
    for (const char* const proxy : {"a", "b", "c"})
        queue.add({proxy, version(1)});
    CHECK(started(queue) == "a:1");
    CHECK(started(queue) == "b:1");
    CHECK(started(queue) == "");
    queue.done("b");
    CHECK(started(queue) == "c:1");
    queue.done("a");
    CHECK(started(queue) == "");
}

TEST_CASE("a proxy that waits is told only the newest, in its old place") {
    PushQueue queue{1};
    queue.add({"a", version(1)});
    queue.add({"b", version(1)});
    queue.add({"a", version(2)});
    CHECK(started(queue) == "a:2");
    queue.done("a");
    CHECK(started(queue) == "b:1");
    queue.done("b");
    CHECK(started(queue) == "");
}

TEST_CASE("a proxy is told one thing at a time: the next waits until that is done") {
    PushQueue queue{5};
    queue.add({"a", version(1)});
    CHECK(started(queue) == "a:1");
    queue.add({"a", version(2)});
    queue.add({"a", version(3)});
    CHECK(started(queue) == "");
    queue.done("a");
    CHECK(started(queue) == "a:3");
}

TEST_CASE("nothing waits for a proxy that is gone, and what goes on still ends") {
    PushQueue queue{1};
    queue.add({"a", version(1)});
    queue.add({"b", version(1)});
    CHECK(started(queue) == "a:1");
    queue.add({"a", version(2)});
    queue.remove("a", {});
    queue.remove("b", {});
    queue.remove("unknown", {});
    queue.done("a");
    CHECK(started(queue) == "");
    queue.add({"b", version(4)});
    CHECK(started(queue) == "b:4");
}

TEST_CASE("a proxy that is gone and comes again waits behind those that stayed") {
    PushQueue queue{2};
    queue.add({"a", version(1)});
    queue.add({"b", version(1)});
    queue.remove("a", {});
    queue.add({"a", version(2)});
    CHECK(started(queue) == "b:1");
    CHECK(started(queue) == "a:2");
    CHECK(started(queue) == "");
}

TEST_CASE("a queue that was cleared begins anew") {
    PushQueue queue{1};
    queue.add({"a", version(1)});
    queue.add({"b", version(1)});
    CHECK(started(queue) == "a:1");
    queue.clear({});
    queue.add({"c", version(1)});
    CHECK(started(queue) == "c:1");
}

TEST_CASE(
    "what those that wait have waited is what came less what went, whatever becomes of them") {
    PushQueue queue{1};
    const auto add = [&](const char* proxy, Instant now) {
        queue.add({.proxy = proxy, .config = version(1), .changed = {}, .queued = now});
    };
    const auto holds = [&](Instant now, std::uint64_t waited) {
        return queue.waited(now) == waited && queue.waited_by_those_there(now) == waited;
    };
    add("a", Instant{10ns});
    add("b", Instant{12ns});
    add("a", Instant{13ns});  // As late as the one that it replaces.
    CHECK(holds(Instant{20ns}, 18));
    CHECK(started(queue, Instant{20ns}) == "a:1");
    CHECK(holds(Instant{20ns}, 8));
    add("a", Instant{21ns});
    CHECK(holds(Instant{30ns}, 27));
    queue.remove("a", Instant{30ns});
    CHECK(holds(Instant{30ns}, 18));
    add("c", Instant{31ns});
    queue.clear(Instant{32ns});
    CHECK(holds(Instant{90ns}, 0));
}

}  // namespace push_queue_test
