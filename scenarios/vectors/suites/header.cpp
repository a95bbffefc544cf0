// Which headers a rule takes.
#include "mesh/route/route_match.hpp"
#include "scenarios/vectors/vector_matches.hpp"
#include "scenarios/vectors/vector_suite.hpp"

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

mesh::HeaderMatch header_match(const Json& match) {
    // To ask that a header is not there is to ask for its presence, inverted.
    const bool absent = !match.value("present", true);
    return {.name = mesh::to_lower_case(match.at("name").get<std::string>()),
            .value = vector_value_match(match),
            .invert = match.value("invert", false) != absent,
            .treat_missing_as_empty = match.value("treat_missing_as_empty", false)};
}

std::optional<VectorMismatch> check_header(const Json& /*file*/, const Json& vector) {
    mesh::RouteMatch match;
    for (const Json& one : vector.at("match"))
        match.headers.push_back(header_match(one));
    mesh::RequestHead head;
    const Json headers = vector.value("headers", Json::object());
    for (const auto& [name, value] : headers.items()) {
        head.headers.push_back({mesh::to_lower_case(name), value.get<std::string>()});
    }
    return compare(vector.at("expect"), match.matches(head));
}

}  // namespace

VectorSuite header() {
    return {.name = "header", .check = check_header};
}

}  // namespace weft::scenarios::suites
