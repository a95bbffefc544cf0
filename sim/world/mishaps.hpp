#pragma once

#include "sim/failure/environment_state.hpp"
#include "sim/world/world.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace weft::sim {

/// What an app makes of an answer that it cannot use, whatever proxies saw: RFC 9110's word for an
/// invalid answer from upstream.
inline constexpr std::uint16_t unusable_status = 502;

/// What faults do to requests and pods where it takes more than to ask the environment. Nobody who
/// is not struck comes here.
class Mishaps {
public:
    explicit Mishaps(World& world) : world_(world) {}

    /// A pod some of whose requests are struck begins to serve one.
    void begin(Work& work);

    /// What its compute times are multiplied by, as one of those that are struck.
    double factor(const Work& work) const;

    /// Whether the good answer of such a pod is of no use.
    bool spoils(const Work& work) const;

    /// Bytes of a message's body.
    std::uint64_t body_of(EventKind arrival, Handle subject) const;

    /// Keeps a message that has been sent, until nothing holds it any more.
    void hold(const Pod& from,
              const Pod& to,
              const mesh::Draws& draws,
              EventKind arrival,
              Handle subject);

    /// Carries a message that is not sent again if it is lost; its sender has seen that the link is
    /// open.
    void carry(const Pod& from,
               const Pod& to,
               const mesh::Draws& draws,
               EventKind arrival,
               Handle subject);

    /// Whether the attempt's message is lost with its connection, of which nobody knows.
    bool vanishes(const Work& work);

    /// The share of connections is reset, or of those that are idle nothing but forgotten.
    void reset(FaultId fault, const Environment::Link& link, mesh::Ratio share);
    void deaden(FaultId fault, const Environment::Link& link, mesh::Ratio share);

    /// Faults take another share of the pod's CPU than before.
    void on_cpu(Pod& pod);

    /// Something is so of a pod from now on.
    void on_mark(Pod& pod, PodMark what);

    /// What the pod says of its load to whoever asks, and what is known of its use of CPU, in
    /// thousandths of a core; nothing if that is lost. The former requires that it counts.
    std::optional<mesh::LoadReport> report_of(Pod& pod);
    std::optional<std::uint64_t> cpu_of(Pod& pod, std::optional<std::uint64_t> measured);

    /// Loads have other gaps than before: what is left of those that have begun changes as they do.
    void follow_loads();

    /// When the next request of an open loop is sent, or never.
    static Instant due_of(const World::Load& load,
                          const EnvironmentState& environment,
                          Instant now);

    /// Gives a root request the headers that faults want it to carry.
    void set_keys(Call& call);

    /// The share of requests that wait for a worker is thrown away.
    void drop_waiting(FaultId fault, Pod& pod, mesh::Ratio share);

    /// A fault has ended: what no other one keeps up is over.
    void end();

    /// A request killed the pod's app.
    void on_killed(Pod& pod);

private:
    bool strikes(const StruckRequests& struck, const Work& work) const;
    void fail(Work& work, const RequestFault& what);
    void swallow(Work& work);
    void give_up_swallowed();
    void throw_out(Work& work, mesh::ResetReason reason);
    void release_held();
    void revive_connections();
    void close(Pod& proxy, mesh::ConnectionNumber number);
    void break_off(Work& work);
    void forget_marks();
    void follow_users();

    struct HeldMessage {
        const Pod* from;
        const Pod* to;
        mesh::Draws draws;
        EventKind arrival;
        Handle subject;
    };

    World& world_;
    std::vector<HeldMessage> held_;  ///< In the order sent.
    bool has_swallowed_ = false;     ///< Some request.
    bool has_dead_ = false;          ///< Some connection that is dead.
    std::vector<Pod*> slowed_;       ///< Whose CPU faults take.
    std::vector<Pod*> unready_;      ///< That a fault says so of.
    bool has_cut_ = false;           ///< Somebody from the control plane.
    std::map<PodId, mesh::LoadReport> stale_reports_;
    std::map<std::pair<mesh::ShapeId, FaultId>, mesh::ShapeId> keyed_;  ///< Shapes with its header.
};

}  // namespace weft::sim
