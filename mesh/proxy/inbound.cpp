#include "mesh/proxy/inbound.hpp"

#include <utility>

namespace weft::mesh {

Inbound::Inbound(std::shared_ptr<const InboundPolicy> policy, std::uint32_t number, Instant now)
    : policy_(std::move(policy)), number_(number) {
    if (policy_->rate_limit) bucket_.emplace(*policy_->rate_limit, now);
    if (policy_->concurrency) concurrency_.emplace(*policy_->concurrency, now);
}

Inbound::Verdict Inbound::admit(InboundStream& stream, Instant now) {
    if (bucket_ && !bucket_->admits(now)) return Verdict::rate_limited;
    if (!concurrency_) return Verdict::admitted;
    if (!concurrency_->admits()) return Verdict::too_many;
    stream = {.since = now, .counted_by = number_};
    return Verdict::admitted;
}

void Inbound::ended(const InboundStream& stream, Instant now, Draws& draws) {
    if (stream.counted_by == number_) concurrency_->answered(stream.since, now, draws);
}

void Inbound::cancelled(const InboundStream& stream) {
    if (stream.counted_by == number_) concurrency_->cancelled();
}

std::optional<Duration> Inbound::timer_to_set(Instant now) {
    if (!concurrency_ || concurrency_->next_timer() >= timer_at_) return std::nullopt;
    timer_at_ = concurrency_->next_timer();
    return timer_at_ - now;
}

void Inbound::on_timer(Instant now) {
    timer_at_ = never;
    concurrency_->on_timer(now);
}

}  // namespace weft::mesh
