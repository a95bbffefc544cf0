#include "mesh/control/push/discovery.hpp"

#include <algorithm>
#include <utility>

namespace weft::mesh::control {

void Discovery::hear(ObjectChange change, Instant now) {
    gathered_.push_back(std::move(change));
    debounce_.on_change(now);
}

void Discovery::hear_of_all(Instant now) {
    if (!concerns_all_) concerns_all_ = now;
    debounce_.on_change(now);
}

void Discovery::hear_of_keys(std::set<std::string> missing, Instant now) {
    missing_keys_ = std::move(missing);
    debounce_.on_change(now);
}

bool Discovery::look(Instant now) {
    if (!debounce_.look(now)) return false;
    Instant changed = now;
    for (const ObjectChange& change : gathered_)
        changed = std::min(changed, change.at);
    learn_all();
    if (concerns_all_) {
        changed = std::min(changed, *concerns_all_);
        concerns_all_.reset();
        plane_.forget_told();
    }
    return queue_pushes(changed, now);
}

void Discovery::learn(const ObjectChange& change) {
    if (change.object == nullptr) {
        plane_.remove(change.key);
    } else {
        plane_.apply(*change.object);
    }
}

void Discovery::disconnect(const std::string& proxy, Instant now) {
    plane_.disconnect(proxy);
    queue_.remove(proxy, now);
}

bool Discovery::queue_pushes(Instant changed, Instant now) {
    std::vector<Push> pushes = plane_.pushes();
    const bool any = !pushes.empty();
    for (Push& push : pushes) {
        push.changed = changed;
        push.queued = now;
        queue_.add(std::move(push));
    }
    return any;
}

std::optional<Push> Discovery::start(Instant now) {
    auto push = queue_.start(now);
    if (push) push->started = now;
    return push;
}

void Discovery::done(const Push& push, Instant now) {
    queue_.done(push.proxy);
    ++on_their_way_;
    if (!times_) times_.emplace();
    times_->note({.queue = push.started - push.queued, .work = now - push.started});
}

void Discovery::answered(const Push& push, bool accepted, Instant now) {
    --on_their_way_;
    if (accepted && times_) times_->note({.convergence = now - push.changed});
}

std::optional<PushTimes> Discovery::take_times() {
    if (on_their_way_ > 0 || !queue_.is_empty()) return std::nullopt;
    return std::exchange(times_, std::nullopt);
}

void Discovery::stop(Instant now) {
    plane_.disconnect_all();
    queue_.clear(now);
    debounce_.clear();
    gate_.clear();
    concerns_all_.reset();
}

void Discovery::restart() {
    learn_all();
}

/// What has gathered.
void Discovery::learn_all() {
    for (const ObjectChange& change : std::exchange(gathered_, {}))
        learn(change);
    if (missing_keys_) plane_.miss_keys(*std::exchange(missing_keys_, std::nullopt));
}

}  // namespace weft::mesh::control
