#pragma once

#include "reports/metrics/measure.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// Numbers as people read them, at most nine characters wide.
namespace weft::reports {

/// "812ns", "12.3us", "4.57ms", "1.25s", "2420s".
std::string short_duration(double ns);

/// "1,234,567"
std::string grouped(std::uint64_t count);

/// A share that is not quite all never reads "100.00%": it is cut, not rounded. "-" for a part of
/// nothing.
std::string short_share(std::uint64_t part, std::uint64_t whole);

/// A measured value in its unit; "nothing" if there is none.
std::string short_value(const std::optional<double>& value, Unit unit);

}  // namespace weft::reports
