#include "mesh/proxy/inbound.hpp"

#include <utility>

namespace weft::mesh {

Inbound::Inbound(std::shared_ptr<const InboundPolicy> policy, std::uint32_t number, Instant now)
    : policy_(std::move(policy)), number_(number) {
    if (policy_->rate_limit) bucket_.emplace(*policy_->rate_limit, now);
    if (policy_->concurrency) concurrency_.emplace(*policy_->concurrency, now);
}

Inbound::Verdict Inbound::admit(InboundStream& stream,
                                const std::optional<ShapeId>& descriptor,
                                Instant now) {
    if (bucket_ && !bucket_->admits(now)) return Verdict::rate_limited;
    if (descriptor) return Verdict::to_be_asked;
    return admit_at_a_time(stream, now);
}

Inbound::Verdict Inbound::on_limit_answer(InboundStream& stream,
                                          bool answered,
                                          bool admitted,
                                          Instant now) {
    const auto& limit = policy_->global_rate_limit;
    if (limit && !may_go_on(limit->failure, answered, admitted)) {
        return answered ? Verdict::over_quota : Verdict::not_answered;
    }
    return admit_at_a_time(stream, now);
}

std::optional<ShapeId> Inbound::descriptor(ShapeId shape, Shapes& shapes) {
    const auto& limit = policy_->global_rate_limit;
    if (!limit) return std::nullopt;
    const auto [entry, is_new] = descriptors_.try_emplace(shape);
    if (is_new) {
        const auto found = descriptor_of(*limit, shapes.head(shape));
        if (found) entry->second = shapes.intern(*found);
    }
    return entry->second;
}

Inbound::Verdict Inbound::admit_at_a_time(InboundStream& stream, Instant now) {
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
