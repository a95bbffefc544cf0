#pragma once

#include "mesh/route/string_match.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace weft::scenarios {

/// The pattern, compiled. Throws std::invalid_argument if it is not valid.
inline mesh::StringMatch vector_regex(const nlohmann::json& pattern) {
    const auto text = pattern.get<std::string>();
    auto match = mesh::compile_regex(text);
    if (!match) throw std::invalid_argument("regex `" + text + "` is not valid");
    return *match;
}

/// What a header or a parameter must be: `exact`, `regex`, `range` [start, end), or there at all.
inline mesh::StringMatch vector_value_match(const nlohmann::json& match) {
    using Kind = mesh::StringMatch::Kind;
    mesh::StringMatch value;
    value.kind = Kind::present;
    if (match.contains("exact")) {
        value.kind = Kind::exact;
        value.text = match.at("exact").get<std::string>();
    } else if (match.contains("regex")) {
        value = vector_regex(match.at("regex"));
    } else if (match.contains("range")) {
        value.kind = Kind::range;
        value.first = match.at("range").at(0).get<std::int64_t>();
        value.end = match.at("range").at(1).get<std::int64_t>();
    }
    return value;
}

}  // namespace weft::scenarios
