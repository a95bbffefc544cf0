#include "mesh/proxy/request_gate.hpp"

namespace weft::mesh {
namespace {

bool has_interval(const ClusterConfig& config) {
    return config.retry_budget && config.retry_budget->interval > Duration::zero();
}

}  // namespace

RequestGate::RequestGate(const ClusterConfig& config) {
    if (config.admission) admission_.emplace(*config.admission);
    if (config.retry_deposits) deposits_.emplace(*config.retry_deposits);
    if (config.retry_tokens) tokens_.emplace(*config.retry_tokens);
    if (config.retry_breaker) breaker_.emplace(*config.retry_breaker);
    if (!has_interval(config)) return;
    budget_ = config.retry_budget;
    recent_.emplace(config.retry_budget->interval);
}

bool RequestGate::is_wanted(const ClusterConfig& config) {
    return config.admission || config.retry_deposits || config.retry_tokens ||
           config.retry_breaker || has_interval(config);
}

bool RequestGate::admits(Instant now, std::uint64_t draw) {
    if (admission_ && !admission_->admits(now, draw)) return false;
    if (deposits_) deposits_->request(now);
    if (tokens_) tokens_->request();
    if (breaker_) breaker_->request();
    if (recent_) recent_->begun(now);
    return true;
}

void RequestGate::ended(std::uint16_t status, Instant now) {
    if (admission_) admission_->report(is_success_of_http(status), now);
}

std::optional<bool> RequestGate::allows_retry(std::uint32_t retries, Instant now) {
    if (deposits_) return deposits_->withdraw(now);
    if (tokens_) return tokens_->withdraw();
    if (breaker_) return breaker_->permits();
    if (recent_) return retries < retries_allowed(*budget_, recent_->count(now), 0);
    return std::nullopt;
}

}  // namespace weft::mesh
