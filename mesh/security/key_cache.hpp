#pragma once

#include "mesh/base/time.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace weft::mesh {

/// How keys are fetched and kept.
struct KeyCacheSettings {
    Duration refresh{};   ///< After a fetch that went well; above 0.
    Duration retry{};     ///< After one that failed; above 0.
    Duration timeout{};   ///< Of a fetch, where no rule says more; above 0.
    Duration lifetime{};  ///< Keys are good for so long; 0: until there are others.
};

/// What is wrong with them, if anything.
std::optional<std::string> mistake_in(const KeyCacheSettings& settings);

/// The keys with which issuers sign tokens, by the addresses where they are published. They are
/// taken to be there until a fetch has failed, since whoever needs them first waits for them.
/// Source: the resolver of key sets in Istio's control plane, which keeps old keys; with a
/// lifetime, the cache of the reference proxy's JWT filter.
///
/// Sans-I/O: its host says what time it is and fetches.
class KeyCache {
public:
    explicit KeyCache(const KeyCacheSettings& settings) : settings_(settings) {}

    /// Rules name these addresses, and how long a fetch may take. Keys of new ones were fetched at
    /// `since`, or if there is none are to be fetched at once; those of others are forgotten.
    void want(const std::map<std::string, Duration>& timeouts,
              std::optional<Instant> since,
              Instant now);

    /// All is forgotten, and to be fetched at once.
    void clear(Instant now);

    struct Fetch {
        std::string address;
        Duration timeout;
    };

    /// What is to be fetched now; each goes on until fetched().
    std::vector<Fetch> begin(Instant now);

    /// A fetch of an address that nobody wants any more changes nothing.
    void fetched(const std::string& address, bool went_well, Instant now);

    /// Addresses whose keys are not there.
    std::set<std::string> missing(Instant now) const;

    /// When something is to be fetched or runs out, after `now`; `never` if nothing is.
    Instant next_look(Instant now) const;

private:
    struct Keys {
        Duration timeout{};
        std::optional<Instant> since{};  ///< The last fetch that went well.
        bool has_failed = false;         ///< One since.
        Instant due{};                   ///< Of the next; `never` while one goes on.
    };

    Instant end_of(const Keys& keys) const;

    KeyCacheSettings settings_;
    std::map<std::string, Keys> keys_;
};

}  // namespace weft::mesh
