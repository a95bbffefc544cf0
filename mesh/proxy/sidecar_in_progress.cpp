#include "mesh/proxy/sidecar.hpp"

namespace weft::mesh {

InProgress Sidecar::counted(Instant now) const {
    InProgress counted;
    counted.waited = waits_for_host_.waited(now);
    counted.waited_at_pool = waits_for_connection_.waited(now);
    for (const Epoch& epoch : epochs_)
        counted.streams += epoch.streams;
    for (const Slot& slot : slots_) {
        if (slot.state) slot.state->count(counted);
    }
    return counted;
}

void Sidecar::add_held(const Stream& stream, Instant now, InProgress& held) const {
    if (stream.phase == Stream::Phase::idle || stream.phase == Stream::Phase::done) return;
    ++held.streams;
    const ClusterState* const state = state_of(stream);
    if (state == nullptr) return;  // Nobody counts what it holds there any more.
    if (stream.holds_retry) ++held.retries;
    const auto waited = static_cast<std::uint64_t>((now - stream.host.since).count());
    if (stream.phase == Stream::Phase::hostless) {
        ++held.waiting;
        held.waited += waited;
    }
    if (stream.phase == Stream::Phase::connecting) {
        ++held.pending;
        held.waited_at_pool += waited;
    }
    const auto add_sent = [&](const ChosenHost& host) {
        ++held.requests;
        if (state->counts(host)) ++held.at_hosts;
    };
    if (stream.phase == Stream::Phase::in_flight) add_sent(stream.host);
    if (!stream.earlier) return;
    for (const EarlierAttempts::Out& attempt : stream.earlier->out) {
        if (attempt.cluster_number == stream.cluster_number) add_sent(attempt.host);
    }
}

std::uint64_t Sidecar::inbound_counted() const {
    return inbound_ == nullptr ? 0 : inbound_->in_progress();
}

bool Sidecar::counts_inbound(const InboundStream& stream) const {
    return inbound_ != nullptr && stream.counted_by == inbound_->number();
}

}  // namespace weft::mesh
