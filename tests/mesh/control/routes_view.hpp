#pragma once

#include "mesh/control/translate_routes.hpp"
#include "tests/mesh/control/objects.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::mesh::control::samples {

/// A mesh as one proxy sees it.
struct View {
    View(Registry& of, const std::string& ns = "default", Labels labels = {})
        : registry(of),
          table(std::make_shared<const RouteTable>(translate_routes(
                    Catalogue{of}, defaults(), ProxyIdentity{"client", ns, std::move(labels)}, of)),
                short_names(Catalogue{of}, ns)) {}

    /// The rules of an authority; none if nobody knows it.
    std::vector<Route> routes(std::string_view authority) const {
        const VirtualHost* host = table.find_host(authority);
        return host == nullptr ? std::vector<Route>{} : host->routes;
    }

    Route only_route(std::string_view authority) const {
        const auto found = routes(authority);
        REQUIRE(found.size() == 1);
        return found.front();
    }

    /// Where the only rule of an authority leads, if it is one place.
    std::string cluster(std::string_view authority) const {
        const Route route = only_route(authority);
        REQUIRE(route.clusters.size() == 1);
        return registry.cluster_name(route.clusters.front().cluster);
    }

    Registry& registry;
    RouteTable table;
};

inline const std::string reviews = "outbound|9080||reviews.default.svc.cluster.local";
inline const std::string reviews_v1 = "outbound|9080|v1|reviews.default.svc.cluster.local";

}  // namespace weft::mesh::control::samples
