#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace weft::scenarios {

/// Where a decision differs from its conformance vector, as a reader wants to see it.
struct VectorMismatch {
    std::string expected;
    std::string got;
};

/// The two as JSON, if they differ.
std::optional<VectorMismatch> compare(const nlohmann::json& expected, const nlohmann::json& got);

/// Conformance vectors of one decision of mesh/: inputs, and what the reference data plane makes of
/// them. A suite calls the very function that a sidecar calls, and states no rule of its own.
struct VectorSuite {
    using Json = nlohmann::json;

    std::string name;  ///< The field `suite` of its files.

    /// Runs one case; nothing if it holds. `file` is the whole file, for fields that belong to all
    /// of its cases. Throws std::invalid_argument or a Json::exception if the case is not of the
    /// suite's form.
    std::function<std::optional<VectorMismatch>(const Json& file, const Json& vector)> check;
};

/// The suites that files may name. A plain value.
class VectorSuites {
public:
    /// Throws std::invalid_argument if the name is taken.
    void add(VectorSuite suite);

    /// Null if there is no such suite.
    const VectorSuite* find(std::string_view name) const;

    /// Sorted by name.
    const std::map<std::string, VectorSuite, std::less<>>& suites() const { return suites_; }

private:
    std::map<std::string, VectorSuite, std::less<>> suites_;
};

/// Every suite in scenarios/vectors/suites/.
VectorSuites built_in_vector_suites();

}  // namespace weft::scenarios
