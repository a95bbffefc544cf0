#include "mesh/resilience/overload_control.hpp"

#include <cassert>

namespace weft::mesh {

std::optional<std::string> mistake_in(const OverloadSettings& settings) {
    if (settings.priorities == 0) return "there must be at least one priority";
    if (settings.patience < Duration::zero() || settings.patience_overloaded < Duration::zero()) {
        return "patience must not be negative";
    }
    if (settings.patience_overloaded > settings.patience) {
        return "patience must not be longer when overloaded";
    }
    if (settings.newest_first_overloaded && settings.patience == Duration::zero()) {
        return "without patience, no overload is seen that could put the newest first";
    }
    return std::nullopt;
}

bool may_join_queue(const OverloadSettings& settings,
                    std::uint32_t waiting,
                    std::uint32_t priority) {
    assert(priority < settings.priorities);
    if (settings.queue_limit == 0) return true;
    const std::uint64_t levels_below = settings.priorities - priority;
    return std::uint64_t{waiting} * settings.priorities < settings.queue_limit * levels_below;
}

bool is_too_late(Instant deadline, Instant now, Duration work) {
    return now >= deadline || deadline - now < work;
}

bool OverloadControl::is_overloaded(Instant now) const {
    return settings_.patience > Duration::zero() && now - last_empty_ >= settings_.patience;
}

bool OverloadControl::takes_newest(Instant now) const {
    return settings_.newest_first_overloaded && is_overloaded(now);
}

bool OverloadControl::is_stale(Instant since, Instant now) const {
    if (settings_.patience == Duration::zero()) return false;
    return now - since > (is_overloaded(now) ? settings_.patience_overloaded : settings_.patience);
}

}  // namespace weft::mesh
