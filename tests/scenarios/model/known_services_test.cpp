#include "scenarios/model/known_services.hpp"

#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

namespace known_services_test {

using namespace weft::scenarios;

namespace {

const std::string shop = R"(
apiVersion: v1
kind: Service
metadata: {name: old-cart, namespace: legacy}
spec: {type: ExternalName, externalName: cart.default.svc.cluster.local}
---
apiVersion: v1
kind: Service
metadata: {name: bank}
spec: {type: ExternalName, externalName: bank.example.com}
---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{port: 9080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart-v1}
spec:
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart}}, spec: {containers: []}}
)";

}  // namespace

TEST_SUITE("known services") {
    TEST_CASE("a service is found by each of its names, with its ports and apps") {
        const auto reading = samples::read(shop);
        const KnownServices known{reading.resources};
        for (const char* const name :
             {"cart", "cart.default", "cart.default.svc", "cart.default.svc.cluster.local"}) {
            CAPTURE(name);
            const auto* const cart = known.find(name);
            REQUIRE(cart != nullptr);
            CHECK(cart->ports == std::vector<std::uint16_t>{9080});
            CHECK(cart->apps == std::set<std::string>{"cart"});
        }
        CHECK(known.find("cart.legacy") == nullptr);
    }

    TEST_CASE("an ExternalName that leads to a service has the ports and apps of that service") {
        const auto reading = samples::read(shop);
        const KnownServices known{reading.resources};
        const auto* const old = known.find("old-cart.legacy");
        REQUIRE(old != nullptr);
        CHECK(old->ports == std::vector<std::uint16_t>{9080});
        CHECK(old->apps == std::set<std::string>{"cart"});
    }

    TEST_CASE("one that leads outside has no apps") {
        const auto reading = samples::read(shop);
        const KnownServices known{reading.resources};
        const auto* const bank = known.find("bank");
        REQUIRE(bank != nullptr);
        CHECK(bank->ports == std::vector<std::uint16_t>{80});
        CHECK(bank->apps.empty());
    }
}

}  // namespace known_services_test
