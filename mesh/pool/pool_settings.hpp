#pragma once

#include "mesh/base/time.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace weft::mesh {

enum class HttpVersion : std::uint8_t { http1, http2 };

/// What is agreed on above TCP before the first request may leave.
enum class TransportSecurity : std::uint8_t { plain, tls_1_2, tls_1_3 };

/// How often a message goes there and back before a new connection takes requests: once for TCP
/// (RFC 9293), once more for TLS 1.3 (RFC 8446), twice more for TLS 1.2 (RFC 5246).
constexpr std::uint8_t handshake_round_trips(TransportSecurity security) {
    switch (security) {
        case TransportSecurity::plain:
            return 1;
        case TransportSecurity::tls_1_2:
            return 3;
        case TransportSecurity::tls_1_3:
            return 2;
    }
    return 1;
}

/// How one proxy keeps connections to a host. What may be open and wait at a time in the whole
/// cluster is a matter of ResourceUse.
struct PoolSettings {
    static constexpr std::uint32_t unlimited = std::numeric_limits<std::uint32_t>::max();

    HttpVersion version = HttpVersion::http2;
    std::uint8_t round_trips = 1;                      ///< Of a handshake; above 0.
    std::uint32_t max_connections = unlimited;         ///< To this host.
    std::uint32_t max_concurrent_streams = unlimited;  ///< A connection, HTTP/2 only; above 0.
    std::uint32_t max_requests_per_connection = 0;     ///< In its life; 0: no limit.
    Duration connect_timeout{};                        ///< 0: none.
    Duration idle_timeout{};                           ///< Without a request; 0: none.
    double preconnect_ratio = 1;  ///< Streams there should be room for, by streams wanted; 1 to 3.

    friend bool operator==(const PoolSettings&, const PoolSettings&) = default;
};

/// Why the settings cannot be used; nothing if they can.
std::optional<std::string> mistake_in(const PoolSettings& settings);

/// How many requests a connection may carry in its life. Without a limit an HTTP/2 connection ends
/// when its stream numbers do. Source: the reference proxy, which allows 2^29 of them.
std::uint32_t lifetime_streams(const PoolSettings& settings);

/// How many requests a new connection may carry at a time, as far as this side knows.
std::uint32_t concurrent_streams(const PoolSettings& settings);

}  // namespace weft::mesh
