#pragma once

#include "mesh/base/id.hpp"
#include "mesh/base/settings.hpp"
#include "mesh/base/time.hpp"
#include "sim/failure/link_fault.hpp"
#include "sim/failure/load_fault.hpp"
#include "sim/failure/pod_faults.hpp"
#include "sim/failure/request_fault.hpp"
#include "sim/failure/strength.hpp"
#include "sim/failure/target.hpp"
#include "sim/service/distribution.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weft::sim {

/// Numbers one fault while it acts.
using FaultId = mesh::Id<struct FaultTag>;

/// What faults may change: the environment, never a decision. The timeline of a world implements
/// it. Effects of several faults on one thing compose: factors multiply, delays add, an error or
/// loss strikes if any of them does, shares of CPU are taken from what is left, and a pod or node
/// is down, a pod degraded, the control plane down or a link cut while at least one says so; of
/// several roots the latest signs. What one fault says again of the same thing replaces what it
/// said before.
class Environment {
public:
    virtual ~Environment() = default;

    /// The app dies with all that it has in hand, until restart().
    virtual void crash(FaultId fault, PodId pod) = 0;

    /// It may start again.
    virtual void restart(FaultId fault, PodId pod) = 0;

    /// Its container ends, and ends again as soon as it is up, until heal(). Its node's agent
    /// starts it again each time.
    virtual void exit(FaultId fault, PodId pod) = 0;

    /// The node is gone with all that runs on it, and nobody is told, until heal().
    virtual void stop_node(FaultId fault, NodeId node) = 0;

    /// Multiplies its compute times.
    virtual void slow(FaultId fault, PodId pod, double factor) = 0;

    /// Somebody else takes the share of its CPU.
    virtual void take_cpu(FaultId fault, PodId pod, mesh::Ratio share) = 0;

    /// It stands still with all that it has in hand, and goes on where it was.
    virtual void freeze(FaultId fault, PodId pod) = 0;

    /// Multiplies the times for which it sleeps in its script.
    virtual void stall(FaultId fault, PodId pod, double factor) = 0;

    /// Once, and for good: the share of requests that wait for a worker is thrown away.
    virtual void drop_waiting(FaultId fault, PodId pod, mesh::Ratio share) = 0;

    /// It answers the share of its requests with the status.
    virtual void fail(FaultId fault, PodId pod, mesh::Ratio share, std::uint16_t status) = 0;

    /// Does so with requests that come to it.
    virtual void strike(FaultId fault, PodId pod, const RequestFault& what) = 0;

    virtual void mark(FaultId fault, PodId pod, PodMark what) = 0;

    /// Sets the clock of its proxy wrong, and makes its app hold memory. Both begin now.
    virtual void skew_clock(FaultId fault, PodId pod, const ClockFault& what) = 0;
    virtual void grow_memory(FaultId fault, PodId pod, const MemoryFault& what) = 0;

    /// It says in its answers and in its health checks that it is degraded.
    virtual void degrade(FaultId fault, PodId pod) = 0;

    /// Links are sets of pods at both ends; traffic from `a` to `b`, and back unless one_way.
    struct Link {
        std::vector<PodId> a;
        std::vector<PodId> b;
        bool one_way = false;
    };
    virtual void delay(FaultId fault, const Link& link, const Distribution& added) = 0;
    virtual void lose(FaultId fault, const Link& link, mesh::Ratio share) = 0;
    virtual void cut(FaultId fault, const Link& link) = 0;
    virtual void impair(FaultId fault, const Link& link, const LinkFault& what) = 0;

    /// Once, and for good: the share of connections is reset, or of those that are idle forgotten
    /// without a word, which lasts while a LinkFault says so.
    virtual void reset_connections(FaultId fault, const Link& link, mesh::Ratio share) = 0;
    virtual void deaden_connections(FaultId fault, const Link& link, mesh::Ratio share) = 0;

    /// Changes what a load sends.
    virtual void change_load(FaultId fault, LoadId load, const LoadFault& what) = 0;

    /// The control plane hears nothing and tells nothing; when it is back, all proxies connect
    /// anew.
    virtual void stop_control(FaultId fault) = 0;

    /// Multiplies the time that the control plane needs for a push.
    virtual void slow_control(FaultId fault, double factor) = 0;

    /// Nobody signs certificates. Who asks for one asks again later.
    virtual void stop_authority(FaultId fault) = 0;

    /// From now on a new root signs. A proxy trusts it once it has a certificate of it, and then no
    /// other; or, if they `overlap`, all proxies trust old and new at once.
    virtual void change_root(FaultId fault, bool overlap) = 0;

    /// Makes every configuration one that proxies refuse, as a bad object in the store does. All
    /// are pushed, and again when it is healed.
    virtual void spoil_config(FaultId fault) = 0;

    /// Lookups of names: the share of them fails, each takes longer, and answers are those of when
    /// it began.
    virtual void fail_names(FaultId fault, mesh::Ratio share) = 0;
    virtual void delay_names(FaultId fault, const Distribution& added) = 0;
    virtual void freeze_names(FaultId fault) = 0;

    /// Authorizers outside do not answer; nor do those who publish the keys of tokens' issuers.
    virtual void silence_authorizers(FaultId fault) = 0;
    virtual void silence_key_servers(FaultId fault) = 0;

    /// Undoes all that this fault did, but for crash().
    virtual void heal(FaultId fault) = 0;
};

/// What a fault strikes, found when it starts.
struct FaultScope {
    std::vector<PodId> pods;
    Environment::Link link;
    std::vector<NodeId> nodes = {};
    std::vector<LoadId> loads = {};
};

/// A primitive failure of the environment.
class Fault {
public:
    virtual ~Fault() = default;

    /// Starts it, or gives what goes on under this id another strength: what it did is replaced.
    /// At 0 it does nothing. A kind that does not scale takes any other strength for all of it.
    virtual void start(FaultId id,
                       const FaultScope& scope,
                       Environment& environment,
                       Strength strength) = 0;
    virtual void stop(FaultId id, const FaultScope& scope, Environment& environment) {
        static_cast<void>(scope);
        environment.heal(id);
    }
};

/// A fault that scenarios can name. Parameters are read when the scenario is, so that mistakes are
/// shown at their place.
struct FaultKind {
    enum class Acts : std::uint8_t { on_pods, on_links, on_control, on_names, on_nodes, on_loads };

    std::string name;     ///< "crash"
    std::string summary;  ///< One line, for `list faults`.
    Acts acts = Acts::on_pods;
    std::function<std::unique_ptr<Fault>(mesh::Settings&)> make;
    bool scales = false;       ///< There is something between none of it and all of it.
    bool per_request = false;  ///< Whether it strikes is told when a pod begins with a request; its
                               ///< strength is the share of those.
    mesh::TextSettings::Values example = {};  ///< Under which it does something, if not by itself.
};

/// The faults that scenarios may name.
class FaultRegistry {
public:
    /// Throws std::invalid_argument if the name is taken.
    void add(FaultKind kind);
    const FaultKind* find(std::string_view name) const;
    const std::map<std::string, FaultKind, std::less<>>& kinds() const { return kinds_; }

private:
    std::map<std::string, FaultKind, std::less<>> kinds_;
};

/// Every fault in sim/failure/faults/.
FaultRegistry built_in_faults();

}  // namespace weft::sim
