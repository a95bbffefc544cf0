#pragma once

#include "mesh/control/push/discovery.hpp"
#include "sim/cluster/cluster_plan.hpp"
#include "sim/service/distribution.hpp"
#include "sim/world/pool.hpp"
#include "sim/world/world.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace weft::sim {

/// The way of news from the store through the control plane to the proxies.
class ControlLink {
public:
    ControlLink(World& world, const PropagationPlan& plan)
        : world_(world),
          pod_status_(plan.pod_status),
          endpoint_slices_(plan.endpoint_slices),
          watch_(plan.watch),
          push_work_(plan.push),
          apply_(plan.apply) {}

    /// The cluster has started: from now on news take their time.
    bool is_settled() const { return is_settled_; }

    /// Whatever comes next at the beginning of the run finds a cluster that has started, so that
    /// pods that replace others are not there at once.
    void be_settled() {
        if (!is_settled_) settle();
    }

    /// How long a node's agent needs to tell the API server what became of a pod.
    Duration pod_status(mesh::Draws& draws) const { return pod_status_(draws); }

    /// A cluster that starts is known to its control plane; later news take their time.
    void send(const StoreEvent& event);
    void on_news(Handle stream);

    /// Pushes what has gathered, if it is time.
    void on_look();
    void on_push_sent(Handle sent);
    void on_config(Handle sent);

    /// What holds for these hosts from now on, whatever the rules say. A control plane that is gone
    /// knows it when it is back.
    void overrule(const std::map<std::string, mesh::control::ServicePolicy, std::less<>>& of_hosts);

    /// As if an object that concerns every proxy were written.
    void tell_all_anew();

    /// From these addresses alone no keys of issuers can be had.
    void hear_of_keys(const std::set<std::string>& missing);

    /// A proxy that is new, or has lost the control plane, asks for all that it must know. A
    /// cluster that starts has connected its own.
    void connect(Pod& pod);

    /// The proxy is gone: it neither hears anything nor asks again.
    void disconnect(Pod& pod);
    void on_connection(Pod& pod);
    void answer_callers();

    /// The control plane is down, and is back.
    void lose();
    void restart();

    /// The pod's proxy has lost the way to the control plane; those that have it again ask at once
    /// if they know no back-off.
    void cut(Pod& pod);
    void reach_again();

    /// What was held on its way to proxies arrives, where no fault holds it any more.
    void release_held();

    /// Whose proxy a configuration is for that is being sent.
    const Pod& receiver(Handle sent) const { return *sent_[sent].pod; }
    std::uint64_t configs_on_way() const { return sent_.in_use(); }
    std::uint64_t news_on_way() const;

private:
    /// Each stream of news is first in, first out.
    enum class Stream : std::uint8_t { rules, endpoints };

    struct News {
        Instant at;  ///< The control plane.
        mesh::control::ObjectChange change;
    };

    /// A configuration on its way to a proxy.
    struct SentConfig {
        Handle self = 0;
        Pod* pod = nullptr;
        mesh::control::Push push{};
        std::uint32_t start = 0;  ///< Of the control plane: one that stopped since sends nothing.
    };

    void look_at_control();
    void settle();
    void start_pushes();
    void forget(SentConfig& sent);
    void configure(Pod& pod,
                   const std::shared_ptr<const mesh::ProxyConfig>& config,
                   EventKind kind);
    std::shared_ptr<const mesh::ProxyConfig> as_sent(
        const std::shared_ptr<const mesh::ProxyConfig>& config);
    void record_push_times();

    bool reaches(const Pod& pod) const;
    void ask_control(Pod& pod);
    void open_control(Pod& pod);
    void await_control(Pod& pod, ControlConnection::State state, Instant next);
    Instant later_try(Pod& pod);
    void keep_connected(Pod& pod);

    World& world_;
    Sampler pod_status_;
    Sampler endpoint_slices_;
    Sampler watch_;
    Sampler push_work_;
    Sampler apply_;

    std::array<std::deque<News>, 2> streams_;
    Pool<SentConfig> sent_;
    std::vector<Handle> held_;  ///< Of sent_: they wait before their proxies, in order.
    bool is_settled_ = false;
    bool has_callers_ = false;  ///< Proxies have connected at this instant.
    std::uint32_t starts_ = 0;  ///< Of the control plane.
    std::map<std::shared_ptr<const mesh::ProxyConfig>, std::shared_ptr<const mesh::ProxyConfig>>
        spoilt_;  ///< What proxies refuse in place of what they were to be told.
    std::map<mesh::control::ResourceKey, std::uint32_t>
        changes_;  ///< Of each object so far, so that each change draws numbers of its own.
};

}  // namespace weft::sim
