#include "reports/write/numbers.hpp"

#include <cmath>
#include <fmt/format.h>

namespace weft::reports {

namespace {

/// Three digits that count: "4.57", "45.7", "457".
std::string three_digits(double value) {
    if (value < 9.995) return fmt::format("{:.2f}", value);
    if (value < 99.95) return fmt::format("{:.1f}", value);
    return fmt::format("{:.0f}", value);
}

/// Cut, not rounded, after four digits of the percentage's fraction where it is close to all or
/// nothing.
std::string percentage(double share) {
    const double percent = share * 100;
    const bool close = percent > 99.9 || percent < 0.1;
    const double parts = close ? 10'000 : 100;
    // The division that made the share may have fallen short of the number it stands for by an ulp.
    const double cut = std::floor(percent * parts * (1 + 1e-12)) / parts;
    return close && percent != 100 && percent != 0 ? fmt::format("{:.4f}%", cut)
                                                   : fmt::format("{:.2f}%", cut);
}

}  // namespace

std::string short_duration(double ns) {
    if (ns < 999.5) return fmt::format("{:.0f}ns", ns);
    if (ns < 999.5e3) return three_digits(ns / 1e3) + "us";
    if (ns < 999.5e6) return three_digits(ns / 1e6) + "ms";
    return three_digits(ns / 1e9) + "s";
}

std::string grouped(std::uint64_t count) {
    std::string digits = std::to_string(count);
    for (std::size_t from_end = 3; from_end < digits.size(); from_end += 4) {
        digits.insert(digits.size() - from_end, 1, ',');
    }
    return digits;
}

std::string short_share(std::uint64_t part, std::uint64_t whole) {
    if (whole == 0) return "-";
    return percentage(static_cast<double>(part) / static_cast<double>(whole));
}

std::string short_value(const std::optional<double>& value, Unit unit) {
    if (!value) return "nothing";
    switch (unit) {
        case Unit::nanoseconds:
            return short_duration(*value);
        case Unit::share:
            return percentage(*value);
        case Unit::count:
            return grouped(static_cast<std::uint64_t>(*value));
        case Unit::per_second:
            return three_digits(*value) + "/s";
        case Unit::ratio:
            return fmt::format("{:.3f}", *value);
    }
    return "";
}

}  // namespace weft::reports
