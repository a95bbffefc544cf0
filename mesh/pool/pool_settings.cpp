#include "mesh/pool/pool_settings.hpp"

#include <algorithm>

namespace weft::mesh {
namespace {

constexpr std::uint32_t http2_stream_numbers = 1U << 29;
constexpr double most_preconnect = 3;

}  // namespace

std::optional<std::string> mistake_in(const PoolSettings& settings) {
    if (settings.round_trips == 0) return "a handshake takes at least one round trip";
    if (settings.max_concurrent_streams == 0) return "a connection must take at least one stream";
    if (settings.connect_timeout < Duration::zero()) return "the connect timeout is negative";
    if (settings.idle_timeout < Duration::zero()) return "the idle timeout is negative";
    if (!(settings.preconnect_ratio >= 1 && settings.preconnect_ratio <= most_preconnect)) {
        return "the preconnect ratio must be from 1 to 3";
    }
    return std::nullopt;
}

std::uint32_t lifetime_streams(const PoolSettings& settings) {
    if (settings.max_requests_per_connection > 0) return settings.max_requests_per_connection;
    return settings.version == HttpVersion::http2 ? http2_stream_numbers : PoolSettings::unlimited;
}

std::uint32_t concurrent_streams(const PoolSettings& settings) {
    if (settings.version == HttpVersion::http1) return 1;
    return std::min(settings.max_concurrent_streams, lifetime_streams(settings));
}

}  // namespace weft::mesh
