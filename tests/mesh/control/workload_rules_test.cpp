#include "mesh/control/workload_rules.hpp"

#include "mesh/control/control_plane.hpp"
#include "mesh/control/translate.hpp"
#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace workload_rules_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
using weft::mesh::control::Resource;
namespace make = weft::mesh::control::samples;

namespace {

using Mode = MutualTlsMode;

PeerAuthentication peers(Mode mode, const Labels& selector = {}) {
    PeerAuthentication policy;
    policy.meta.name = selector.empty() ? "all" : "own";
    policy.selector = selector;
    policy.mode = mode;
    return policy;
}

AuthorizationPolicy deny_all(const Labels& selector) {
    AuthorizationPolicy policy;
    policy.meta.name = "deny";
    policy.selector = selector;
    policy.action = AccessAction::deny;
    policy.rules.emplace_back();
    return policy;
}

const Labels cart{{"app", "cart"}, {"version", "v1"}};

ProxyIdentity proxy_of(const Pod& pod) {
    return {
        .name = pod.meta.name + "." + pod.meta.ns, .ns = pod.meta.ns, .labels = pod.meta.labels};
}

WorkloadRules rules_of_cart(const std::vector<weft::mesh::control::Resource>& resources,
                            const std::vector<ContainerPort>& ports = {}) {
    Registry registry;
    for (const auto& resource : resources)
        registry.apply(resource);
    return workload_rules(
        Catalogue{registry},
        {.name = "cart-0.default", .ns = "default", .labels = cart, .ports = ports});
}

/// A cart and a shop with a pod each, and their proxies.
ControlPlane mesh_of_two(const weft::mesh::control::Resource& policy) {
    ControlPlane plane{make::defaults()};
    plane.apply(policy);
    for (const std::string app : {"cart", "shop"}) {
        const Pod pod = make::pod(app, "v1", app == "cart" ? "10.0.0.1" : "10.0.0.2");
        plane.apply(make::service(app));
        plane.apply(pod);
        plane.connect(proxy_of(pod));
    }
    return plane;
}

}  // namespace

TEST_SUITE("what is asked of callers") {
    TEST_CASE("without a policy nothing is") {
        CHECK(rules_of_cart({make::service("cart")}).ask_nothing());
        CHECK(rules_of_cart({deny_all({{"app", "shop"}})}).ask_nothing());
    }

    TEST_CASE("the mode is that of the nearest level, and ports that say the same are not apart") {
        auto own = peers(Mode::unset, {{"app", "cart"}});
        own.ports = {{9080, Mode::strict}, {9090, Mode::disable}};
        const WorkloadRules rules = rules_of_cart({peers(Mode::strict), own});
        CHECK(rules.mode == Mode::strict);
        CHECK(rules.port_modes == std::map<std::uint16_t, Mode>{{9090, Mode::disable}});
    }

    TEST_CASE("ports that Services declare to speak no HTTP are streams, by number or name") {
        const std::vector<ServicePort> ports{make::port(80, "http-web", "9080"),
                                             make::port(6379, "redis"),
                                             make::port(1234, "tcp-db", "db")};
        const WorkloadRules rules =
            rules_of_cart({make::service("cart", "default", ports), deny_all({})},
                          {{.name = "db", .port = 3306}});
        CHECK(rules.stream_ports == std::vector<std::uint16_t>{3306, 6379});
    }

    TEST_CASE("a gateway obeys no PeerAuthentication, and all else") {
        Registry registry;
        auto own = peers(Mode::strict, cart);
        own.ports = {{9080, Mode::strict}};
        registry.apply(peers(Mode::strict));
        registry.apply(own);
        registry.apply(deny_all({}));
        const WorkloadRules rules =
            workload_rules(Catalogue{registry}, {.name = "front.default",
                                                 .ns = "default",
                                                 .labels = cart,
                                                 .kind = ProxyIdentity::Kind::gateway});
        CHECK(rules.mode == Mode::permissive);
        CHECK(rules.port_modes.empty());
        CHECK(rules.access.size() == 1);
    }

    TEST_CASE("hosts that nobody declared are sent no TLS") {
        MeshDefaults defaults = make::defaults();
        defaults.security.automatic_mutual_tls = true;
        defaults.unknown_hosts = UnknownHosts::pass;
        ControlPlane plane{defaults};
        plane.connect({.name = "web.default", .ns = "default", .labels = {}});
        const auto config = plane.pushes().front().config;
        REQUIRE(config->clusters.size() == 1);
        const ClusterConfig& cluster = *config->clusters.begin()->second.config;
        CHECK(cluster.name == passthrough_cluster);
        CHECK(cluster.tls == ClientTls::disable);
    }

    TEST_CASE(
        "who takes tokens is told whose keys are missing, and is pushed it when that changes") {
        RequestAuthentication policy;
        policy.meta.name = "tokens";
        policy.selector = {{"app", "cart"}};
        policy.rules = {{.issuer = "idp", .keys_uri = "https://idp/keys"}, {.issuer = "other"}};
        auto plane = mesh_of_two(policy);
        auto pushes = plane.pushes();
        REQUIRE(pushes.size() == 2);
        CHECK(pushes[0].config->security->rules().missing_keys.empty());
        plane.miss_keys({"https://idp/keys", "other", "somewhere"});
        pushes = plane.pushes();
        REQUIRE(pushes.size() == 1);
        CHECK(pushes[0].config->security->rules().missing_keys ==
              std::vector<std::string>{"https://idp/keys", "other"});
        plane.miss_keys({"https://idp/keys", "other", "somewhere"});
        CHECK(plane.pushes().empty());
        plane.miss_keys({});
        CHECK(plane.pushes().size() == 1);
    }

    TEST_CASE("proxies are told apart by what is asked of their callers alone") {
        auto plane = mesh_of_two(deny_all({{"app", "cart"}}));
        auto pushes = plane.pushes();
        REQUIRE(pushes.size() == 2);
        CHECK(pushes[0].config->security != nullptr);
        CHECK(pushes[1].config->security == nullptr);
        CHECK(pushes[0].config != pushes[1].config);
        auto everybody = mesh_of_two(deny_all({}));
        pushes = everybody.pushes();
        CHECK(pushes[0].config == pushes[1].config);
    }

    TEST_CASE("a policy that is applied, or taken away, is pushed to those whom it is for") {
        auto plane = mesh_of_two(deny_all({{"app", "cart"}}));
        static_cast<void>(plane.pushes());
        plane.apply(deny_all({{"app", "shop"}}));
        const auto pushes = plane.pushes();
        REQUIRE(pushes.size() == 2);
        CHECK(pushes[0].config->security == nullptr);
        CHECK(pushes[1].config->security != nullptr);
        plane.remove({"AuthorizationPolicy", "default", "deny"});
        REQUIRE(plane.pushes().size() == 1);
        CHECK(plane.pushes().empty());
    }

    TEST_CASE("callers are told which pods take no mutual TLS") {
        auto plane = mesh_of_two(peers(Mode::disable, {{"app", "cart"}}));
        const auto config = plane.pushes().front().config;
        for (const auto& [id, entry] : config->clusters) {
            const bool is_cart = entry.config->name.find("cart") != std::string::npos;
            CHECK(entry.endpoints->front().takes_mutual_tls != is_cart);
        }
    }

    TEST_CASE("what callers send is the rule's, else the mesh's, but for hosts outside") {
        MeshDefaults defaults = make::defaults();
        defaults.security.automatic_mutual_tls = true;
        ControlPlane plane{defaults};
        plane.apply(make::service("cart"));
        plane.apply(make::service("shop"));
        DestinationRule rule = make::destination_rule("shop");
        rule.policy.emplace().tls = ClientTls::disable;
        plane.apply(rule);
        ServiceEntry entry;
        entry.meta.name = "bank";
        entry.hosts = {"bank.example.com"};
        entry.ports = {make::port(443)};
        entry.resolution = ServiceEntry::Resolution::dns;
        plane.apply(entry);
        plane.connect({.name = "web.default", .ns = "default", .labels = {}});
        const auto config = plane.pushes().front().config;
        for (const auto& [id, cluster] : config->clusters) {
            const bool is_cart = cluster.config->name.find("cart") != std::string::npos;
            const bool is_shop = cluster.config->name.find("shop") != std::string::npos;
            CHECK(cluster.config->tls == (is_cart ? ClientTls::istio_mutual : ClientTls::disable));
            CHECK(cluster.config->tls_by_rule == is_shop);
        }
    }
}

}  // namespace workload_rules_test
