#include "mesh/control/push/debounce.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh::control {

std::optional<std::string> mistake_in(const DebounceSettings& settings) {
    if (settings.longest < settings.quiet)
        return "the longest time must not be below the quiet time";
    return std::nullopt;
}

void Debounce::on_change(Instant now) {
    last_ = now;
    if (look_ != never) return;
    first_ = now;
    look_ = std::max(now + settings_.quiet, earliest_);
}

bool Debounce::look(Instant now) {
    assert(look_ <= now);
    const Instant quiet_over = last_ + settings_.quiet;
    if (now < quiet_over && now - first_ < settings_.longest) {
        look_ = quiet_over;
        return false;
    }
    look_ = never;
    earliest_ = now + settings_.min_interval;
    return true;
}

}  // namespace weft::mesh::control
