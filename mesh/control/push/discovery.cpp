#include "mesh/control/push/discovery.hpp"

#include <utility>

namespace weft::mesh::control {

void Discovery::hear(ObjectChange change, Instant now) {
    gathered_.push_back(std::move(change));
    debounce_.on_change(now);
}

bool Discovery::look(Instant now) {
    if (!debounce_.look(now)) return false;
    for (const ObjectChange& change : std::exchange(gathered_, {}))
        learn(change);
    return queue_pushes();
}

void Discovery::learn(const ObjectChange& change) {
    if (change.object == nullptr) {
        plane_.remove(change.key);
    } else {
        plane_.apply(*change.object);
    }
}

void Discovery::disconnect(const std::string& proxy) {
    plane_.disconnect(proxy);
    queue_.remove(proxy);
}

bool Discovery::queue_pushes() {
    const std::vector<Push> pushes = plane_.pushes();
    for (const Push& push : pushes)
        queue_.add(push);
    return !pushes.empty();
}

void Discovery::stop() {
    queue_.clear();
    debounce_.clear();
}

void Discovery::restart() {
    for (const ObjectChange& change : std::exchange(gathered_, {}))
        learn(change);
}

}  // namespace weft::mesh::control
