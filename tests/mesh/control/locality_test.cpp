#include "mesh/control/locality.hpp"

#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <map>

namespace locality_test {

using namespace weft::mesh;
using namespace weft::mesh::control;

namespace {

using Kind = LocalityPolicy::Kind;
using Mode = LocalityDefaults::Mode;

/// One endpoint for each place.
Endpoints endpoints_at(const std::vector<std::string>& places) {
    Endpoints endpoints;
    for (const std::string& place : places) {
        const auto number = static_cast<std::uint32_t>(endpoints.size());
        endpoints.push_back({.id = EndpointId{number},
                             .address = "10.0.0." + std::to_string(number),
                             .zone = place});
    }
    return endpoints;
}

/// As the caller in this place is told of them; labels are those of the places.
Endpoints arranged(const std::vector<std::string>& places,
                   const LocalityRules& rules,
                   const std::string& own,
                   Kind kind = Kind::failover) {
    return arrange_endpoints(endpoints_at(places), {kind, rules}, {own, with_topology({}, own, {})},
                             [](const Endpoint& e) { return with_topology({}, e.zone, {}); });
}

std::vector<std::uint32_t> priorities(const Endpoints& endpoints) {
    std::vector<std::uint32_t> found;
    for (const Endpoint& endpoint : endpoints)
        found.push_back(endpoint.priority);
    return found;
}

/// By place, of those that are left.
std::map<std::string, std::uint32_t> weights(const Endpoints& endpoints) {
    std::map<std::string, std::uint32_t> found;
    for (const Endpoint& endpoint : endpoints)
        found[endpoint.zone] = endpoint.locality_weight;
    return found;
}

TrafficPolicy policy_of(const LocalityRules& rules, bool detects) {
    TrafficPolicy policy;
    policy.load_balancer.emplace().locality = rules;
    if (detects) policy.outlier_detection.emplace();
    return policy;
}

TrafficPolicy detecting() {
    TrafficPolicy policy;
    policy.outlier_detection.emplace();
    return policy;
}

using Priorities = std::vector<std::uint32_t>;
using Weights = std::map<std::string, std::uint32_t>;

}  // namespace

TEST_CASE("a place has a region, a zone and a subzone; a name alone is a zone") {
    const LocalityName full = parse_locality("eu/a/rack-1");
    CHECK(full.region == "eu");
    CHECK(full.zone == "a");
    CHECK(full.subzone == "rack-1");
    const LocalityName plain = parse_locality("zone-a");
    CHECK(plain.region.empty());
    CHECK(plain.zone == "zone-a");
    CHECK(parse_locality("eu/a").subzone.empty());
}

TEST_CASE("a rule's place holds all that begin so") {
    CHECK(locality_matches("*", "eu/a/rack-1"));
    CHECK(locality_matches("eu", "eu/a/rack-1"));
    CHECK(locality_matches("eu/*", "eu/a"));
    CHECK(locality_matches("eu/a", "eu/a/rack-1"));
    CHECK(locality_matches("eu/a/*", "eu/a/rack-1"));
    CHECK(locality_matches("eu/*/rack-1", "eu/a/rack-1"));
    CHECK_FALSE(locality_matches("eu/a/rack-1", "eu/a"));
    CHECK_FALSE(locality_matches("us/*", "eu/a"));
    CHECK(locality_matches("zone-a", "zone-a"));
    CHECK_FALSE(locality_matches("zone-a", "zone-b"));
}

TEST_CASE("near is the subzone, the zone, the region, then the region that a rule names") {
    const std::vector<LocalityRules::Failover> none;
    CHECK(failover_distance("eu/a/1", "eu/a/1", none) == 0);
    CHECK(failover_distance("eu/a/1", "eu/a/2", none) == 1);
    CHECK(failover_distance("eu/a/1", "eu/b/1", none) == 2);
    CHECK(failover_distance("eu/a/1", "us/a/1", none) == 3);
    CHECK(failover_distance("zone-a", "zone-b", none) == 2);  // Names alone share a region.
    const std::vector<LocalityRules::Failover> to_us{{"eu", "us"}, {"asia", "eu"}};
    CHECK(failover_distance("eu/a", "us/a", to_us) == 3);
    CHECK(failover_distance("eu/a", "asia/a", to_us) == 4);
    CHECK(failover_distance("us/a", "asia/a", to_us) == 3);  // No rule is from here.
}

TEST_CASE("labels that differ early are far") {
    const Labels own{{"a", "1"}, {"b", "2"}};
    CHECK(label_distance(own, own, {"a", "b"}) == 0);
    CHECK(label_distance(own, {{"a", "1"}, {"b", "3"}}, {"a", "b"}) == 1);
    CHECK(label_distance(own, {{"a", "3"}, {"b", "2"}}, {"a", "b"}) == 2);
    CHECK(label_distance(own, own, {"c"}) == 0);  // Both lack it.
    CHECK(label_distance(own, {{"a", "9"}}, {"a=9"}) == 0);
    CHECK(label_distance(own, own, {"a=9"}) == 1);
}

TEST_CASE("failover gives priorities without gaps") {
    const std::vector<std::string> places{"us/c", "eu/b", "eu/a", "eu/a"};
    CHECK(priorities(arranged(places, {}, "eu/a")) == Priorities{2, 1, 0, 0});
    CHECK(priorities(arranged(places, {}, "eu/z")) == Priorities{1, 0, 0, 0});
    CHECK(priorities(arranged(places, {}, "asia/a")) == Priorities{0, 0, 0, 0});
    const LocalityRules to_us{.failover = {{"eu", "us"}}};
    CHECK(priorities(arranged({"asia/a", "us/c", "eu/a"}, to_us, "eu/a")) == Priorities{2, 1, 0});
}

TEST_CASE("failover by labels comes before failover by region") {
    const std::string region = "topology.kubernetes.io/region";
    const std::vector<std::string> places{"us/a", "eu/b", "eu/a"};
    CHECK(priorities(arranged(places, {.failover_priority = {region}}, "eu/a")) ==
          Priorities{1, 0, 0});
    const LocalityRules both{.failover = {{"eu", "us"}}, .failover_priority = {region}};
    CHECK(priorities(arranged(places, both, "eu/a")) == Priorities{2, 1, 0});
    const LocalityRules by_zone{.failover = {{"eu", "us"}},
                                .failover_priority = {"topology.kubernetes.io/zone"}};
    CHECK(priorities(arranged(places, by_zone, "eu/a")) == Priorities{1, 2, 0});
}

TEST_CASE("localities of explicit failover weigh as much as they hold") {
    const std::vector<std::string> places{"eu/a", "us/a", "us/b", "us/b"};
    const LocalityRules to_us{.failover = {{"eu", "us"}}};
    CHECK(LocalityPolicy{Kind::failover, to_us}.is_weighted());
    CHECK(weights(arranged(places, to_us, "eu/a")) ==
          Weights{{"eu/a", 1}, {"us/a", 1}, {"us/b", 2}});
    CHECK_FALSE(LocalityPolicy{Kind::failover, {}}.is_weighted());
    CHECK(weights(arranged(places, {}, "eu/a")) == Weights{{"eu/a", 0}, {"us/a", 0}, {"us/b", 0}});
}

TEST_CASE("a distribution leaves out what it does not name, and splits a share by size") {
    const std::vector<std::string> places{"eu/a", "eu/b", "us/a", "us/b", "us/b", "asia/a"};
    const LocalityRules rules{.distribute = {{"eu/a", {{"eu/a", 80}, {"us/*", 20}}}}};
    const Endpoints told = arranged(places, rules, "eu/a", Kind::distribute);
    CHECK(priorities(told) == Priorities{0, 0, 0, 0});
    // 20 for three hosts: 6.67 and 13.33, rounded up.
    CHECK(weights(told) == Weights{{"eu/a", 80}, {"us/a", 7}, {"us/b", 14}});
}

TEST_CASE("whose place no distribution names gets every locality by its size") {
    const LocalityRules rules{.distribute = {{"eu/a", {{"eu/a", 100}}}}};
    CHECK(weights(arranged({"eu/a", "us/a", "us/a"}, rules, "us/a", Kind::distribute)) ==
          Weights{{"eu/a", 1}, {"us/a", 2}});
}

TEST_CASE("failover acts where outliers are detected, a distribution always") {
    const auto any = TrafficDistribution::any;
    const LocalityDefaults mesh{.mode = Mode::failover};
    const LocalityRules shares{.distribute = {{"*", {{"*", 100}}}}};
    CHECK(locality_policy({}, any, mesh).kind == Kind::none);
    CHECK(locality_policy(detecting(), any, mesh).kind == Kind::failover);
    CHECK(locality_policy(detecting(), any, {}).kind == Kind::none);
    CHECK(locality_policy(policy_of({}, false), any, mesh).kind == Kind::none);
    CHECK(locality_policy(policy_of({}, true), any, {}).kind == Kind::failover);
    CHECK(locality_policy(policy_of({.enabled = false}, true), any, mesh).kind == Kind::none);
    CHECK(locality_policy(policy_of(shares, false), any, mesh).kind == Kind::distribute);
    CHECK(locality_policy({}, any, {.mode = Mode::zone_aware}).kind == Kind::zone_aware);
}

TEST_CASE("a Service that prefers what is near fails over by itself, unless a rule speaks") {
    const auto near = locality_policy({}, TrafficDistribution::same_zone, {});
    CHECK(near.kind == Kind::failover);
    CHECK(near.rules.failover_priority.size() == 3);
    CHECK(locality_policy({}, TrafficDistribution::same_node, {}).rules.failover_priority.back() ==
          "kubernetes.io/hostname");
    CHECK(locality_policy(policy_of({}, false), TrafficDistribution::same_zone, {}).kind ==
          Kind::none);
}

TEST_CASE("only what a policy looks at decides") {
    CHECK(deciding_labels({}).empty());
    CHECK(deciding_labels({Kind::zone_aware, {}}).size() == 3);
    CHECK(deciding_labels({Kind::failover, {.failover_priority = {"a", "b=1"}}}) ==
          std::vector<std::string>{"a"});
}

}  // namespace locality_test
