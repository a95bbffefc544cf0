#pragma once

#include "mesh/proxy/proxy_config.hpp"
#include "mesh/proxy/stream.hpp"
#include "mesh/resilience/adaptive_concurrency.hpp"
#include "mesh/resilience/local_rate_limit.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace weft::mesh {

/// What one proxy lets through to the app beside it under one policy: first the rate limit is
/// asked, then the limit on requests at a time.
class Inbound {
public:
    enum class Verdict : std::uint8_t { admitted, rate_limited, too_many };

    /// `number` tells this policy from those before it; above 0.
    Inbound(std::shared_ptr<const InboundPolicy> policy, std::uint32_t number, Instant now);

    bool follows(const std::shared_ptr<const InboundPolicy>& policy) const {
        return policy_ == policy;
    }

    Verdict admit(InboundStream& stream, Instant now);

    /// An admitted request was answered, or never will be. Those that an earlier policy admitted do
    /// not count.
    void ended(const InboundStream& stream, Instant now, Draws& draws);
    void cancelled(const InboundStream& stream);

    /// How long from now on_timer() is to be called, if that was not said yet.
    std::optional<Duration> timer_to_set(Instant now);
    void on_timer(Instant now);
    std::uint32_t number() const { return number_; }

private:
    std::shared_ptr<const InboundPolicy> policy_;
    std::uint32_t number_;
    std::optional<TokenBucket> bucket_;
    std::optional<AdaptiveConcurrency> concurrency_;
    Instant timer_at_ = never;  ///< Of those that are set, the first.
};

}  // namespace weft::mesh
