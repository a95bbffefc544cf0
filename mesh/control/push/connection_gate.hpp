#pragma once

#include "mesh/base/time.hpp"
#include "mesh/resilience/retry.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace weft::mesh::control {

/// How proxies connect to the control plane.
struct ConnectionRules {
    std::uint32_t per_second = 0;  ///< Let in, one after the other; 0: as many as come.
    Duration longest_wait{};       ///< Who would have to wait for longer is turned away.
    BackoffPolicy retry{};         ///< Of a proxy that was, or that finds no control plane. Without
                                   ///< it comes back as soon as there is one.
    Duration max_age{};  ///< Then the control plane closes a connection, and the proxy comes back;
                         ///< 0: never.
    std::uint32_t age_jitter_percent = 0;  ///< By so much connections get older, or less old.
};

/// What is wrong with them, if anything.
std::optional<std::string> mistake_in(const ConnectionRules& rules);

/// How old a connection gets. Uniform, at whole milliseconds.
Duration age_of(const ConnectionRules& rules, std::uint64_t draw);

/// Lets proxies in at a limited rate, so that a fleet that comes back at once does not bring the
/// control plane down.
/// Source: the request limit of Istio's discovery server, a token bucket of one token.
///
/// Sans-I/O: the caller says what time it is.
class ConnectionGate {
public:
    explicit ConnectionGate(const ConnectionRules& rules) : rules_(rules) {}

    /// When a proxy that asks now is let in; nothing if it is turned away.
    std::optional<Instant> admit(Instant now);

    /// Nobody waits any more.
    void clear() { next_ = {}; }

private:
    ConnectionRules rules_;
    Instant next_{};  ///< When the next is let in, if it has asked by then.
};

}  // namespace weft::mesh::control
