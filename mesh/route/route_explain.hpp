#pragma once

#include "mesh/request/head.hpp"
#include "mesh/route/route_match.hpp"

#include <optional>
#include <string>

/// Why routes are taken and passed over, in words. What matches is decided by route_match.hpp
/// alone.
namespace weft::mesh {

/// A condition of a match that a request does not meet.
struct FailedCondition {
    std::string subject{};  ///< "path", "method", "authority", "header x-user", "query lang"
    std::string wanted{};   ///< `prefix "/api"`, `not "yes"`
    std::string found{};    ///< `"/shop"`, or "missing"
};

/// The first condition that fails, in the order in which a match asks; nothing if it takes the
/// request.
std::optional<FailedCondition> failed_condition(const RouteMatch& match, const RequestHead& head);

/// `path is "/shop", not prefix "/api"`
std::string to_text(const FailedCondition& failure);

/// `"/api"`, `prefix "/api"`, `regex "v[12]"`, "a number in [1, 5)", "present"
std::string to_text(const StringMatch& match);

/// `path prefix "/api", header x-user "mike"`; "every request" if nothing is asked.
std::string to_text(const RouteMatch& match);

}  // namespace weft::mesh
