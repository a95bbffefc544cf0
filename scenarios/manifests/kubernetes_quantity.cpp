#include "scenarios/manifests/kubernetes_quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace weft::scenarios {
namespace {

/// What a suffix stands for, in thousandths.
constexpr std::array<std::pair<std::string_view, double>, 16> quantity_units{{
    {"n", 1e-6},
    {"u", 1e-3},
    {"m", 1},
    {"", 1e3},
    {"k", 1e6},
    {"M", 1e9},
    {"G", 1e12},
    {"T", 1e15},
    {"P", 1e18},
    {"E", 1e21},
    {"Ki", 1e3 * 0x1p10},
    {"Mi", 1e3 * 0x1p20},
    {"Gi", 1e3 * 0x1p30},
    {"Ti", 1e3 * 0x1p40},
    {"Pi", 1e3 * 0x1p50},
    {"Ei", 1e3 * 0x1p60},
}};

/// Of "e9" or "E-3", in thousandths; "E" alone is a unit.
std::optional<double> exponent_of(std::string_view suffix) {
    if (suffix.size() < 2 || (suffix[0] != 'e' && suffix[0] != 'E')) return std::nullopt;
    std::string_view digits = suffix.substr(1);
    if (digits.starts_with('+')) digits.remove_prefix(1);
    int exponent = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, exponent);
    constexpr int largest = 18;
    if (error != std::errc{} || stop != end || std::abs(exponent) > largest) return std::nullopt;
    return std::pow(10.0, exponent + 3);
}

}  // namespace

std::optional<double> parse_quantity(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
    const std::string_view suffix = text.substr(digits);
    double number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + digits, number,
                                               std::chars_format::fixed);  // Also "5." and ".5".
    if (error != std::errc{} || stop != text.data() + digits) return std::nullopt;
    if (const auto exponent = exponent_of(suffix)) return number * *exponent;
    const auto unit =
        std::ranges::find(quantity_units, suffix, &std::pair<std::string_view, double>::first);
    if (unit == quantity_units.end()) return std::nullopt;
    return number * unit->second;
}

}  // namespace weft::scenarios
