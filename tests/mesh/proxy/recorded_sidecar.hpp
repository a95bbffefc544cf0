#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/proxy/sidecar.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace weft::tests {

/// A sidecar before one service, whose host does nothing by itself: a test reads what it asks for
/// and says what became of it.
class RecordedSidecar {
public:
    static constexpr mesh::ClusterId cluster{7};

    explicit RecordedSidecar(mesh::ClusterConfig config, mesh::Route route = {}) {
        config.id = cluster;
        config.name = "outbound|80||reviews";
        config.balancer.name = "round_robin";
        config.selection.priority.panic_percent = 0;
        route.clusters = {{.cluster = cluster, .weight = 1}};
        push(config, std::move(route));
    }

    void push(const mesh::ClusterConfig& config, mesh::Route route) {
        mesh::ProxyConfig told;
        told.version = ++version_;
        told.routes = std::make_shared<mesh::RouteTable>(std::vector<mesh::VirtualHost>{
            {.name = "reviews", .domains = {"reviews"}, .routes = {std::move(route)}}});
        told.clusters[cluster] = {std::make_shared<mesh::ClusterConfig>(config),
                                  std::make_shared<mesh::Endpoints>(endpoints_)};
        tell(mesh::input::ConfigPushed{std::make_shared<mesh::ProxyConfig>(told)});
    }

    void tell(const mesh::Input& input) {
        mesh::Draws draws{mesh::RequestKey{.root = ++inputs_}};
        mesh::Actions actions;
        sidecar_.handle(input, now, draws, actions);
        actions.take_urgent();
        for (std::size_t at = 0; at < actions.size(); ++at) {
            const mesh::Action action = actions[at];
            if (action.kind == mesh::Action::Kind::attempt_ready) {
                sidecar_.handle(
                    mesh::input::AttemptReady{stream(action), action.stream, action.attempt,
                                              action.host, action.connection()},
                    now, draws, actions);
            }
            if (action.kind == mesh::Action::Kind::attempt_failed) {
                sidecar_.handle(mesh::input::AttemptFailed{stream(action), action.stream,
                                                           action.attempt, action.reason},
                                now, draws, actions);
            }
        }
        for (const mesh::Action& action : actions)
            asked.push_back(action);
    }

    /// Begins a request and returns its number.
    std::uint32_t ask() {
        const auto number = static_cast<std::uint32_t>(streams_.size());
        streams_.emplace_back();
        tell(mesh::input::RequestStarted{streams_.back(), mesh::StreamId{number}, shape_});
        return number;
    }

    void answer(std::uint32_t request, std::uint8_t attempt, std::uint16_t status) {
        tell(mesh::input::ResponseEnded{streams_[request], mesh::StreamId{request}, attempt,
                                        status});
    }
    void reset(std::uint32_t request, std::uint8_t attempt, mesh::ResetReason reason) {
        tell(
            mesh::input::AttemptReset{streams_[request], mesh::StreamId{request}, attempt, reason});
    }
    void fire(std::uint32_t request, mesh::TimerKind kind) {
        tell(mesh::input::StreamTimer{streams_[request], mesh::StreamId{request}, kind});
    }
    void give_up(std::uint32_t request) {
        tell(mesh::input::RequestCancelled{streams_[request], mesh::StreamId{request}});
    }
    void up(std::uint32_t connection) {
        tell(mesh::input::ConnectionUp{cluster, mesh::ConnectionNumber{connection}});
    }

    std::size_t count(mesh::Action::Kind kind) const {
        return static_cast<std::size_t>(std::ranges::count(asked, kind, &mesh::Action::kind));
    }
    std::size_t count(mesh::Fact::Kind what) const {
        return static_cast<std::size_t>(std::ranges::count_if(asked, [&](const auto& action) {
            return action.kind == mesh::Action::Kind::fact && action.what == what;
        }));
    }

    /// The last action of this kind; requires that there was one.
    const mesh::Action& last(mesh::Action::Kind kind) const {
        return *std::find_if(asked.rbegin(), asked.rend(),
                             [&](const auto& action) { return action.kind == kind; });
    }

    mesh::Instant now{};
    std::vector<mesh::Action> asked;  ///< So far.

private:
    mesh::Stream& stream(const mesh::Action& action) { return streams_[action.stream.number()]; }

    mesh::Shapes shapes_;
    mesh::ShapeId shape_ =
        shapes_.intern({.method = "GET", .authority = "reviews", .path = "/", .headers = {}});
    mesh::BalancerRegistry balancers_ = mesh::built_in_balancers();
    mesh::Sidecar sidecar_{"client", {balancers_, shapes_, 1}};
    mesh::Endpoints endpoints_{{.id = mesh::EndpointId{0}, .address = "10.0.0.1:80"},
                               {.id = mesh::EndpointId{1}, .address = "10.0.0.2:80"}};
    std::deque<mesh::Stream> streams_;
    std::uint64_t version_ = 0;
    std::uint64_t inputs_ = 0;
};

}  // namespace weft::tests
