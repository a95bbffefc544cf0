#pragma once

#include "sim/engine/event.hpp"
#include "sim/observe/message.hpp"
#include "sim/observe/played_event.hpp"
#include "sim/signals/signal.hpp"

#include <cstddef>
#include <vector>

namespace weft::sim {

class World;

/// What may be seen of a world between two of its events. Looking changes nothing; the world
/// outlives this.
class WorldView {
public:
    explicit WorldView(World& world) : world_(world) {}

    /// The next so many events, in the order in which they will be played. Some will turn out to be
    /// void, such as a timer whose request has ended.
    std::vector<observe::PlayedEvent> upcoming(std::size_t most) const;

    /// What is on its way between callers and pods, in the order in which it arrives.
    std::vector<observe::Message> messages() const;

    /// What a signal asks of the pods now. Requires is_of_pods(signal.kind).
    double measure(const Signal& signal) const;

    /// The recorder is told all that has happened so far, sooner than by itself.
    void hand_over();

private:
    World& world_;
};

}  // namespace weft::sim
