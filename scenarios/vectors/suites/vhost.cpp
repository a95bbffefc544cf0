// Which virtual host a name belongs to.
#include "mesh/route/route_table.hpp"
#include "scenarios/vectors/vector_suite.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

using Ports = mesh::RouteTable::Ports;

Json host_of(const Json& hosts, const std::string& authority, Ports ports) {
    std::vector<mesh::VirtualHost> table;
    for (const Json& host : hosts) {
        table.push_back({.name = host.at("name").get<std::string>(),
                         .domains = host.at("domains").get<std::vector<std::string>>()});
    }
    const mesh::RouteTable routes{std::move(table), ports};
    const mesh::VirtualHost* const found = routes.find_host(authority);
    return found == nullptr ? Json{} : Json(found->name);
}

std::optional<VectorMismatch> check_vhost(const Json& file, const Json& vector) {
    const Json& table = file.at("tables").at(vector.at("table").get<std::string>());
    const auto authority = vector.at("host").get<std::string>();
    const Json found = host_of(table, authority, Ports::part_of_name);
    if (auto mismatch = compare(vector.at("expect"), found)) return mismatch;
    if (!vector.contains("expect_with_ignore_port")) return std::nullopt;
    return compare(vector.at("expect_with_ignore_port"), host_of(table, authority, Ports::ignored));
}

}  // namespace

VectorSuite vhost() {
    return {.name = "vhost", .check = check_vhost};
}

}  // namespace weft::scenarios::suites
