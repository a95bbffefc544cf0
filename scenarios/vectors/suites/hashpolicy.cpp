// The hash that a route's policies make of a request.
#include "mesh/route/hash_policy.hpp"
#include "scenarios/vectors/vector_suite.hpp"

#include <stdexcept>

namespace weft::scenarios::suites {
namespace {

using Json = VectorSuite::Json;
using mesh::HashPolicy;

HashPolicy policy_of_hashpolicy(const Json& written) {
    HashPolicy policy;
    policy.terminal = written.value("terminal", false);
    if (written.contains("header") == written.contains("query_parameter")) {
        throw std::invalid_argument("a policy must have either header or query_parameter");
    }
    const bool by_header = written.contains("header");
    policy.source = by_header ? HashPolicy::Source::header : HashPolicy::Source::query;
    policy.name = written.at(by_header ? "header" : "query_parameter").get<std::string>();
    return policy;
}

mesh::RequestHead head_of(const Json& vector) {
    mesh::RequestHead head;
    head.path = vector.value("path", head.path);
    const Json headers = vector.value("headers", Json::object());
    for (const auto& [name, values] : headers.items()) {
        for (const Json& value : values) {
            head.headers.push_back({name, value.get<std::string>()});
        }
    }
    return head;
}

}  // namespace

VectorSuite hashpolicy() {
    return {
        .name = "hashpolicy",
        .check =
            [](const Json& /*file*/, const Json& vector) {
                std::vector<HashPolicy> policies;
                for (const Json& written : vector.at("policies"))
                    policies.push_back(policy_of_hashpolicy(written));
                const auto hash = mesh::request_hash(policies, head_of(vector), "");
                return compare(vector.at("expect"), hash ? Json(std::to_string(*hash)) : Json());
            },
    };
}

}  // namespace weft::scenarios::suites
