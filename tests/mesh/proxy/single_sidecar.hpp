#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/proxy/sidecar.hpp"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace weft::tests {

/// One sidecar with one cluster, told what happens step by step by a test, which sees what it asks
/// for. Streams are numbered in order.
class SingleSidecar {
public:
    using Kind = mesh::Action::Kind;
    static constexpr mesh::ClusterId cluster{0};

    explicit SingleSidecar(mesh::ClusterConfig config,
                           std::uint32_t hosts = 1,
                           mesh::RetryPolicy retries = {})
        : retry(std::move(retries)) {
        change(std::move(config));
        set_hosts(hosts);
        push();
    }

    mesh::RetryPolicy retry;
    mesh::Duration timeout{};
    std::shared_ptr<const mesh::InboundPolicy> inbound;
    std::shared_ptr<const mesh::WorkloadSecurity> security;
    std::vector<mesh::Header> headers;  ///< Of the requests that follow.
    std::vector<mesh::Action> actions;  ///< Of the last step.
    std::vector<mesh::Action> asked;    ///< Of all steps.

    /// With the next push, as are all that follow.
    void change(mesh::ClusterConfig config) {
        config_ = std::move(config);
        config_.id = cluster;
        config_.name = "outbound|80||reviews";
        if (config_.balancer.name.empty()) config_.balancer.name = "round_robin";
    }

    void set_hosts(std::uint32_t hosts, bool ready = true) {
        endpoints_.clear();
        for (std::uint32_t host = 0; host < hosts; ++host)
            endpoints_.push_back({.id = mesh::EndpointId{host}, .address = "", .ready = ready});
    }

    void set_endpoints(mesh::Endpoints endpoints) { endpoints_ = std::move(endpoints); }

    void push() {
        mesh::Route route;
        route.clusters = {{.cluster = cluster, .weight = 1}};
        route.retry = retry;
        route.timeout = timeout;
        auto config = std::make_shared<mesh::ProxyConfig>();
        config->version = ++version_;
        config->routes = std::make_shared<mesh::RouteTable>(std::vector<mesh::VirtualHost>{
            {.name = "reviews", .domains = {"reviews"}, .routes = {route}}});
        if (shared_ == nullptr || *shared_ != config_)
            shared_ = std::make_shared<mesh::ClusterConfig>(config_);
        config->clusters[cluster] = {shared_, std::make_shared<mesh::Endpoints>(endpoints_)};
        config->inbound = inbound;
        config->security = security;
        tell(mesh::input::ConfigPushed{config});
    }

    /// Begins a request; its number.
    std::uint32_t ask(bool explained = false) {
        streams_.emplace_back();
        const auto number = static_cast<std::uint32_t>(streams_.size() - 1);
        tell(mesh::input::RequestStarted{streams_.back(), mesh::StreamId{number}, shape(headers),
                                         explained});
        return number;
    }

    /// Of a request with these headers.
    mesh::ShapeId shape(const std::vector<mesh::Header>& own) {
        return shapes_.intern(
            {.method = "GET", .authority = "reviews", .path = "/", .headers = own});
    }

    void answer(std::uint32_t number,
                std::uint16_t status,
                bool rate_limited = false,
                std::uint32_t reset_after = 0) {
        mesh::Stream& stream = streams_[number];
        tell(mesh::input::ResponseEnded{.stream = stream,
                                        .id = mesh::StreamId{number},
                                        .attempt = static_cast<std::uint8_t>(stream.attempts - 1),
                                        .status = status,
                                        .rate_limited = rate_limited,
                                        .reset_after = reset_after});
    }

    void answer_degraded(std::uint32_t number, std::uint16_t status, bool degraded) {
        mesh::Stream& stream = streams_[number];
        tell(mesh::input::ResponseEnded{.stream = stream,
                                        .id = mesh::StreamId{number},
                                        .attempt = static_cast<std::uint8_t>(stream.attempts - 1),
                                        .status = status,
                                        .degraded = degraded});
    }

    /// A request that is answered at once, and with what.
    std::uint16_t exchange(std::uint16_t status) {
        const std::uint32_t number = ask();
        if (count(Kind::send_attempt) == 1) answer(number, status);
        return replied()->status;
    }

    void cancel(std::uint32_t number) {
        tell(mesh::input::RequestCancelled{streams_[number], mesh::StreamId{number}});
    }

    void tell(const mesh::Input& input) {
        mesh::Actions out;
        mesh::Draws draws{mesh::RequestKey{.root = ++inputs_}};
        sidecar_.handle(input, now, draws, out);
        out.take_urgent();
        for (std::size_t at = 0; at < out.size(); ++at)
            answer_urgent(out[at], draws, out);
        actions.assign(out.begin(), out.end());
        asked.insert(asked.end(), out.begin(), out.end());
    }

    void answer_attempt(std::uint32_t number, std::uint8_t attempt, std::uint16_t status) {
        tell(mesh::input::ResponseEnded{streams_[number], mesh::StreamId{number}, attempt, status});
    }
    void reset(std::uint32_t number, std::uint8_t attempt, mesh::ResetReason reason) {
        tell(mesh::input::AttemptReset{streams_[number], mesh::StreamId{number}, attempt, reason});
    }
    void up(std::uint32_t connection) {
        tell(mesh::input::ConnectionUp{cluster, mesh::ConnectionNumber{connection}});
    }
    void fail(std::uint32_t connection) {
        tell(mesh::input::ConnectionFailed{cluster, mesh::ConnectionNumber{connection},
                                           mesh::ResetReason::connection_failure});
    }
    void close(std::uint32_t connection) {
        tell(mesh::input::ConnectionClosed{cluster, mesh::ConnectionNumber{connection}});
    }

    void expire(std::uint32_t number, mesh::TimerKind kind) {
        tell(mesh::input::StreamTimer{streams_[number], mesh::StreamId{number}, kind});
    }

    void strike(const mesh::Action& timer) {
        tell(mesh::input::ClusterTimer{timer.cluster, timer.timer, timer.host, timer.value});
    }

    std::size_t count(Kind kind) const {
        return static_cast<std::size_t>(std::ranges::count(actions, kind, &mesh::Action::kind));
    }

    std::size_t total(Kind kind) const {
        return static_cast<std::size_t>(std::ranges::count(asked, kind, &mesh::Action::kind));
    }

    std::size_t total_of(mesh::Fact::Kind kind) const {
        return static_cast<std::size_t>(std::ranges::count_if(asked, [&](const auto& action) {
            return action.kind == Kind::fact && action.what == kind;
        }));
    }

    /// The last one of all steps; requires that there was one.
    const mesh::Action& last(Kind kind) const {
        return *std::find_if(asked.rbegin(), asked.rend(),
                             [&](const mesh::Action& action) { return action.kind == kind; });
    }

    /// The only action of its kind in the last step; nothing if there is none or more.
    std::optional<mesh::Action> only(Kind kind) const {
        const auto found = std::ranges::find(actions, kind, &mesh::Action::kind);
        return count(kind) == 1 ? std::optional{*found} : std::nullopt;
    }
    std::optional<mesh::Action> replied() const { return only(Kind::reply); }

    std::optional<mesh::Action> timer(mesh::TimerKind kind) const {
        for (const mesh::Action& action : actions) {
            if (action.kind == Kind::set_timer && action.timer == kind) return action;
        }
        return std::nullopt;
    }

    bool said(mesh::Fact::Kind kind) const {
        return std::ranges::any_of(actions, [&](const mesh::Action& action) {
            return action.kind == Kind::fact && action.what == kind;
        });
    }

    const mesh::Sidecar& sidecar() const { return sidecar_; }

    /// What all requests hold; of connections nothing.
    mesh::InProgress held() const {
        mesh::InProgress held;
        for (const mesh::Stream& stream : streams_)
            sidecar_.add_held(stream, now, held);
        return held;
    }

    mesh::Instant now{};

private:
    void answer_urgent(const mesh::Action& action, mesh::Draws& draws, mesh::Actions& out) {
        const mesh::Action its = action;  // The list grows.
        if (its.kind == Kind::attempt_ready) {
            sidecar_.handle(mesh::input::AttemptReady{streams_[its.stream.number()], its.stream,
                                                      its.attempt, its.host, its.connection()},
                            now, draws, out);
        }
        if (its.kind == Kind::attempt_failed) {
            sidecar_.handle(mesh::input::AttemptFailed{streams_[its.stream.number()], its.stream,
                                                       its.attempt, its.reason},
                            now, draws, out);
        }
    }

    mesh::ClusterConfig config_;
    std::shared_ptr<const mesh::ClusterConfig> shared_;
    mesh::Endpoints endpoints_;
    mesh::BalancerRegistry balancers_ = mesh::built_in_balancers();
    mesh::Shapes shapes_;
    mesh::Sidecar sidecar_{"client", {balancers_, shapes_, 1}};
    std::deque<mesh::Stream> streams_;
    std::uint64_t version_ = 0;
    std::uint64_t inputs_ = 0;
};

}  // namespace weft::tests
