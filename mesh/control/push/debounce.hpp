#pragma once

#include "mesh/base/time.hpp"

#include <optional>
#include <string>

namespace weft::mesh::control {

/// How changes gather before proxies are told of them.
struct DebounceSettings {
    Duration quiet{};         ///< A push waits until nothing has changed for so long,
    Duration longest{};       ///< unless changes have gone on for so long.
    Duration min_interval{};  ///< It begins no sooner than this after the one before.

    friend bool operator==(const DebounceSettings&, const DebounceSettings&) = default;
};

/// What is wrong with them, if anything.
std::optional<std::string> mistake_in(const DebounceSettings& settings);

/// Gathers changes into pushes. Whether they have gone on for too long is only looked at when a
/// quiet time might be over, so that under steady churn a push may come up to `quiet` after
/// `longest`.
/// Source: the debounce of Istio's discovery server; the interval is that of kube-proxy.
///
/// Sans-I/O: the caller says what time it is, and looks at what is due when next_look() says so.
class Debounce {
public:
    explicit Debounce(const DebounceSettings& settings) : settings_(settings) {}

    /// Something changed.
    void on_change(Instant now);

    /// When to look next; `never` if nothing has changed since the last push.
    Instant next_look() const { return look_; }

    /// Whether what has gathered is to be pushed now; then it begins to gather anew. Requires that
    /// it is time to look.
    bool look(Instant now);

    /// Forgets what has gathered.
    void clear() { look_ = never; }

private:
    DebounceSettings settings_;
    Instant first_{};  ///< Change since the last push,
    Instant last_{};   ///< and the latest.
    Instant look_ = never;
    Instant earliest_{};  ///< For the next push.
};

}  // namespace weft::mesh::control
