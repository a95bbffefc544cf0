#include "scenarios/play/policy_words.hpp"

#include "mesh/base/quantity.hpp"

#include <fmt/format.h>

namespace weft::scenarios {

using mesh::ResourceLimits;
using mesh::to_text;

std::string limit_words(std::uint32_t most) {
    return most == ResourceLimits::unlimited ? "unlimited" : std::to_string(most);
}

std::string retries_words(const mesh::RetryPolicy& retry) {
    if (retry.retries == 0) return "none";
    std::string text = fmt::format("{} on {}, back-off {} to {}", retry.retries,
                                   retry.on == 0 ? "nothing" : retry_on_text(retry),
                                   to_text(retry.backoff.base), to_text(retry.backoff.max));
    if (retry.per_try_timeout) text += ", each within " + to_text(*retry.per_try_timeout);
    return text;
}

std::string outlier_words(const mesh::OutlierSettings& outlier) {
    return fmt::format(
        "{} answers of 5xx in a row, swept each {}, out for {} and more, at most {}%",
        outlier.consecutive_5xx, to_text(outlier.interval), to_text(outlier.base_ejection_time),
        outlier.max_ejection_percent);
}

std::string connections_words(const mesh::ClusterConfig& config) {
    const mesh::PoolSettings& pool = config.pool;
    const bool is_http2 = pool.version == mesh::HttpVersion::http2;
    std::string text = is_http2 ? "HTTP/2" : "HTTP/1.1";
    if (is_http2 && pool.max_concurrent_streams != mesh::PoolSettings::unlimited)
        text += fmt::format(" of {} streams", pool.max_concurrent_streams);
    text += fmt::format(", {} at a time, {} requests waiting",
                        limit_words(config.limits.connections), limit_words(config.limits.pending));
    text += fmt::format(", handshake of {} round trip{}", pool.round_trips,
                        pool.round_trips == 1 ? "" : "s");
    if (pool.connect_timeout > mesh::Duration::zero())
        text += " within " + to_text(pool.connect_timeout);
    if (pool.max_requests_per_connection > 0)
        text += fmt::format(", {} requests each", pool.max_requests_per_connection);
    if (pool.idle_timeout > mesh::Duration::zero())
        text += ", closed when idle for " + to_text(pool.idle_timeout);
    if (config.binds_connections) text += ", host chosen by connection";
    return text;
}

std::string limits_words(const mesh::ClusterConfig& config) {
    return fmt::format("{} requests, {} retries", limit_words(config.limits.requests),
                       config.retry_budget
                           ? fmt::format("{:.4g}% of requests or {}", config.retry_budget->percent,
                                         config.retry_budget->min_concurrency)
                           : limit_words(config.limits.retries));
}

std::string balancer_words(const mesh::BalancerChoice& balancer) {
    std::string words = balancer.name;
    for (const auto& [key, value] : balancer.parameters)
        words.append(" ").append(key).append("=").append(value);
    return words;
}

std::string panic_words(const mesh::ClusterConfig& config) {
    const auto percent = config.selection.priority.panic_percent;
    return percent == 0 ? "never" : fmt::format("below {}% healthy", percent);
}

}  // namespace weft::scenarios
