#pragma once

#include "gui/source/run_source.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace weft::gui {

/// That something was not well from one moment on: a host was ejected, unhealthy or degraded for a
/// proxy, its circuit open or half open there; a cluster was in panic; a pod was overloaded.
struct StateSpan {
    sim::observe::Change began{};       ///< Which of them, of whom, for whom, and why.
    std::optional<mesh::Instant> to{};  ///< Nothing: it goes on.

    bool holds(mesh::Instant at) const { return began.at <= at && (!to || at < *to); }
};

/// Those that wanted events began, in the order in which they began. `events` are all of a run.
std::vector<StateSpan> state_spans(const std::vector<Event>& events,
                                   const std::function<bool(const Event&)>& wanted);

}  // namespace weft::gui
