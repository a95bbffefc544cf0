#include "mesh/proxy/sidecar.hpp"

namespace weft::mesh {
namespace {

constexpr std::uint16_t rate_limited_status = 429;
constexpr std::uint16_t overloaded_status = 503;

}  // namespace

/// Whether the request may go on to the app; if not, it is answered. Only the rate limit sets a
/// flag, as in the reference proxy.
bool Sidecar::admit_inbound(const input::InboundStarted& input, const Moment& moment) {
    const Inbound::Verdict verdict = inbound_->admit(input.stream, moment.now);
    if (verdict == Inbound::Verdict::admitted) return true;
    const bool by_rate = verdict == Inbound::Verdict::rate_limited;
    const Limit limit = by_rate ? Limit::rate : Limit::concurrency;
    moment.out.push_back(Action::of({Fact::Kind::inbound_limit_reached, ClusterId{0}, HostId{0},
                                     static_cast<std::uint32_t>(limit)}));
    Action action = Action::about(Action::Kind::respond, input.id);
    action.status = by_rate ? rate_limited_status : overloaded_status;
    if (by_rate) action.flags = Flag::RL;
    moment.out.push_back(action);
    return false;
}

void Sidecar::end_inbound(const InboundStream& stream, const Moment& moment) {
    Draws draws = moment.draws.of(Purpose::adaptive);
    inbound_->ended(stream, moment.now, draws);
    set_window(moment);
}

/// A policy that a push did not change goes on with what it has counted.
void Sidecar::renew_inbound(const std::shared_ptr<const InboundPolicy>& policy,
                            const Moment& moment) {
    if (policy == nullptr) return inbound_.reset();
    if (inbound_ != nullptr && inbound_->follows(policy)) return;
    inbound_ = std::make_unique<Inbound>(policy, ++inbound_policies_, moment.now);
}

void Sidecar::set_window(const Moment& moment) {
    const auto delay = inbound_->timer_to_set(moment.now);
    if (!delay) return;
    Action action;
    action.kind = Action::Kind::set_timer;
    action.timer = TimerKind::adaptive_window;
    action.value = inbound_->number();
    action.delay = *delay;
    moment.out.push_back(action);
}

void Sidecar::on(const input::ProxyTimer& input, const Moment& moment) {
    if (inbound_ == nullptr || input.value != inbound_->number()) return;
    inbound_->on_timer(moment.now);
    set_window(moment);
}

}  // namespace weft::mesh
