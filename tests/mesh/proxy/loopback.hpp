#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/proxy/sidecar.hpp"

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace weft::tests {

/// Two sidecars back to back: what the client's sends arrives at the server's, whose app answers as
/// it is told. Time passes only in timers and on the wire. A proxy around real sockets has this
/// shape.
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
        tell(client_, mesh::input::RequestStarted{stream_, id, shapes_.intern(head)});
        while (!reply_ && !due_.empty()) {
            const auto [at, input] = *due_.begin();
            due_.erase(due_.begin());
            now_ = at;
            tell(client_, input);
        }
        return reply_.value_or(Reply{0, {}, now_});
    }

    std::vector<mesh::HostId> sent_to;  ///< Host of each attempt so far.
    std::vector<mesh::Fact> facts;
    std::size_t mirrored = 0;
    mesh::Shapes& shapes() { return shapes_; }
    std::vector<mesh::ShapeId> sent_shapes;

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
        switch (action.kind) {
            case mesh::Action::Kind::send_attempt:
                sent_to.push_back(action.host);
                sent_shapes.push_back(action.shape);
                attempt_ = action.attempt;
                return tell(server_, mesh::input::InboundStarted{id});
            case mesh::Action::Kind::deliver:
                return serve();
            case mesh::Action::Kind::set_timer:
                if (action.timer == mesh::TimerKind::outlier_sweep) return;
                timers_[static_cast<std::size_t>(action.timer)] = due_.emplace(
                    now_ + action.delay, mesh::input::StreamTimer{stream_, id, action.timer});
                return;
            case mesh::Action::Kind::cancel_timer:
                due_.erase(timers_[static_cast<std::size_t>(action.timer)]);
                return;
            case mesh::Action::Kind::reply:
                reply_ = {action.status, action.flags, now_};
                return;
            case mesh::Action::Kind::mirror:
                ++mirrored;
                return;
            case mesh::Action::Kind::fact:
                facts.push_back(action.fact());
                return;
            default:
                return;
        }
    }

    void serve() {
        const mesh::AttemptOutcome outcome = answers.front();
        if (answers.size() > 1) answers.pop_front();
        if (!think) return;
        if (outcome.status == 0) {
            due_.emplace(now_ + *think,
                         mesh::input::AttemptReset{stream_, id, attempt_, outcome.reset});
        } else {
            due_.emplace(now_ + *think,
                         mesh::input::ResponseEnded{stream_, id, attempt_, outcome.status});
        }
    }

    mesh::BalancerRegistry balancers_ = mesh::built_in_balancers();
    mesh::Shapes shapes_;
    mesh::Sidecar client_{"client", {balancers_, shapes_, 1}};
    mesh::Sidecar server_{"server", {balancers_, shapes_, 1}};
    mesh::Instant now_{};
    mesh::Stream stream_;
    std::uint8_t attempt_ = 0;
    std::uint64_t requests_ = 0;
    std::multimap<mesh::Instant, mesh::Input> due_;
    std::array<std::multimap<mesh::Instant, mesh::Input>::iterator, 5> timers_;
    std::optional<Reply> reply_;
};

}  // namespace weft::tests
