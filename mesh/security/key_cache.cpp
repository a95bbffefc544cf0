#include "mesh/security/key_cache.hpp"

#include <algorithm>

namespace weft::mesh {

std::optional<std::string> mistake_in(const KeyCacheSettings& settings) {
    if (settings.refresh <= Duration::zero()) return "keys are refreshed after more than 0s";
    if (settings.retry <= Duration::zero()) return "keys are asked for again after more than 0s";
    if (settings.timeout <= Duration::zero()) return "a fetch of keys takes more than 0s";
    return std::nullopt;
}

void KeyCache::want(const std::map<std::string, Duration>& timeouts,
                    std::optional<Instant> since,
                    Instant now) {
    std::erase_if(keys_, [&](const auto& entry) { return !timeouts.contains(entry.first); });
    for (const auto& [address, timeout] : timeouts) {
        const auto [known, is_new] = keys_.try_emplace(address);
        known->second.timeout = timeout;
        if (!is_new) continue;
        known->second.since = since;
        known->second.due = since ? *since + settings_.refresh : now;
    }
}

void KeyCache::clear(Instant now) {
    for (auto& [address, keys] : keys_)
        keys = {.timeout = keys.timeout, .due = now};
}

std::vector<KeyCache::Fetch> KeyCache::begin(Instant now) {
    std::vector<Fetch> fetches;
    for (auto& [address, keys] : keys_) {
        if (keys.due > now) continue;
        keys.due = never;
        fetches.push_back({address, keys.timeout});
    }
    return fetches;
}

void KeyCache::fetched(const std::string& address, bool went_well, Instant now) {
    const auto known = keys_.find(address);
    if (known == keys_.end()) return;
    Keys& keys = known->second;
    keys.has_failed = !went_well;
    if (went_well) keys.since = now;
    keys.due = now + (went_well ? settings_.refresh : settings_.retry);
}

/// When keys of which no others came are not good any more.
Instant KeyCache::end_of(const Keys& keys) const {
    if (!keys.since) return {};
    return settings_.lifetime == Duration::zero() ? never : *keys.since + settings_.lifetime;
}

std::set<std::string> KeyCache::missing(Instant now) const {
    std::set<std::string> addresses;
    for (const auto& [address, keys] : keys_) {
        if (keys.has_failed && end_of(keys) <= now) addresses.insert(address);
    }
    return addresses;
}

Instant KeyCache::next_look(Instant now) const {
    Instant next = never;
    for (const auto& [address, keys] : keys_) {
        next = std::min(next, std::max(keys.due, now));
        if (keys.has_failed && end_of(keys) > now) next = std::min(next, end_of(keys));
    }
    return next;
}

}  // namespace weft::mesh
