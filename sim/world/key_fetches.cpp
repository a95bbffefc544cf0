#include "sim/world/key_fetches.hpp"

#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace weft::sim {
namespace {

mesh::KeyCacheSettings settings_of(const mesh::KeyCacheSettings& mesh, const KeyPlan& plan) {
    mesh::KeyCacheSettings settings = mesh;
    settings.refresh = plan.refresh.value_or(mesh.refresh);
    settings.lifetime = plan.lifetime.value_or(mesh.lifetime);
    return settings;
}

}  // namespace

KeyFetches::KeyFetches(World& world, const KeyPlan& plan)
    : world_(world),
      settings_(settings_of(world.plan_.defaults.security.keys, plan)),
      latency_(plan.latency),
      cache_(settings_) {
    assert(!mistake_in(settings_));
    const Duration since_fetch = world_.now_.time_since_epoch() % settings_.refresh;
    cache_.want(wanted(), world_.now_ - since_fetch, world_.now_);
    look();
}

void KeyFetches::follow_rules() {
    cache_.want(wanted(), std::nullopt, world_.now_);
    look();
}

void KeyFetches::on_due() {
    if (world_.now_ == next_) look();
}

void KeyFetches::on_answer(Handle handle) {
    Fetch& record = fetches_[handle];
    const Fetch fetch = record;
    fetches_.give_back(record);
    cache_.fetched(fetch.address, fetch.goes_well, world_.now_);
    look();
}

void KeyFetches::restart() {
    cache_.clear(world_.now_);
    look();
}

/// By address; of several rules the most patient one counts.
std::map<std::string, Duration> KeyFetches::wanted() const {
    std::map<std::string, Duration> timeouts;
    for (const auto* const object : world_.store_.list("RequestAuthentication")) {
        for (const auto& rule : std::get<mesh::control::RequestAuthentication>(*object).rules) {
            if (rule.has_keys) continue;
            Duration& timeout = timeouts[rule.keys_address()];
            timeout = std::max(timeout, rule.fetch_timeout.value_or(settings_.timeout));
        }
    }
    return timeouts;
}

void KeyFetches::ask(const mesh::KeyCache::Fetch& fetch) {
    mesh::Draws draws = mesh::Draws{world_.plan_.seed, "keys/" + fetch.address}.of(
        mesh::Purpose::keys, asked_[fetch.address]++);
    const Duration latency = latency_(draws);
    Fetch& record = fetches_.take();
    record.address = fetch.address;
    record.goes_well = latency <= fetch.timeout && !world_.environment_.key_servers_silent();
    const Duration wait = record.goes_well ? latency : fetch.timeout;
    world_.events_.at_control(world_.now_ + wait, EventKind::keys_answered, record.self);
}

/// Fetches what is due, and says what is missing. A control plane that is down does nothing, and
/// starts anew.
void KeyFetches::look() {
    if (world_.environment_.control_down()) return;
    for (const mesh::KeyCache::Fetch& fetch : cache_.begin(world_.now_))
        ask(fetch);
    auto missing = cache_.missing(world_.now_);
    if (missing != told_) tell(std::move(missing));
    const Instant next = cache_.next_look(world_.now_);
    if (next == next_) return;
    next_ = next;
    if (next != mesh::never) world_.events_.at_control(next, EventKind::keys_due, 0);
}

void KeyFetches::tell(std::set<std::string> missing) {
    const auto note = [&](const std::string& address, bool is_missing) {
        world_.facts_.add(
            observe::Change{.at = world_.now_,
                            .kind = observe::Change::Kind::keys_missing,
                            .pod = world_.facts_.number(observe::NameKind::pod, address),
                            .value = is_missing ? 1U : 0U});
    };
    for (const std::string& address : told_) {
        if (!missing.contains(address)) note(address, false);
    }
    for (const std::string& address : missing) {
        if (!told_.contains(address)) note(address, true);
    }
    told_ = std::move(missing);
    world_.link_->hear_of_keys(told_);
}

}  // namespace weft::sim
