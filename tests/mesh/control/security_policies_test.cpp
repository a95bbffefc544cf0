#include "mesh/control/security_policies.hpp"

#include <doctest/doctest.h>

namespace security_policies_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
using weft::mesh::control::Resource;

namespace {

using Mode = MutualTlsMode;

const Labels cart{{"app", "cart"}, {"version", "v1"}};

template <class Policy>
Policy named(const std::string& ns, const std::string& name, const Labels& selector = {}) {
    Policy policy;
    policy.meta = {.name = name, .ns = ns, .labels = {}, .annotations = {}};
    policy.selector = selector;
    return policy;
}

PeerAuthentication peers(const std::string& ns,
                         const std::string& name,
                         Mode mode,
                         const Labels& selector = {}) {
    auto policy = named<PeerAuthentication>(ns, name, selector);
    policy.mode = mode;
    return policy;
}

SecurityPolicies policies(const std::vector<Resource>& resources) {
    Registry registry;
    for (const Resource& resource : resources)
        registry.apply(resource);
    return {registry, "istio-system"};
}

/// Of port 9080 of the cart in namespace shop.
ServerModes modes(const std::vector<Resource>& resources) {
    return policies(resources).server_modes("shop", cart, 9080);
}

/// Names of the access policies of the cart in namespace shop.
std::vector<std::string> access(const std::vector<Resource>& resources) {
    std::vector<std::string> names;
    for (const AccessPolicy& policy : policies(resources).access_policies("shop", cart))
        names.push_back(policy.ns + "/" + policy.name);
    return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_SUITE("security policies of a workload") {
    TEST_CASE("modes are of the mesh, a namespace, a workload and a port") {
        auto own = peers("shop", "own", Mode::permissive, {{"app", "cart"}});
        own.ports[9080] = Mode::disable;
        const std::vector<Resource> all{peers("istio-system", "mesh", Mode::strict),
                                        peers("shop", "ns", Mode::unset), own};
        CHECK(modes(all) == ServerModes{.port = Mode::disable,
                                        .workload = Mode::permissive,
                                        .mesh = Mode::strict});
        CHECK(policies(all).server_modes("shop", cart, 9081).port == Mode::unset);
        CHECK(policies(all).server_modes("shop", {{"app", "web"}}, 9080) ==
              ServerModes{.mesh = Mode::strict});
        CHECK(policies(all).server_modes("prod", cart, 9080) == ServerModes{.mesh = Mode::strict});
    }

    TEST_CASE("of each level the oldest counts") {
        CHECK(modes({peers("shop", "b", Mode::strict), peers("shop", "a", Mode::disable)}).ns ==
              Mode::strict);
        CHECK(modes({peers("shop", "b", Mode::disable, {{"app", "cart"}}),
                     peers("shop", "a", Mode::strict, cart)})
                  .workload == Mode::disable);
        CHECK(modes({peers("istio-system", "b", Mode::strict),
                     peers("istio-system", "a", Mode::disable)})
                  .mesh == Mode::strict);
    }

    TEST_CASE("ports of a workload's older policy count, not those of a younger") {
        auto younger = peers("shop", "a", Mode::strict, cart);
        younger.ports[9080] = Mode::disable;
        CHECK(modes({peers("shop", "b", Mode::strict, cart), younger}).port == Mode::unset);
    }

    TEST_CASE("a selector in the root namespace selects nobody") {
        const std::vector<Resource> all{peers("istio-system", "a", Mode::strict, cart)};
        CHECK(modes(all) == ServerModes{});
        CHECK(policies(all).server_modes("istio-system", cart, 9080) == ServerModes{});
    }

    TEST_CASE("in the root namespace the mesh's mode is not the namespace's, too") {
        const auto root = policies({peers("istio-system", "a", Mode::strict)});
        CHECK(root.server_modes("istio-system", cart, 9080) == ServerModes{.mesh = Mode::strict});
    }

    TEST_CASE("access policies are of the namespace or the root, and for those they select") {
        using Policy = AuthorizationPolicy;
        CHECK(access({named<Policy>("shop", "b"), named<Policy>("shop", "a", {{"app", "cart"}}),
                      named<Policy>("shop", "web", {{"app", "web"}}), named<Policy>("prod", "c"),
                      named<Policy>("istio-system", "root"),
                      named<Policy>("istio-system", "root-cart", cart)}) ==
              Names{"istio-system/root", "istio-system/root-cart", "shop/b", "shop/a"});
        const auto root = policies({named<Policy>("istio-system", "root")});
        CHECK(root.access_policies("istio-system", cart).size() == 1);
    }

    TEST_CASE("a policy may be for gateways of its namespace, by name") {
        auto front = named<AuthorizationPolicy>("shop", "front");
        front.has_targets = true;
        front.gateways = {"side", "front"};
        const Labels gateway{{std::string{gateway_name_label}, "front"}};
        CHECK(policies({front}).access_policies("shop", gateway).size() == 1);
        CHECK(policies({front}).access_policies("prod", gateway).empty());
        CHECK(policies({front}).access_policies("shop", cart).empty());
        front.gateways = {"side"};
        CHECK(policies({front}).access_policies("shop", gateway).empty());
        front.meta.ns = "istio-system";
        front.gateways = {"front"};
        CHECK(policies({front}).access_policies("shop", gateway).empty());
    }

    TEST_CASE("dry runs and policies for gateways are for no sidecar") {
        auto dry = named<AuthorizationPolicy>("shop", "dry");
        dry.is_dry_run = true;
        auto targets = named<AuthorizationPolicy>("shop", "targets");
        targets.has_targets = true;
        CHECK(access({dry, targets}).empty());
    }

    TEST_CASE("an access policy keeps what it says") {
        auto policy = named<AuthorizationPolicy>("shop", "a");
        policy.action = AccessAction::custom;
        policy.provider = "opa";
        policy.rules.push_back({.when = {{"source.ip", {{"10.0.0.1"}, {}}}}});
        CHECK(policies({policy}).access_policies("shop", {}).at(0) ==
              AccessPolicy{.ns = "shop",
                           .name = "a",
                           .action = AccessAction::custom,
                           .provider = "opa",
                           .rules = policy.rules});
    }

    TEST_CASE("rules for tokens of all policies add up") {
        auto root = named<RequestAuthentication>("istio-system", "root");
        root.rules = {{.issuer = "a"}};
        auto own = named<RequestAuthentication>("shop", "own", cart);
        own.rules = {{.issuer = "b"}, {.issuer = "c"}};
        auto other = named<RequestAuthentication>("shop", "web", {{"app", "web"}});
        other.rules = {{.issuer = "d"}};
        Names issuers;
        for (const TokenRule& rule : policies({own, other, root}).token_rules("shop", cart))
            issuers.push_back(rule.issuer);
        CHECK(issuers == Names{"a", "b", "c"});
    }
}

}  // namespace security_policies_test
