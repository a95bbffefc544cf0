#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace weft::mesh {

/// What a server does with the requests that wait for it. The numbers are a profile's.
struct OverloadSettings {
    std::uint32_t queue_limit = 0;  ///< Waiting at a time; 0 is no limit.
    std::uint32_t priorities = 1;   ///< Levels that share the queue; above 0.
    Duration patience{};  ///< Longest wait while the queue runs empty now and then; 0: any.
    Duration patience_overloaded{};  ///< Longest wait while it does not; not above `patience`.
    bool newest_first_overloaded = false;  ///< Who came last has the best chance to be in time.

    friend bool operator==(const OverloadSettings&, const OverloadSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const OverloadSettings& settings);

/// Whether a request of this priority (0 is the highest) may join a queue of this length. Each
/// level may fill an equal part more of the limit than the one below it, so the lowest is shed
/// first.
bool may_join_queue(const OverloadSettings& settings,
                    std::uint32_t waiting,
                    std::uint32_t priority);

/// Whether work on a request is wasted: the caller has left, or will have before it is done.
bool is_too_late(Instant deadline, Instant now, Duration work);

/// Decides which of the waiting requests is served next, and which have waited for too long. It
/// takes a queue that has not been empty for `patience` as a sign of overload.
/// Source: controlled delay and adaptive LIFO, as in B. Maurer, "Fail at Scale", ACM Queue 13(8),
/// 2015; after CoDel (Nichols and Jacobson, ACM Queue 10(5), 2012).
///
/// Sans-I/O: the caller keeps the queue and says when it runs empty.
class OverloadControl {
public:
    OverloadControl(const OverloadSettings& settings, Instant now)
        : settings_(settings), last_empty_(now) {}

    void on_empty(Instant now) { last_empty_ = now; }

    bool is_overloaded(Instant now) const;

    /// Whether the request that came last is to be served before the one that came first.
    bool takes_newest(Instant now) const;

    /// Whether a request that has waited since then is to be dropped.
    bool is_stale(Instant since, Instant now) const;

private:
    OverloadSettings settings_;
    Instant last_empty_;
};

}  // namespace weft::mesh
