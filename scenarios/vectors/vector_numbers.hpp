#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace weft::scenarios {

/// A number that may be written as a decimal string, as 64-bit values are. Throws
/// std::invalid_argument or a Json::exception if it is none.
inline std::uint64_t vector_number(const nlohmann::json& value) {
    if (!value.is_string()) return value.get<std::uint64_t>();
    const auto text = value.get<std::string>();
    std::size_t read = 0;
    std::uint64_t number = 0;
    try {
        number = std::stoull(text, &read);
    } catch (const std::logic_error&) {
        read = 0;
    }
    if (read == 0 || read != text.size()) {
        throw std::invalid_argument("`" + text + "` is not a number");
    }
    return number;
}

/// The field, or what the reference takes if it is left out.
inline std::uint64_t vector_number(const nlohmann::json& vector,
                                   const char* field,
                                   std::uint64_t fallback) {
    const auto found = vector.find(field);
    return found == vector.end() ? fallback : vector_number(*found);
}

inline std::uint32_t vector_count(const nlohmann::json& vector,
                                  const char* field,
                                  std::uint32_t fallback) {
    return static_cast<std::uint32_t>(vector_number(vector, field, fallback));
}

/// Milliseconds, whole or not.
inline std::chrono::nanoseconds vector_milliseconds(const nlohmann::json& value) {
    return std::chrono::nanoseconds{std::llround(value.get<double>() * 1e6)};
}

}  // namespace weft::scenarios
