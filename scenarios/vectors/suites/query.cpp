// Which rule the parameters of a path lead to.
#include "mesh/route/route_table.hpp"
#include "scenarios/vectors/vector_matches.hpp"
#include "scenarios/vectors/vector_suite.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

mesh::RouteTable table_of(const Json& routes) {
    mesh::VirtualHost host{.name = "all", .domains = {"*"}};
    for (const Json& route : routes) {
        mesh::RouteMatch match;
        for (const Json& parameter : route.at("params")) {
            match.queries.push_back({.name = parameter.at("name").get<std::string>(),
                                     .value = vector_value_match(parameter),
                                     .invert = !parameter.value("present", true)});
        }
        host.routes.push_back({.name = route.at("name").get<std::string>(), .matches = {match}});
    }
    return mesh::RouteTable{{std::move(host)}};
}

std::optional<VectorMismatch> check_query(const Json& file, const Json& vector) {
    const mesh::RouteTable table = table_of(file.at("routes"));
    const mesh::RequestHead head{.path = vector.at("path").get<std::string>()};
    const mesh::Route* const route = table.find(head);
    return compare(vector.at("expect"), route == nullptr ? "none" : route->name);
}

}  // namespace

VectorSuite query() {
    return {.name = "query", .check = check_query};
}

}  // namespace weft::scenarios::suites
