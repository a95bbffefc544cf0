#pragma once

#include "mesh/proxy/proxy_config.hpp"

#include <cstdint>
#include <string>

/// What a cluster or a route is told to do, in words for people.
namespace weft::scenarios {

/// "100", or "unlimited".
std::string limit_words(std::uint32_t most);

/// "1024 requests, 20% of requests or 3 retries"
std::string limits_words(const mesh::ClusterConfig& config);

/// "least_request choices=2"
std::string balancer_words(const mesh::BalancerChoice& balancer);

/// "2 on 5xx, back-off 25ms to 250ms, each within 1s"
std::string retries_words(const mesh::RetryPolicy& retry);

/// "5 answers of 5xx in a row, swept each 10s, out for 30s and more, at most 10%"
std::string outlier_words(const mesh::OutlierSettings& outlier);

/// "below 50% healthy"
std::string panic_words(const mesh::ClusterConfig& config);

/// "HTTP/1.1, at most 100, handshake of 2 round trips within 10s, closed when idle for 1h"
std::string connections_words(const mesh::ClusterConfig& config);

}  // namespace weft::scenarios
