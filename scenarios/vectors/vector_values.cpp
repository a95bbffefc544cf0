#include "scenarios/vectors/vector_values.hpp"

#include <charconv>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <system_error>

namespace weft::scenarios {
namespace {

using Json = VectorSuite::Json;

/// Names the parts that differ, down to the item of a list.
void note_differences(const std::string& name,
                      const Json& expected,
                      const Json& got,
                      Json& all_expected,
                      Json& all_got) {
    if (expected == got) return;
    if (!expected.is_array() || !got.is_array() || expected.size() != got.size()) {
        all_expected[name] = expected;
        all_got[name] = got;
        return;
    }
    for (std::size_t item = 0; item < expected.size(); ++item) {
        note_differences(name + "[" + std::to_string(item) + "]", expected[item], got[item],
                         all_expected, all_got);
    }
}

}  // namespace

std::uint64_t whole_number(const Json& value) {
    constexpr double exact = 0x1p53;  // Beyond it a fraction may have been lost.
    if (value.is_number_unsigned()) return value.get<std::uint64_t>();
    if (value.is_number_integer() && value >= 0) return value.get<std::uint64_t>();
    if (value.is_number_float() && value >= 0.0 && value <= exact &&
        std::floor(value.get<double>()) == value.get<double>()) {
        return static_cast<std::uint64_t>(value.get<double>());
    }
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        const char* const end = text.data() + text.size();
        std::uint64_t number = 0;
        const auto read = std::from_chars(text.data(), end, number);
        if (read.ec == std::errc{} && read.ptr == end) return number;
    }
    throw std::invalid_argument(value.dump() + " is no whole number");
}

std::uint32_t count(const Json& value) {
    const std::uint64_t number = whole_number(value);
    if (number <= std::numeric_limits<std::uint32_t>::max()) {
        return static_cast<std::uint32_t>(number);
    }
    throw std::invalid_argument(value.dump() + " is too large");
}

std::uint64_t whole_number(const Json& vector, std::string_view key, std::uint64_t fallback) {
    const auto field = vector.find(key);
    return field == vector.end() ? fallback : whole_number(*field);
}

std::uint32_t count(const Json& vector, std::string_view key, std::uint32_t fallback) {
    const auto field = vector.find(key);
    return field == vector.end() ? fallback : count(*field);
}

std::vector<std::uint32_t> counts(const Json& list) {
    if (!list.is_array()) throw std::invalid_argument(list.dump() + " is no list");
    std::vector<std::uint32_t> numbers;
    for (const Json& item : list)
        numbers.push_back(count(item));
    return numbers;
}

std::vector<std::uint64_t> whole_numbers(const Json& list) {
    if (!list.is_array()) throw std::invalid_argument(list.dump() + " is no list");
    std::vector<std::uint64_t> numbers;
    for (const Json& item : list)
        numbers.push_back(whole_number(item));
    return numbers;
}

std::vector<std::uint32_t> counts(const Json& vector,
                                  std::string_view key,
                                  std::size_t size,
                                  std::uint32_t fallback) {
    const auto field = vector.find(key);
    if (field == vector.end()) return std::vector<std::uint32_t>(size, fallback);
    std::vector<std::uint32_t> numbers = counts(*field);
    if (numbers.size() == size) return numbers;
    throw std::invalid_argument(std::string{key} + " must have " + std::to_string(size) + " items");
}

mesh::Duration from_milliseconds(const Json& value) {
    constexpr double nanoseconds = 1e6;
    constexpr double most = 1e12;
    const double milliseconds =
        value.is_string() ? static_cast<double>(whole_number(value)) : value.get<double>();
    if (!(milliseconds >= 0 && milliseconds <= most)) {
        throw std::invalid_argument(value.dump() + " is out of range for a time");
    }
    return mesh::Duration{std::llround(milliseconds * nanoseconds)};
}

std::optional<VectorMismatch> compare_fields(const Json& vector, const Json& got) {
    bool expects = false;
    Json all_expected = Json::object();
    Json all_got = Json::object();
    for (const auto& [key, expected] : vector.items()) {
        if (got.contains(key)) {
            expects = true;
            note_differences(key, expected, got[key], all_expected, all_got);
        } else if (key.starts_with("expect")) {
            throw std::invalid_argument(key + " does not belong here");
        }
    }
    if (!expects) throw std::invalid_argument("nothing is expected");
    return compare(all_expected, all_got);
}

double nearly(const Json& expected, double got, double tolerance) {
    const auto wanted = expected.get<double>();
    return std::abs(wanted - got) <= tolerance ? wanted : got;
}

}  // namespace weft::scenarios
