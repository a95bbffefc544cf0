#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/proxy/sidecar.hpp"

#include <deque>
#include <map>
#include <optional>
#include <variant>
#include <vector>

namespace weft::tests {

/// Two sidecars back to back, the client's and the server's, whose app answers as it is told. Time
/// passes only in timers and on the wire. A proxy around real sockets has this shape.
class Loopback {
public:
    explicit Loopback(const mesh::ProxyConfig& config) {
        tell(client_, mesh::input::ConfigPushed{std::make_shared<mesh::ProxyConfig>(config)});
    }

    /// What the app behind the server says to the next requests, in turn: a status, or a reset.
    std::deque<mesh::AttemptOutcome> answers;
    std::optional<mesh::Duration> think;  ///< How long it takes; nothing: it never answers.

    struct Reply {
        std::uint16_t status;
        mesh::Flags flags;
        mesh::Instant at;
    };

    /// Sends a request and plays until it is answered.
    Reply ask(const mesh::RequestHead& head) {
        stream_ = {};
        reply_.reset();
        tell(client_, mesh::input::RequestStarted{stream_, id, shapes.intern(head)});
        while (!reply_ && !due_.empty()) {
            const auto next = due_.extract(due_.begin());
            now_ = next.key();
            tell(client_, next.mapped());
        }
        return reply_.value_or(Reply{0, {}, now_});
    }

    mesh::Shapes shapes;
    std::vector<mesh::Action> sent;  ///< The attempts so far.
    std::vector<mesh::Fact> facts;
    std::size_t mirrored = 0;

private:
    static constexpr mesh::StreamId id{0};
    void tell(mesh::Sidecar& sidecar, const mesh::Input& input) {
        mesh::Actions actions;
        mesh::Draws draws{mesh::RequestKey{.root = ++requests_}};
        sidecar.handle(input, now_, draws, actions);
        for (const mesh::Action& action : actions)
            carry_out(action);
    }

    void carry_out(const mesh::Action& action) {
        using Kind = mesh::Action::Kind;
        if (action.kind == Kind::send_attempt) {
            sent.push_back(action);
            tell(server_, mesh::input::InboundStarted{inbound_, id});
        }
        if (action.kind == Kind::deliver && think) serve();
        if (action.kind == Kind::set_timer && action.timer < mesh::TimerKind::outlier_sweep)
            due_.emplace(now_ + action.delay, mesh::input::StreamTimer{stream_, id, action.timer});
        if (action.kind == Kind::cancel_timer)
            std::erase_if(due_, [&](const auto& due) {
                const auto* const timer = std::get_if<mesh::input::StreamTimer>(&due.second);
                return timer != nullptr && timer->kind == action.timer;
            });
        if (action.kind == Kind::reply) reply_ = {action.status, action.flags, now_};
        if (action.kind == Kind::mirror) ++mirrored;
        if (action.kind == Kind::fact) facts.push_back(action.fact());
    }

    void serve() {
        const mesh::AttemptOutcome outcome = answers.front();
        if (answers.size() > 1) answers.pop_front();
        const auto answer = [&](const mesh::Input& input) { due_.emplace(now_ + *think, input); };
        if (outcome.status == 0)
            return answer(
                mesh::input::AttemptReset{stream_, id, sent.back().attempt, outcome.reset});
        answer(mesh::input::ResponseEnded{stream_, id, sent.back().attempt, outcome.status});
    }

    mesh::BalancerRegistry balancers_ = mesh::built_in_balancers();
    mesh::Sidecar client_{"client", {balancers_, shapes, 1}};
    mesh::Sidecar server_{"server", {balancers_, shapes, 1}};
    mesh::Instant now_{};
    mesh::Stream stream_;
    mesh::InboundStream inbound_;
    std::uint64_t requests_ = 0;
    std::multimap<mesh::Instant, mesh::Input> due_;
    std::optional<Reply> reply_;
};

}  // namespace weft::tests
