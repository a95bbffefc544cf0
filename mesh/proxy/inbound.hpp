#pragma once

#include "mesh/proxy/proxy_config.hpp"
#include "mesh/proxy/stream.hpp"
#include "mesh/resilience/adaptive_concurrency.hpp"
#include "mesh/resilience/local_rate_limit.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>

namespace weft::mesh {

struct InboundView;

/// What one proxy lets through to the app beside it under one policy: first its own rate limit is
/// asked, then the one that it shares with others, then the limit on requests at a time.
class Inbound {
public:
    enum class Verdict : std::uint8_t {
        admitted,
        rate_limited,
        to_be_asked,  ///< The rate limit service has to say, see on_limit_answer().
        over_quota,
        not_answered,  ///< And such requests are denied.
        too_many,
    };

    /// `number` tells this policy from those before it; above 0.
    Inbound(std::shared_ptr<const InboundPolicy> policy, std::uint32_t number, Instant now);

    bool follows(const std::shared_ptr<const InboundPolicy>& policy) const {
        return policy_ == policy;
    }

    /// `descriptor` is that of the request.
    Verdict admit(InboundStream& stream, const std::optional<ShapeId>& descriptor, Instant now);

    /// The rate limit service has answered, or the time for it is over. Requires that the question
    /// was asked under this policy or an earlier one.
    Verdict on_limit_answer(InboundStream& stream, bool answered, bool admitted, Instant now);

    /// As what the rate limit service counts requests of this shape; nothing if it is not asked.
    std::optional<ShapeId> descriptor(ShapeId shape, Shapes& shapes);
    Duration limit_timeout() const { return policy_->global_rate_limit->timeout; }

    /// When the proxy's own rate limit lets another request through; nothing if it never does.
    /// Requires that it refused one.
    std::optional<Duration> next_token_in(Instant now) const { return bucket_->next_token_in(now); }

    /// An admitted request was answered, or never will be. Those that an earlier policy admitted do
    /// not count.
    void ended(const InboundStream& stream, Instant now, Draws& draws);
    void cancelled(const InboundStream& stream);

    /// How long from now on_timer() is to be called, if that was not said yet.
    std::optional<Duration> timer_to_set(Instant now);
    void on_timer(Instant now);
    std::uint32_t number() const { return number_; }

    /// Admitted under this policy, counted and not ended.
    std::uint32_t in_progress() const { return concurrency_ ? concurrency_->in_flight() : 0; }

    /// What there is now, for people who look.
    InboundView view(Instant now) const;

private:
    Verdict admit_at_a_time(InboundStream& stream, Instant now);

    std::shared_ptr<const InboundPolicy> policy_;
    std::uint32_t number_;
    std::optional<TokenBucket> bucket_;
    std::optional<AdaptiveConcurrency> concurrency_;
    Instant timer_at_ = never;                               ///< Of those that are set, the first.
    std::map<ShapeId, std::optional<ShapeId>> descriptors_;  ///< Of the shapes so far.
};

}  // namespace weft::mesh
