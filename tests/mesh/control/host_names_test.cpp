#include "mesh/control/host_names.hpp"

#include <doctest/doctest.h>

#include <optional>

namespace host_names_test {

using namespace weft::mesh::control;

TEST_CASE("only a name without a dot is completed") {
    CHECK(resolve_host("reviews", "prod") == "reviews.prod.svc.cluster.local");
    CHECK(resolve_host("reviews.prod", "default") == "reviews.prod");
    CHECK(resolve_host("API.Example.com", "default") == "api.example.com");
    CHECK(resolve_host("*", "default") == "*");
}

TEST_CASE("an app may call a Service by four names, and by no other") {
    using Meant = std::optional<ServiceName>;
    CHECK(service_meant("cart", "shop") == Meant{{"cart", "shop"}});
    CHECK(service_meant("cart.prod", "shop") == Meant{{"cart", "prod"}});
    CHECK(service_meant("cart.prod.svc", "shop") == Meant{{"cart", "prod"}});
    CHECK(service_meant("cart.prod.svc.cluster.local", "shop") == Meant{{"cart", "prod"}});
    CHECK(service_meant("cart.prod.svc.cluster", "shop") == Meant{});
    CHECK(service_meant("api.example.com", "shop") == Meant{});
}

TEST_CASE("a wildcard stands for at least one character") {
    CHECK(wildcard_covers("*.example.com", "api.example.com"));
    CHECK_FALSE(wildcard_covers("*.example.com", "example.com"));
    CHECK_FALSE(wildcard_covers("*.example.com", ".example.com"));
    CHECK_FALSE(wildcard_covers("api.example.com", "api.example.com"));
}

TEST_CASE("the exact name counts before wildcards, and of those the longest") {
    ByHost<int> by_host;
    CHECK(by_host.add("*.com", 1));
    CHECK(by_host.add("*.example.com", 2));
    CHECK(by_host.add("api.example.com", 3));
    CHECK(*by_host.find("api.example.com") == 3);
    CHECK(*by_host.find("www.example.com") == 2);
    CHECK(*by_host.find("other.com") == 1);
    CHECK(by_host.find("other.org") == nullptr);
}

TEST_CASE("the first to take a name keeps it") {
    ByHost<int> by_host;
    CHECK(by_host.add("*.com", 1));
    CHECK_FALSE(by_host.add("*.com", 2));
    CHECK(*by_host.find("a.com") == 1);
}

}  // namespace host_names_test
