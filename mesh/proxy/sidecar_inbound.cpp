#include "mesh/proxy/sidecar.hpp"

#include <cassert>

namespace weft::mesh {
namespace {

/// What a proxy answers itself, and which limit it says was reached.
struct Refusal {
    std::uint16_t status;
    Flags flags = {};
    std::optional<Limit> limit = std::nullopt;
};

/// Only rate limits set a flag, as in the reference proxy.
Refusal refusal_by(Inbound::Verdict verdict) {
    switch (verdict) {
        case Inbound::Verdict::rate_limited:
            return {429, Flag::RL, Limit::rate};
        case Inbound::Verdict::over_quota:
            return {429, Flag::RL, Limit::shared_rate};
        case Inbound::Verdict::not_answered:
            return {500, Flag::RLSE};
        default:
            return {503, {}, Limit::concurrency};
    }
}

}  // namespace

TlsOutcome Sidecar::meet(ClientTls client, std::uint16_t port) const {
    TlsServer server;
    if (security_ != nullptr) server.mode = security_->rules().mode_of(port);
    return mesh::meet(client, server);
}

/// Whether the caller may ask for this; if not, it is answered, or its connection closed.
bool Sidecar::admit_caller(const input::InboundStarted& input, const Moment& moment) {
    assert(input.connection != nullptr);
    const InboundVerdict verdict =
        security_->decide(*input.connection, around_.shapes.head(input.shape), moment.now);
    return follow_verdict(input.id, verdict, moment);
}

/// Whether the request goes on.
bool Sidecar::follow_verdict(StreamId id, const InboundVerdict& verdict, const Moment& moment) {
    if (verdict.goes_on()) return true;
    if (verdict.asks_authorizer) {
        ask_authorizer(id, moment);
        return false;
    }
    const auto kind =
        verdict.closes_connection ? Action::Kind::close_inbound : Action::Kind::respond;
    Action action = Action::about(kind, id);
    action.status = verdict.status;
    if (verdict.by_authorizer) action.flags.add(Flag::UAEX);
    moment.out.push_back(action);
    return false;
}

void Sidecar::ask_authorizer(StreamId id, const Moment& moment) {
    const ExternalAuthorizer& authorizer = *security_->authorizer();
    Action action = Action::about(Action::Kind::ask_authorizer, id);
    action.shape = around_.shapes.intern({.authority = authorizer.name});
    action.delay = authorizer.timeout;
    moment.out.push_back(action);
}

/// The policies of now decide, which may not be those that asked.
void Sidecar::on(const input::AuthorizerAnswered& input, const Moment& moment) {
    if (security_ != nullptr) {
        const InboundVerdict verdict =
            security_->decide(input.connection, around_.shapes.head(input.shape), moment.now,
                              security_->answer_of(input.answered, input.allowed));
        if (!follow_verdict(input.id, verdict, moment)) return;
    }
    go_on_to_app({input.stream, input.id, input.shape, &input.connection}, moment);
}

/// Whether the request may go on to the app at once; if not, it is answered, or asked about.
bool Sidecar::admit_inbound(const input::InboundStarted& input, const Moment& moment) {
    const auto descriptor = inbound_->descriptor(input.shape, around_.shapes);
    const Inbound::Verdict verdict = inbound_->admit(input.stream, descriptor, moment.now);
    if (verdict == Inbound::Verdict::admitted) return true;
    if (verdict == Inbound::Verdict::to_be_asked) {
        Action action = Action::about(Action::Kind::ask_limit, input.id);
        action.shape = *descriptor;
        action.delay = inbound_->limit_timeout();
        moment.out.push_back(action);
    } else {
        std::optional<Duration> resets_in;
        if (verdict == Inbound::Verdict::rate_limited) {
            resets_in = inbound_->next_token_in(moment.now);
        }
        refuse_inbound(input.id, verdict, resets_in, moment);
    }
    return false;
}

void Sidecar::on(const input::LimitAnswered& input, const Moment& moment) {
    auto verdict = Inbound::Verdict::admitted;
    if (inbound_ != nullptr) {
        verdict =
            inbound_->on_limit_answer(input.stream, input.answered, input.admitted, moment.now);
    }
    if (verdict == Inbound::Verdict::admitted) {
        return moment.out.push_back(Action::about(Action::Kind::deliver, input.id));
    }
    std::optional<Duration> resets_in;
    if (verdict == Inbound::Verdict::over_quota) resets_in = input.resets_in;
    refuse_inbound(input.id, verdict, resets_in, moment);
}

void Sidecar::refuse_inbound(StreamId id,
                             Inbound::Verdict verdict,
                             std::optional<Duration> resets_in,
                             const Moment& moment) {
    const Refusal refusal = refusal_by(verdict);
    if (refusal.limit) {
        moment.out.push_back(Action::of({Fact::Kind::inbound_limit_reached, ClusterId{0}, HostId{0},
                                         static_cast<std::uint32_t>(*refusal.limit)}));
    }
    Action action = Action::about(Action::Kind::respond, id);
    action.status = refusal.status;
    action.flags = refusal.flags;
    if (resets_in) action.value = reset_seconds(*resets_in);
    moment.out.push_back(action);
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
