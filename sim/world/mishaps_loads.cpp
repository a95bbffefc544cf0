// What faults do to requests that loads have yet to send: without it, one that has made the gaps a
// thousand times as long would go on after its end.
#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"
#include "sim/world/mishaps.hpp"

#include <algorithm>
#include <utility>

namespace weft::sim {
namespace {

/// When a request comes that was to come then, and now comes so many times as often. Nothing comes
/// before its load begins.
mesh::Instant moved(mesh::Instant at, double factor, mesh::Instant begin) {
    if (factor == 1 || at <= begin) return at;
    return begin + shortened(at - begin, factor);
}

}  // namespace

/// Those that were gathered for a moment that is past are sent now.
Instant Mishaps::due_of(const World::Load& load, const EnvironmentState& environment, Instant now) {
    if (load.plan.end && load.next >= *load.plan.end) return never;
    return std::max(environment.sent(LoadId{load.position}, load.next), now);
}

void Mishaps::follow_loads() {
    follow_users();
    for (const auto& load : world_.loads_) {
        const double factor = world_.environment_.factor(LoadId{load->position});
        const double change = factor / std::exchange(load->factor, factor);
        if (!load->arrivals) continue;
        load->next = moved(load->next, change, std::max(world_.now_, load->plan.start));
        const Instant due = due_of(*load, world_.environment_, world_.now_);
        if (std::exchange(load->due, due) == due || due == never) continue;
        world_.events_.at(due, EventKind::arrival, load->position);
    }
}

/// Requires that their loads still know the factor of before.
void Mishaps::follow_users() {
    for (std::size_t number = 0; number < world_.users_.size(); ++number) {
        User& user = world_.users_[number];
        if (user.due < world_.now_) continue;  // It waits for an answer.
        const World::Load& load = *world_.loads_[user.load];
        const LoadId id{user.load};
        const double change = world_.environment_.factor(id) / load.factor;
        user.thinks_until =
            moved(user.thinks_until, change, std::max(world_.now_, load.plan.start));
        const Instant due = std::max(world_.environment_.sent(id, user.thinks_until), world_.now_);
        if (std::exchange(user.due, due) == due) continue;
        world_.events_.at(due, EventKind::user_returns, static_cast<Handle>(number));
    }
}

}  // namespace weft::sim
