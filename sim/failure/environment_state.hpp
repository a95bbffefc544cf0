#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"
#include "mesh/security/certificate.hpp"
#include "sim/failure/fault.hpp"
#include "sim/service/distribution.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace weft::sim {

/// The share of requests that a pod fails, and how it answers them.
struct Failure {
    mesh::Ratio share;
    std::uint16_t status = 0;  ///< Of the fault that was there first.

    friend bool operator==(const Failure&, const Failure&) = default;
};

/// What faults do to messages from one pod to another.
struct LinkEffect {
    bool cut = false;
    bool delayed = false;  ///< Then ask EnvironmentState::added_delay().
    mesh::Ratio loss;
    bool impaired = false;  ///< Then ask EnvironmentState::pass().

    friend bool operator==(const LinkEffect&, const LinkEffect&) = default;
};

/// Requests of a pod that a fault strikes.
struct StruckRequests {
    FaultId fault;
    RequestFault what;
};

/// What one fault does to one load.
struct LoadEffect {
    FaultId fault;
    LoadId load;
    LoadFault what;
};

/// The effects of all faults that act, composed by the rules of Environment: factors multiply,
/// delays add, an error or loss strikes if any of them does, and a pod is down or degraded or a
/// link cut while at least one fault says so. Queries are for the hot path: pods are columns, and
/// where no fault acts on links the answer is one compare.
class EnvironmentState {
public:
    void crash(FaultId fault, PodId pod);
    void restart(FaultId fault, PodId pod);
    void exit(FaultId fault, PodId pod);
    void stop_node(FaultId fault, NodeId node);
    void slow(FaultId fault, PodId pod, double factor);
    void take_cpu(FaultId fault, PodId pod, mesh::Ratio share);
    void freeze(FaultId fault, PodId pod);
    void stall(FaultId fault, PodId pod, double factor);
    void fail(FaultId fault, PodId pod, mesh::Ratio share, std::uint16_t status);
    void strike(FaultId fault, PodId pod, const RequestFault& what);
    void degrade(FaultId fault, PodId pod);
    void delay(FaultId fault, const Environment::Link& link, const Distribution& added);
    void lose(FaultId fault, const Environment::Link& link, mesh::Ratio share);
    void cut(FaultId fault, const Environment::Link& link);
    void impair(FaultId fault, const Environment::Link& link, const LinkFault& what);

    void stop_control(FaultId fault) { on_control(fault).is_down = true; }
    void slow_control(FaultId fault, double factor) { on_control(fault).factor = factor; }
    void stop_authority(FaultId fault) { on_control(fault).signs_nothing = true; }
    void change_root(FaultId fault, bool overlap) {
        on_control(fault).root = overlap ? Root::beside : Root::alone;
    }
    void spoil_config(FaultId fault) { on_control(fault).spoils = true; }
    void silence_authorizers(FaultId fault) { on_control(fault).silences_authorizers = true; }
    void silence_key_servers(FaultId fault) { on_control(fault).silences_key_servers = true; }

    void fail_names(FaultId fault, mesh::Ratio share) { on_names(fault).failures = share; }
    void delay_names(FaultId fault, const Distribution& added) {
        on_names(fault).added.emplace(added);
    }
    void freeze_names(FaultId fault) { on_names(fault).is_frozen = true; }

    void change_load(FaultId fault, LoadId load, const LoadFault& what);
    void mark(FaultId fault, PodId pod, PodMark what);
    void skew_clock(FaultId fault, PodId pod, const ClockFault& what);
    void grow_memory(FaultId fault, PodId pod, const MemoryFault& what);

    /// Undoes all that this fault did, but for crash().
    void heal(FaultId fault);

    /// Some fault keeps answers of DNS as they were.
    bool names_frozen() const { return std::ranges::any_of(names_, &NameEffect::is_frozen); }

    /// What faults add to one lookup, whose numbers these are, and whether they make it fail. Each
    /// draws from a child of its own.
    mesh::Duration lookup_delay(const mesh::Draws& draws) const;
    bool lookup_fails(const mesh::Draws& draws) const;

    /// How many times as many requests the load has.
    double factor(LoadId load) const;

    /// How long after one request of the load the next is sent that would be so long after it, and
    /// when one is sent that would be sent then.
    mesh::Duration gap(LoadId load, mesh::Duration gap) const;
    mesh::Instant sent(LoadId load, mesh::Instant at) const;

    /// Faults that change what requests of the load are, in the order in which they came.
    std::vector<LoadEffect> keys(LoadId load) const;

    /// No fault acts on any load.
    bool loads_are_calm() const { return loads_.empty(); }

    /// Some fault says so of the pod; of any pod.
    bool is(PodMark what, PodId pod) const;
    bool marks_any() const { return !marks_.empty(); }

    /// What the pod's proxy takes the time for.
    mesh::Instant clock_of(PodId pod, mesh::Instant now) const;

    /// What faults make the pod's app hold, if it has been up since then; whether any does at all.
    std::uint64_t memory_of(PodId pod, mesh::Instant now, mesh::Instant up_since) const;
    bool grows_memory(PodId pod) const;

    /// Bytes a second by which that grows.
    double leak_of(PodId pod) const;

    /// Some fault keeps the control plane down.
    bool control_down() const { return std::ranges::any_of(control_, &ControlEffect::is_down); }

    /// Some fault keeps the authority from signing; it is part of the control plane.
    bool authority_down() const {
        return control_down() || std::ranges::any_of(control_, &ControlEffect::signs_nothing);
    }

    /// The roots that who gets a certificate now is to trust. The last of them signs.
    std::vector<mesh::RootId> roots() const;

    /// Some fault makes proxies refuse what they are told.
    bool config_spoilt() const { return std::ranges::any_of(control_, &ControlEffect::spoils); }

    /// Some fault keeps authorizers outside from answering.
    bool authorizers_silent() const {
        return std::ranges::any_of(control_, &ControlEffect::silences_authorizers);
    }

    /// Some fault keeps those from answering who publish keys.
    bool key_servers_silent() const {
        return std::ranges::any_of(control_, &ControlEffect::silences_key_servers);
    }

    /// How long a push takes that would take so long without any fault.
    mesh::Duration push_work(mesh::Duration work) const;

    /// The pod's node is down: nothing reaches it and nothing leaves it.
    void cut_off(PodId pod, bool is_cut_off);

    /// Some fault keeps the node down.
    bool node_down(NodeId node) const {
        return std::ranges::find(nodes_, node, &NodeEffect::node) != nodes_.end();
    }

    /// No fault acts on any link.
    bool quiet() const { return rules_.empty() && cut_off_ == 0; }

    /// Some fault makes the pod's container end.
    bool exits(PodId pod) const { return knows(pod) && pods_[pod.number()].exits; }

    /// Some fault keeps the pod or its node down.
    bool down(PodId pod) const { return knows(pod) && pods_[pod.number()].crashes > 0; }

    /// What the pod's compute times are multiplied by.
    double factor(PodId pod) const { return knows(pod) ? pods_[pod.number()].factor : 1; }

    /// What the pod's sleeps are multiplied by.
    double sleep_factor(PodId pod) const { return knows(pod) ? pods_[pod.number()].sleep : 1; }

    /// The share of its CPU that others take, and whether it stands still.
    mesh::Ratio cpu_lost(PodId pod) const {
        return knows(pod) ? pods_[pod.number()].cpu_lost : mesh::Ratio{};
    }
    bool frozen(PodId pod) const { return knows(pod) && pods_[pod.number()].is_frozen; }

    Failure failure(PodId pod) const {
        return knows(pod) ? pods_[pod.number()].failure : Failure{};
    }

    /// Some fault looks at single requests of the pod.
    bool picks_requests(PodId pod) const {
        return knows(pod) && pods_[pod.number()].picks_requests;
    }

    /// What faults do with single requests, in the order in which they came. Requires that some do.
    const std::vector<StruckRequests>& struck_requests(PodId pod) const {
        return requests_[pod.number()];
    }

    /// Some fault makes the pod swallow requests.
    bool swallows(PodId pod) const;

    /// Some fault makes the pod say that it is degraded.
    bool degraded(PodId pod) const { return knows(pod) && pods_[pod.number()].degraded; }

    LinkEffect link(PodId from, PodId to) const;

    /// The sum of what each fault adds to one message, whose numbers these are. Each fault draws
    /// from a child of its own, so that one fault does not shift another's.
    mesh::Duration added_delay(PodId from, PodId to, const mesh::Draws& draws) const;

    /// What becomes of a message with a body of so many bytes, whose numbers these are; faults
    /// remember what has passed.
    Passage pass(
        PodId from, PodId to, std::uint64_t body, mesh::Instant now, const mesh::Draws& draws);

    /// Some fault does this to the link; the first that does, null if none.
    bool impairs(LinkFault::Kind kind, PodId from, PodId to) const;
    const LinkFault* impairment(LinkFault::Kind kind, PodId from, PodId to) const;

private:
    /// What the pod's faults come to.
    struct PodState {
        std::uint32_t crashes = 0;
        double factor = 1;
        Failure failure;
        bool degraded = false;
        bool exits = false;
        bool is_cut_off = false;  ///< Counts as a crash, too.
        bool picks_requests = false;
        bool is_frozen = false;
        mesh::Ratio cpu_lost = {};
        double sleep = 1;
    };

    struct PodEffect {
        enum class Kind : std::uint8_t {
            crash,
            slow,
            fail,
            degrade,
            exit,
            take_cpu,
            freeze,
            stall
        };

        FaultId fault;
        Kind kind;
        double factor = 1;
        Failure failure = {};
        mesh::Ratio cpu = {};
        double sleep = 1;
    };

    static constexpr std::uint8_t end_a = 1;
    static constexpr std::uint8_t end_b = 2;

    /// What one fault does to one link.
    struct LinkRule {
        FaultId fault;
        bool one_way;
        std::vector<std::uint8_t> ends;  // By pod: a bit for each end at which it stands.
        bool cut = false;
        mesh::Ratio loss = {};
        std::optional<Sampler> added = std::nullopt;
        std::optional<LinkFault> impairment = std::nullopt;
        std::array<bool, 2> is_bad = {};       // By way().
        std::array<LinkQueue, 2> queues = {};  // By way().

        bool covers(PodId from, PodId to) const;
        std::size_t way(PodId from, PodId to) const;
        std::uint8_t end_of(PodId pod) const {
            return pod.number() < ends.size() ? ends[pod.number()] : std::uint8_t{0};
        }
        Passage pass(std::size_t way,
                     std::uint64_t body,
                     std::uint64_t copies,
                     mesh::Instant now,
                     const mesh::Draws& draws);
    };

    /// Whether a fault changes the root, and whether the ones before it are still trusted.
    enum class Root : std::uint8_t { same, alone, beside };

    /// What one fault does to the control plane and to those whom it tells proxies to ask.
    struct ControlEffect {
        FaultId fault;
        bool is_down = false;
        double factor = 1;
        bool signs_nothing = false;
        Root root = Root::same;
        bool spoils = false;
        bool silences_authorizers = false;
        bool silences_key_servers = false;
    };

    /// What one fault does to lookups of names.
    struct NameEffect {
        FaultId fault;
        mesh::Ratio failures = {};
        std::optional<Sampler> added = std::nullopt;
        bool is_frozen = false;
    };

    /// What one fault does to one pod, where few faults do so.
    template <class What>
    struct PodFault {
        FaultId fault;
        PodId pod;
        What what;
    };
    template <class What>
    static void say(std::vector<PodFault<What>>& all, const PodFault<What>& one);
    template <class What>
    static What since_begin(const std::vector<PodFault<What>>& all, const PodFault<What>& one);

    struct NodeEffect {
        FaultId fault;
        NodeId node;

        friend bool operator==(const NodeEffect&, const NodeEffect&) = default;
    };

    bool knows(PodId pod) const { return pod.number() < known_; }
    void know(PodId pod);
    bool is_cut_off(PodId pod) const { return knows(pod) && pods_[pod.number()].is_cut_off; }
    void add(PodId pod, const PodEffect& effect);
    void compose(std::size_t pod);
    LinkRule& on_link(FaultId fault, const Environment::Link& link);
    ControlEffect& on_control(FaultId fault);
    NameEffect& on_names(FaultId fault);

    std::vector<PodState> pods_;
    std::vector<std::vector<PodEffect>> effects_;        // By pod, in the order in which they came.
    std::vector<std::vector<StruckRequests>> requests_;  // By pod, as effects_ is.
    std::vector<LinkRule> rules_;
    std::vector<ControlEffect> control_;
    std::vector<NameEffect> names_;
    std::vector<NodeEffect> nodes_;
    std::vector<LoadEffect> loads_;
    std::vector<PodFault<PodMark>> marks_;
    std::vector<PodFault<ClockFault>> clocks_;
    std::vector<PodFault<MemoryFault>> memory_;
    std::uint32_t cut_off_ = 0;  // Pods.
    std::uint32_t known_ = 0;    // The size of pods_: asked for several times by each request.
};

}  // namespace weft::sim
