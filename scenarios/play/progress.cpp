#include "scenarios/play/progress.hpp"

#include "mesh/base/quantity.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <ostream>
#include <utility>

namespace weft::scenarios {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr auto between_drawings = std::chrono::milliseconds{100};
constexpr const char* start_of_cleared_line = "\r\x1b[K";

/// "950", "18.3 k", "2.5 M"
std::string with_prefix(double number) {
    if (number < 1e3) return fmt::format("{:.0f}", number);
    if (number < 1e6) return fmt::format("{:.1f} k", number / 1e3);
    return fmt::format("{:.1f} M", number / 1e6);
}

/// "8 s", "2 min 05 s"
std::string time_left(Seconds left) {
    const auto seconds = static_cast<std::uint64_t>(left.count() + 0.5);
    if (seconds < 60) return fmt::format("{} s", seconds);
    return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
}

}  // namespace

Progress::Progress(std::ostream& terminal,
                   std::string what,
                   mesh::Instant horizon,
                   std::function<WallTime()> wall_clock)
    : terminal_(&terminal),
      what_(std::move(what)),
      horizon_(horizon),
      wall_clock_(std::move(wall_clock)),
      began_(wall_clock_()),
      drawn_(began_) {}

void Progress::update(mesh::Instant now, std::uint64_t requests) {
    const WallTime wall = wall_clock_();
    if (wall - drawn_ < between_drawings || now <= mesh::Instant{}) return;
    drawn_ = wall;

    const Seconds taken = wall - began_;
    const double share =
        std::min(1.0, Seconds{now.time_since_epoch()} / Seconds{horizon_.time_since_epoch()});
    *terminal_ << start_of_cleared_line
               << fmt::format("{}  {:.0f} % of {}  {} requests/s  {} left", what_, 100 * share,
                              mesh::to_text(horizon_.time_since_epoch()),
                              with_prefix(static_cast<double>(requests) / taken.count()),
                              time_left(taken * ((1 - share) / share)))
               << std::flush;
    visible_ = true;
}

void Progress::clear() {
    if (std::exchange(visible_, false)) *terminal_ << start_of_cleared_line << std::flush;
}

}  // namespace weft::scenarios
