#pragma once

#include "mesh/security/key_cache.hpp"
#include "sim/cluster/cluster_plan.hpp"
#include "sim/service/distribution.hpp"
#include "sim/world/pool.hpp"
#include "sim/world/world.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace weft::sim {

/// The keys of those who issue tokens: the control plane fetches them, and tells proxies which it
/// could not get.
class KeyFetches {
public:
    /// Those that rules name by now were fetched in time so far.
    KeyFetches(World& world, const KeyPlan& plan);

    /// Rules may name others now.
    void follow_rules();

    void on_due();
    void on_answer(Handle fetch);

    /// The control plane has started anew, and has none.
    void restart();

private:
    struct Fetch {
        Handle self = 0;
        std::string address;
        bool goes_well = false;
    };

    std::map<std::string, Duration> wanted() const;
    void ask(const mesh::KeyCache::Fetch& fetch);
    void look();
    void tell(std::set<std::string> missing);

    World& world_;
    mesh::KeyCacheSettings settings_;
    Sampler latency_;
    mesh::KeyCache cache_;
    Pool<Fetch> fetches_;
    std::map<std::string, std::uint32_t>
        asked_;                   ///< So far, so that each draws numbers of its own.
    std::set<std::string> told_;  ///< To be missing.
    Instant next_ = mesh::never;  ///< When keys_due counts.
};

}  // namespace weft::sim
