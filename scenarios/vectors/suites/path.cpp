// Which paths a rule takes.
#include "mesh/route/route_match.hpp"
#include "scenarios/vectors/vector_matches.hpp"
#include "scenarios/vectors/vector_suite.hpp"

#include <array>
#include <utility>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;

using Kind = mesh::StringMatch::Kind;

constexpr std::array<std::pair<const char*, Kind>, 3> kinds{
    {{"path", Kind::exact},
     {"prefix", Kind::prefix},
     {"path_separated_prefix", Kind::path_prefix}}};

mesh::StringMatch path_match(const Json& match) {
    if (match.contains("regex")) return vector_regex(match.at("regex"));
    for (const auto& [name, kind] : kinds) {
        if (!match.contains(name)) continue;
        mesh::StringMatch path;
        path.kind = kind;
        path.text = match.at(name).get<std::string>();
        path.ignore_case = !match.value("case_sensitive", true);
        return path;
    }
    throw std::invalid_argument("match: none of path, prefix, path_separated_prefix, regex");
}

std::optional<VectorMismatch> check_path(const Json& /*file*/, const Json& vector) {
    mesh::RouteMatch match;
    match.path = path_match(vector.at("match"));
    const mesh::RequestHead head{.path = vector.at("path").get<std::string>()};
    return compare(vector.at("expect"), match.matches(head));
}

}  // namespace

VectorSuite path() {
    return {.name = "path", .check = check_path};
}

}  // namespace weft::scenarios::suites
