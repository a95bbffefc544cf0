#include "mesh/security/identity.hpp"

#include <doctest/doctest.h>

namespace identity_test {

using namespace weft::mesh;

namespace {

using Principals = std::vector<std::string>;

const TrustDomains domains{.own = "td2", .aliases = {"td1", "old-td"}};

}  // namespace

TEST_SUITE("identity") {
    TEST_CASE("an identity is made of trust domain, namespace and service account") {
        const Identity cart{"cluster.local", "shop", "cart"};
        CHECK(cart.text() == "spiffe://cluster.local/ns/shop/sa/cart");
        CHECK(cart.principal() == "cluster.local/ns/shop/sa/cart");
        CHECK(cart.trust_domain() == "cluster.local");
        CHECK(cart.ns() == "shop");
        CHECK(cart.service_account() == "cart");
    }

    TEST_CASE("its text reads back as the same") {
        const Identity cart{"td1", "a-b", "c.d"};
        CHECK(parse_identity(cart.text()) == cart);
        CHECK(parse_identity("spiffe://td1/ns/x/sa/y").value().ns() == "x");
        for (const std::string_view text :
             {"", "td1/ns/x/sa/y", "http://td1/ns/x/sa/y", "spiffe:///ns/x/sa/y",
              "spiffe://td1/ns//sa/y", "spiffe://td1/ns/x/sa/", "spiffe://td1/ns/x/sa/y/z",
              "spiffe://td1/sa/y/ns/x", "spiffe://td1/a/ns/x/sa/y", "spiffe://td1/ns/x"}) {
            CAPTURE(text);
            CHECK_FALSE(parse_identity(text));
        }
    }

    TEST_CASE("the mesh's trust domains are one, others are not") {
        const Identity cart{"td1", "shop", "cart"};
        CHECK(is_same_workload(cart, {"td2", "shop", "cart"}, domains));
        CHECK(is_same_workload(cart, {"old-td", "shop", "cart"}, domains));
        CHECK_FALSE(is_same_workload(cart, {"td3", "shop", "cart"}, domains));
        CHECK_FALSE(is_same_workload(cart, {"td1", "shop", "web"}, domains));
        CHECK_FALSE(is_same_workload(cart, {"td1", "prod", "cart"}, domains));
        const Identity foreign{"td3", "shop", "cart"};
        CHECK(is_same_workload(foreign, foreign, domains));
    }

    TEST_CASE("a server answers for a service only under one of its identities") {
        const std::vector<Identity> expected{{"td1", "shop", "cart"}, {"td1", "shop", "cart-v2"}};
        CHECK(may_serve({"td2", "shop", "cart-v2"}, expected, domains));
        CHECK_FALSE(may_serve({"td2", "shop", "web"}, expected, domains));
        CHECK(may_serve({"td2", "shop", "web"}, {}, domains));
    }

    TEST_CASE("a principal of the mesh counts in each of its trust domains") {
        CHECK(with_aliases("td1/ns/a/sa/b", domains) ==
              Principals{"td2/ns/a/sa/b", "td1/ns/a/sa/b", "old-td/ns/a/sa/b"});
        CHECK(with_aliases("cluster.local/ns/a/sa/b", domains).size() == 3);
        CHECK(with_aliases("cluster.local/ns/*/sa/b", {.own = "td"}) == Principals{"td/ns/*/sa/b"});
        CHECK(with_aliases("td1/ns/a/sa/*", {.own = "td1"}) == Principals{"td1/ns/a/sa/*"});
    }

    TEST_CASE("a principal of any or of a foreign trust domain stays as it is") {
        for (const std::string text :
             {"*/ns/a/sa/b", "td3/ns/a/sa/b", "*", "td1/ns/a/*", "*/sa/b", "sa/b"}) {
            CAPTURE(text);
            CHECK(with_aliases(text, domains) == Principals{text});
        }
    }

    TEST_CASE("a star that covers trust domains is not written out for them") {
        CHECK(with_aliases("*-td/ns/a/sa/b", {.own = "new-td", .aliases = {"old-td", "td1"}}) ==
              Principals{"*-td/ns/a/sa/b", "td1/ns/a/sa/b"});
    }
}

}  // namespace identity_test
