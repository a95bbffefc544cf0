#include "mesh/base/quantity.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <limits>
#include <system_error>

namespace weft::mesh {
namespace {

/// What one of a unit is worth in the smallest.
struct Unit {
    std::string_view name;
    std::uint64_t worth;
};

constexpr std::array<Unit, 6> time_units{{{"h", 3'600'000'000'000},
                                          {"m", 60'000'000'000},
                                          {"s", 1'000'000'000},
                                          {"ms", 1'000'000},
                                          {"us", 1'000},
                                          {"ns", 1}}};

constexpr std::array<Unit, 15> size_units{{{"B", 1},
                                           {"k", 1'000},
                                           {"kB", 1'000},
                                           {"K", 1'000},
                                           {"KB", 1'000},
                                           {"Ki", 1U << 10},
                                           {"KiB", 1U << 10},
                                           {"M", 1'000'000},
                                           {"MB", 1'000'000},
                                           {"Mi", 1U << 20},
                                           {"MiB", 1U << 20},
                                           {"G", 1'000'000'000},
                                           {"GB", 1'000'000'000},
                                           {"Gi", 1U << 30},
                                           {"GiB", 1U << 30}}};

constexpr std::uint64_t parts_of_percent = Ratio::whole / 100;

bool is_digit(char c) {
    return '0' <= c && c <= '9';
}

/// Takes digits off the front.
std::string_view take_digits(std::string_view& text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const auto length = static_cast<std::size_t>(end - text.begin());
    const std::string_view digits = text.substr(0, length);
    text.remove_prefix(length);
    return digits;
}

/// The digits of a number before and behind its point.
struct Decimal {
    std::string_view whole;     ///< Not empty.
    std::string_view fraction;  ///< Empty if there is no point.
};

/// Takes "12" or "12.5" off the front.
std::optional<Decimal> take_decimal(std::string_view& text) {
    Decimal decimal{take_digits(text), {}};
    if (decimal.whole.empty()) return std::nullopt;
    if (!text.starts_with('.')) return decimal;
    text.remove_prefix(1);
    decimal.fraction = take_digits(text);
    if (decimal.fraction.empty()) return std::nullopt;
    return decimal;
}

/// a * b + c, or nothing if that does not fit.
std::optional<std::uint64_t> multiply_add(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    if (b != 0 && a > (std::numeric_limits<std::uint64_t>::max() - c) / b) return std::nullopt;
    return a * b + c;
}

/// decimal * worth if it is whole and fits. Requires worth < 2^60.
std::optional<std::uint64_t> times(const Decimal& decimal, std::uint64_t worth) {
    // From the last digit on: a rest that is not whole here does not become whole further up.
    std::uint64_t behind_point = 0;
    for (auto digit = decimal.fraction.rbegin(); digit != decimal.fraction.rend(); ++digit) {
        const std::uint64_t tenfold =
            static_cast<std::uint64_t>(*digit - '0') * worth + behind_point;
        if (tenfold % 10 != 0) return std::nullopt;
        behind_point = tenfold / 10;
    }

    std::optional<std::uint64_t> count = 0;
    for (const char digit : decimal.whole) {
        count = multiply_add(*count, 10, static_cast<std::uint64_t>(digit - '0'));
        if (!count) return std::nullopt;
    }
    return multiply_add(*count, worth, behind_point);
}

template <std::size_t count>
const Unit* find_unit(const std::array<Unit, count>& units, std::string_view name) {
    const auto* const found = std::find_if(units.begin(), units.end(),
                                           [name](const Unit& unit) { return unit.name == name; });
    return found == units.end() ? nullptr : found;
}

/// Takes everything up to the next digit off the front.
std::string_view take_letters(std::string_view& text) {
    const auto end = std::find_if(text.begin(), text.end(), is_digit);
    const auto length = static_cast<std::size_t>(end - text.begin());
    const std::string_view letters = text.substr(0, length);
    text.remove_prefix(length);
    return letters;
}

/// value / worth with as many decimals as it takes. Requires worth to be a power of ten.
std::string decimal_text(std::uint64_t value, std::uint64_t worth) {
    std::string text = fmt::format("{}", value / worth);
    std::uint64_t rest = value % worth;
    if (rest != 0) text += '.';
    while (rest != 0) {
        rest *= 10;
        text += static_cast<char>('0' + rest / worth);
        rest %= worth;
    }
    return text;
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
    constexpr auto longest = static_cast<std::uint64_t>(Duration::max().count());
    std::uint64_t total = 0;
    std::uint64_t larger_unit = std::numeric_limits<std::uint64_t>::max();
    do {
        const auto decimal = take_decimal(text);
        if (!decimal) return std::nullopt;
        const Unit* const unit = find_unit(time_units, take_letters(text));
        if (unit == nullptr || unit->worth >= larger_unit) return std::nullopt;
        larger_unit = unit->worth;
        const auto part = times(*decimal, unit->worth);
        if (!part || *part > longest - total) return std::nullopt;
        total += *part;
    } while (!text.empty());
    return Duration{static_cast<Duration::rep>(total)};
}

std::optional<Ratio> parse_ratio(std::string_view text) {
    const auto decimal = take_decimal(text);
    if (!decimal || text != "%") return std::nullopt;
    const auto parts = times(*decimal, parts_of_percent);
    if (!parts || *parts > Ratio::whole) return std::nullopt;
    return Ratio{static_cast<std::uint32_t>(*parts)};
}

std::optional<double> parse_rate(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || text.starts_with('-')) return std::nullopt;
    const auto count = parse_number(text.substr(0, slash));
    if (!count) return std::nullopt;

    const std::string_view per = text.substr(slash + 1);
    if (per == "s") return *count;
    if (per == "m") return *count / 60;
    if (per == "h") return *count / 3600;
    return std::nullopt;
}

std::optional<std::uint64_t> parse_size(std::string_view text) {
    const auto decimal = take_decimal(text);
    if (!decimal) return std::nullopt;
    if (text.starts_with(' ')) text.remove_prefix(1);
    const Unit* const unit = find_unit(size_units, text);
    if (unit == nullptr) return std::nullopt;
    return times(*decimal, unit->worth);
}

std::optional<double> parse_number(std::string_view text) {
    std::string_view form = text;
    if (form.starts_with('-')) form.remove_prefix(1);
    if (!take_decimal(form) || !form.empty()) return std::nullopt;

    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc{}) return std::nullopt;
    return number;
}

std::optional<std::uint32_t> parse_count(std::string_view text) {
    std::uint32_t count = 0;
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, count);
    if (error != std::errc{} || end != last) return std::nullopt;
    return count;
}

std::string to_text(Duration duration) {
    if (duration == Duration::zero()) return "0s";

    // The shortest duration has no positive counterpart, unsigned arithmetic gives its size anyway.
    const bool negative = duration < Duration::zero();
    auto rest = static_cast<std::uint64_t>(duration.count());
    if (negative) rest = 0 - rest;

    std::string text = negative ? "-" : "";
    for (const Unit& unit : time_units) {
        if (rest < unit.worth) continue;
        if (unit.name != "h" && unit.name != "m") {
            return text + decimal_text(rest, unit.worth) + std::string{unit.name};
        }
        text += fmt::format("{}{}", rest / unit.worth, unit.name);
        rest %= unit.worth;
    }
    return text;
}

std::string to_text(Ratio ratio) {
    return decimal_text(ratio.parts, parts_of_percent) + "%";
}

std::string to_text(Fraction fraction) {
    const std::uint64_t parts =
        std::uint64_t{fraction.numerator} * Ratio::whole / fraction.denominator;
    return to_text(Ratio{static_cast<std::uint32_t>(parts)});
}

}  // namespace weft::mesh
