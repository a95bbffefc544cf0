#include "tests/mesh/control/routes_view.hpp"

#include <doctest/doctest.h>

namespace translate_routes_names_test {

using namespace weft::mesh;
using namespace weft::mesh::control;
using namespace weft::mesh::control::samples;
namespace make = weft::mesh::control::samples;

TEST_CASE("a service is called by each of its names, the short one only in its namespace") {
    Registry registry;
    registry.apply(make::service("reviews"));
    const View near{registry};
    for (const char* name : {"reviews", "reviews:9080", "reviews.default", "reviews.default:9080",
                             "reviews.default.svc", "reviews.default.svc.cluster.local:9080"}) {
        CAPTURE(name);
        CHECK(near.cluster(name) == reviews);
    }
    CHECK(near.routes("reviews:9081").empty());
    CHECK(near.routes("ratings").empty());

    const View far{registry, "prod"};
    CHECK(far.routes("reviews").empty());
    CHECK(far.cluster("reviews.default") == reviews);
}

TEST_CASE("an authority without a port means port 80 if there is one, else the first") {
    Registry registry;
    registry.apply(make::service("web", "default", {make::port(8080), make::port(80)}));
    registry.apply(make::service("api", "default", {make::port(8081), make::port(8080)}));
    const View view{registry};
    CHECK(view.cluster("web") == "outbound|80||web.default.svc.cluster.local");
    CHECK(view.cluster("web:8080") == "outbound|8080||web.default.svc.cluster.local");
    CHECK(view.cluster("api") == "outbound|8081||api.default.svc.cluster.local");
}

TEST_CASE("hosts of ServiceEntries and of VirtualServices alone can be called") {
    Registry registry;
    ServiceEntry entry;
    entry.meta.name = "partners";
    entry.hosts = {"*.Example.com"};
    entry.ports = {make::port(443), make::port(80)};
    registry.apply(entry);
    registry.apply(make::service("reviews"));
    registry.apply(make::virtual_service("shop.test", {make::to("reviews")}));
    const View view{registry};
    CHECK(view.cluster("api.example.com") == "outbound|80||*.example.com");
    CHECK(view.cluster("api.example.com:443") == "outbound|443||*.example.com");
    CHECK(view.cluster("shop.test") == reviews);
    CHECK(view.cluster("shop.test:9080") == reviews);
    CHECK(view.routes("shop.test:1").empty());
}

TEST_CASE("a ServiceEntry's host without a dot is called so, and no rule can name it") {
    Registry registry;
    ServiceEntry entry;
    entry.meta.name = "store";
    entry.hosts = {"DB"};
    entry.ports = {make::port(80)};
    registry.apply(entry);
    registry.apply(make::service("reviews"));
    registry.apply(make::virtual_service("db", {make::to("reviews")}));
    const View view{registry};
    CHECK(view.cluster("db") == "outbound|80||db");
    CHECK(view.cluster("db.default.svc.cluster.local") == reviews);
}

TEST_CASE("a wildcard VirtualService rules the services that no other one names") {
    Registry registry;
    registry.apply(make::service("reviews"));
    registry.apply(make::service("ratings"));
    registry.apply(make::virtual_service("*.default.svc.cluster.local", {make::to("reviews")}));
    registry.apply(make::virtual_service("ratings", {make::to("ratings", "v1")}));
    const View view{registry};
    CHECK(view.cluster("reviews") == reviews);
    CHECK(view.cluster("ratings") == "outbound|9080|v1|ratings.default.svc.cluster.local");
    CHECK(view.routes("unknown.default.svc.cluster.local").empty());
}

TEST_CASE("two objects that claim one host do not break the table") {
    Registry registry;
    registry.apply(make::service("reviews"));
    ServiceEntry entry;
    entry.meta.name = "copy";
    entry.hosts = {"reviews.default.svc.cluster.local", "reviews.default"};
    entry.ports = {make::port(9080)};
    registry.apply(entry);
    registry.apply(make::service("Reviews"));
    CHECK(View{registry}.cluster("reviews.default") == reviews);
}

TEST_CASE("an ExternalName that leads into the mesh is another name of the host, with its rules") {
    Registry registry;
    registry.apply(make::service("reviews"));
    Service old = make::service("old-reviews", "legacy", {});
    old.external_name = "Reviews.default.svc.cluster.local";
    registry.apply(old);
    Service older = make::service("older-reviews", "default", {});
    older.external_name = "old-reviews.legacy.svc.cluster.local";
    registry.apply(older);
    registry.apply(make::virtual_service("reviews", {make::to("reviews", "v1")}));
    const View view{registry};
    CHECK(view.cluster("old-reviews.legacy") == reviews_v1);
    CHECK(view.cluster("old-reviews.legacy.svc.cluster.local:9080") == reviews_v1);
    CHECK(view.cluster("older-reviews") == reviews_v1);
    CHECK(view.routes("old-reviews").empty());
}

TEST_CASE("a rule that sends to an ExternalName sends to the host that it leads to") {
    Registry registry;
    registry.apply(make::service("web"));
    registry.apply(make::service("reviews"));
    Service old = make::service("old-reviews", "default", {});
    old.external_name = "reviews.default.svc.cluster.local";
    registry.apply(old);
    registry.apply(make::virtual_service("web", {make::to("old-reviews")}));
    CHECK(View{registry}.cluster("web") == reviews);
}

TEST_CASE("an ExternalName that leads outside is a host of its own, at 80 if it names no port") {
    Registry registry;
    Service bank = make::service("bank", "default", {});
    bank.external_name = "bank.example.com";
    registry.apply(bank);
    Service loop = make::service("loop", "default", {});
    loop.external_name = "loop.default.svc.cluster.local";
    registry.apply(loop);
    const View view{registry};
    CHECK(view.cluster("bank") == "outbound|80||bank.default.svc.cluster.local");
    CHECK(view.cluster("loop") == "outbound|80||loop.default.svc.cluster.local");
}

}  // namespace translate_routes_names_test
