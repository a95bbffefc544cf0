#include "sim/cluster/object_store.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace object_store_test {

using namespace std::chrono_literals;
using namespace weft;
using mesh::control::Pod;
using mesh::control::ResourceKey;
using mesh::control::Service;
using sim::ObjectStore;
using Change = sim::StoreEvent::Change;

namespace {

const mesh::Instant start{};

Pod pod(const std::string& name, bool ready = false) {
    Pod made;
    made.meta.name = name;
    made.ready = ready;
    return made;
}

}  // namespace

TEST_CASE("each change has the next version, whatever it changes") {
    ObjectStore store;
    CHECK(store.version() == 0);
    CHECK(store.put(pod("a"), start) == 1);
    CHECK(store.put(pod("a"), start) == 2);
    CHECK(store.remove({"Pod", "default", "a"}, start) == 3);
    CHECK(store.version() == 3);
}

TEST_CASE("removing what is not there changes nothing") {
    ObjectStore store;
    CHECK(store.remove({"Pod", "default", "a"}, start) == 0);
    CHECK(store.version() == 0);
    CHECK(store.since(0).empty());
}

TEST_CASE("an object is found as it was written last") {
    ObjectStore store;
    store.put(pod("a", false), start);
    store.put(pod("a", true), start);
    const auto* found = store.find({"Pod", "default", "a"});
    REQUIRE(found != nullptr);
    CHECK(std::get<Pod>(*found).ready);
    CHECK(store.find({"Pod", "prod", "a"}) == nullptr);
}

TEST_CASE("a kind is listed by name, without its neighbours") {
    ObjectStore store;
    Service service;
    service.meta.name = "s";
    store.put(service, start);
    store.put(pod("b"), start);
    store.put(pod("a"), start);
    const auto pods = store.list("Pod");
    REQUIRE(pods.size() == 2);
    CHECK(metadata_of(*pods[0]).name == "a");
    CHECK(store.list("Po").empty());
    CHECK(store.list("Service").size() == 1);
}

TEST_CASE("objects of one name are counted over namespaces, each once") {
    ObjectStore store;
    Service shop;
    shop.meta.name = "shop";
    store.put(shop, start);
    store.put(shop, start);
    store.put(pod("shop"), start);
    CHECK(store.named("Service", "shop") == 1);
    shop.meta.ns = "prod";
    store.put(shop, start);
    CHECK(store.named("Service", "shop") == 2);
    CHECK(store.named("Service", "cart") == 0);
    CHECK(store.named("Gateway", "shop") == 0);
    store.remove({"Service", "default", "shop"}, start);
    store.remove({"Service", "default", "shop"}, start);
    CHECK(store.named("Service", "shop") == 1);
    store.remove({"Service", "prod", "shop"}, start);
    CHECK(store.named("Service", "shop") == 0);
}

TEST_CASE("each watcher reads the changes that it has not seen") {
    ObjectStore store;
    store.put(pod("a"), start);
    const std::uint64_t seen = store.version();
    store.put(pod("a", true), start + 1s);
    store.remove({"Pod", "default", "a"}, start + 2s);

    CHECK(store.since(0).size() == 3);
    CHECK(store.since(0)[0].change == Change::added);
    const auto unseen = store.since(seen);
    REQUIRE(unseen.size() == 2);
    CHECK(unseen[0].change == Change::modified);
    CHECK(unseen[0].version == 2);
    CHECK(unseen[0].at == start + 1s);
    CHECK(unseen[1].change == Change::deleted);
    CHECK(unseen[1].key == ResourceKey{"Pod", "default", "a"});
    CHECK(std::get<Pod>(*unseen[1].object).ready);  // As it was when it went.
    CHECK(store.since(store.version()).empty());
}

TEST_CASE("the last change of a kind is known, whether it was written or removed") {
    ObjectStore store;
    CHECK(store.changed("Pod") == 0);
    store.put(pod("a"), start);
    Service service;
    service.meta.name = "a";
    store.put(service, start);
    store.put(pod("a"), start);
    CHECK(store.changed("Service") == 2);
    CHECK(store.changed("Pod") == 3);
    store.remove({"Pod", "default", "b"}, start);
    CHECK(store.changed("Pod") == 3);
    store.remove({"Service", "default", "a"}, start);
    CHECK(store.changed("Service") == 4);
}

TEST_CASE("what is forgotten takes nothing from those who have seen it") {
    ObjectStore store;
    store.put(pod("a"), start);
    store.put(pod("b"), start);
    store.put(pod("c"), start);
    store.forget(2);
    REQUIRE(store.since(2).size() == 1);
    CHECK(store.since(2)[0].version == 3);
    store.forget(1);
    CHECK(store.since(2).size() == 1);
    store.forget(3);
    CHECK(store.since(3).empty());
    CHECK(store.put(pod("d"), start) == 4);
    CHECK(store.since(3).size() == 1);
}

}  // namespace object_store_test
