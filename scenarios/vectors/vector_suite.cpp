#include "scenarios/vectors/vector_suite.hpp"

#include <stdexcept>
#include <utility>

namespace weft::scenarios {

std::optional<VectorMismatch> compare(const nlohmann::json& expected, const nlohmann::json& got) {
    if (expected == got) return std::nullopt;
    return VectorMismatch{.expected = expected.dump(), .got = got.dump()};
}

void VectorSuites::add(VectorSuite suite) {
    const auto [place, added] = suites_.try_emplace(suite.name, suite);
    if (!added) throw std::invalid_argument("there are two vector suites " + suite.name);
}

const VectorSuite* VectorSuites::find(std::string_view name) const {
    const auto found = suites_.find(name);
    return found == suites_.end() ? nullptr : &found->second;
}

}  // namespace weft::scenarios
