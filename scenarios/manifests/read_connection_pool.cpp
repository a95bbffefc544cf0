#include "scenarios/manifests/read_connection_pool.hpp"

#include "scenarios/manifests/istio_values.hpp"

#include <array>
#include <chrono>
#include <string>
#include <string_view>

namespace weft::scenarios {

using namespace mesh::control;
using namespace std::chrono_literals;

namespace {

void read_tcp(YamlMap tcp, ConnectionPoolSettings& pool) {
    pool.max_connections = read_count_or_default(tcp, "maxConnections");
    pool.connect_timeout = read_duration(tcp, "connectTimeout", 1ms);
    if (read_duration(tcp, "idleTimeout")) {
        tcp.diagnostics().warning(tcp.place("idleTimeout"),
                                  "connectionPool.tcp.idleTimeout is not honoured: it is for "
                                  "streams of bytes, and http.idleTimeout for requests");
    }
    tcp.warn_of_unknown_keys("connectionPool.tcp");
}

/// Nothing: the mesh decides.
std::optional<bool> read_upgrade(YamlMap& http) {
    static constexpr std::array<std::string_view, 3> words{"DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"};
    const std::string word = http.choice("h2UpgradePolicy", words[0], words);
    return word == words[0] ? std::nullopt : std::optional<bool>{word == words[2]};
}

void read_http(YamlMap http, ConnectionPoolSettings& pool) {
    pool.http1_max_pending_requests = read_count_or_default(http, "http1MaxPendingRequests");
    pool.http2_max_requests = read_count_or_default(http, "http2MaxRequests");
    pool.max_requests_per_connection = read_count_or_default(http, "maxRequestsPerConnection");
    pool.max_retries = read_count_or_default(http, "maxRetries");
    pool.idle_timeout = read_duration(http, "idleTimeout");
    pool.max_concurrent_streams = read_count_or_default(http, "maxConcurrentStreams");
    pool.upgrades_to_http2 = read_upgrade(http);
    http.warn_of_unknown_keys("connectionPool.http");
}

}  // namespace

std::optional<ConnectionPoolSettings> read_connection_pool(YamlMap& policy) {
    auto map = policy.map("connectionPool");
    if (!map) return std::nullopt;
    ConnectionPoolSettings pool;
    if (const auto tcp = map->map("tcp")) read_tcp(*tcp, pool);
    if (const auto http = map->map("http")) read_http(*http, pool);
    map->warn_of_unknown_keys("trafficPolicy.connectionPool");
    return pool;
}

}  // namespace weft::scenarios
