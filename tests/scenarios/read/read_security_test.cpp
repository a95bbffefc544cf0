// Who callers are, and what certificates live for.
#include "scenarios/read/read_profile.hpp"
#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

namespace weft::tests::read_security_test {
namespace {

using namespace std::chrono_literals;

sim::Caller caller(const std::string& keys) {
    return valid_shop("load: [{id: a, to: web, rate: 1/s" + keys + "}]\n").loads.front().caller;
}

std::string refused_load(const std::string& keys) {
    return shop_refusal("load: [{id: a, to: web, rate: 1/s" + keys + "}]\n");
}

mesh::control::SecurityDefaults security(const std::string& profile) {
    scenarios::Diagnostics diagnostics;
    const auto read = scenarios::read_profile(profile, {}, mesh::built_in_balancers(), diagnostics);
    REQUIRE(read);
    return read->security;
}

}  // namespace

TEST_SUITE("security of a scenario") {
    TEST_CASE("a client is known by its source's name, by another one, or not at all") {
        CHECK(caller("").ns == "default");
        CHECK(caller("").service_account == "ingress");
        CHECK(caller(", from: web").service_account == "web");
        const sim::Caller named = caller(", identity: shop/front");
        CHECK(named.ns == "shop");
        CHECK(named.service_account == "front");
        CHECK(named.has_certificate);
        CHECK_FALSE(caller(", identity: none").has_certificate);
    }

    TEST_CASE("an identity is a namespace and an account") {
        for (const std::string wrong : {"front", "/front", "shop/", "a/b/c"}) {
            CHECK(refused_load(", identity: " + wrong) ==
                  "a.yaml:4:46: error: identity must be NAMESPACE/ACCOUNT, such as shop/web, or "
                  "none");
        }
        CHECK(refused_load(", from: a/b") == "a.yaml:4:42: error: from must be a name");
    }

    TEST_CASE("keys of issuers are there unless the scenario says what fetching them costs") {
        const auto plain = valid_shop("").cluster.keys;
        CHECK_FALSE(plain.is_played);
        CHECK(plain.latency.mean == 100ms);
        const auto own =
            valid_shop("cluster: {keys: {latency: 1s, refresh: 30s, lifetime: 0s}}\n").cluster.keys;
        CHECK(own.is_played);
        CHECK(own.latency.mean == 1s);
        CHECK(own.refresh == 30s);
        CHECK(own.lifetime == 0s);
        CHECK(shop_refusal("cluster: {keys: {refresh: 0s}}\n").find("4:27: error: refresh") !=
              std::string::npos);
        CHECK(security("istio").keys.lifetime == 0s);
        CHECK(security("istio").keys.refresh == 20min);
        CHECK(security("envoy").keys.lifetime == 600s);
    }

    TEST_CASE("certificates live as the mesh has it, unless the scenario says otherwise") {
        const auto plain = valid_shop("").cluster.certificates;
        CHECK_FALSE(plain.lifetime);
        CHECK(plain.age.mean == 0s);
        CHECK(plain.signing.mean == 50ms);
        const auto own =
            valid_shop("cluster: {certificates: {lifetime: 2m, age: 30s, signing: 1s}}\n")
                .cluster.certificates;
        CHECK(own.lifetime == 2min);
        CHECK(own.age.mean == 30s);
        CHECK(own.signing.mean == 1s);
        CHECK(
            valid_shop("cluster: {certificates: {lifetime: 1s}}\n").cluster.certificates.lifetime ==
            1s);
        CHECK(
            shop_refusal("cluster: {certificates: {lifetime: 999ms}}\n").starts_with("a.yaml:4:"));
        CHECK(shop_refusal("cluster: {certificates: {lifetme: 2m}}\n")
                  .ends_with("did you mean 'lifetime'?"));
    }

    TEST_CASE("Istio and Linkerd encrypt by themselves, with certificates of a day") {
        const auto istio = security("istio");
        CHECK(istio.automatic_mutual_tls);
        CHECK(istio.domains.own == "cluster.local");
        CHECK(istio.token_clock_skew == 60s);
        CHECK(istio.authorizer_timeout == 600s);
        CHECK(istio.certificate_lifetime == 24h);
        CHECK(istio.rotation == mesh::RotationSettings{.grace = {500'000},
                                                       .jitter = {10'000},
                                                       .retry = {.base = 500ms, .max = 60s}});
        const auto linkerd = security("linkerd");
        CHECK(linkerd.automatic_mutual_tls);
        CHECK(linkerd.certificate_lifetime == 24h);
        CHECK(linkerd.rotation.grace == mesh::Ratio{300'000});
        for (const std::string plain : {"envoy", "kuma", "kubernetes"})
            CHECK_FALSE(security(plain).automatic_mutual_tls);
    }
}

}  // namespace weft::tests::read_security_test
