#pragma once

#include "mesh/control/control_plane.hpp"
#include "mesh/control/mesh_defaults.hpp"
#include "mesh/control/proxy_identity.hpp"
#include "mesh/control/push/connection_gate.hpp"
#include "mesh/control/push/debounce.hpp"
#include "mesh/control/push/push_queue.hpp"
#include "mesh/control/push/push_times.hpp"
#include "mesh/control/resources/resource.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace weft::mesh::control {

/// What became of an object.
struct ObjectChange {
    ResourceKey key;
    std::shared_ptr<const Resource> object;  ///< Null: it was deleted.
    Instant at{};                            ///< In the store.
};

/// Tells proxies what changes: changes gather until the debounce lets them go, all proxies whose
/// configuration differs then are queued, and so many are told at a time. A proxy that connects
/// meanwhile is told what the others were told, not what has gathered since. One that refuses what
/// it is told is told again only when that changes.
/// Source: Istio's discovery server.
///
/// Sans-I/O: its host says what time it is and carries the pushes.
class Discovery {
public:
    explicit Discovery(MeshDefaults defaults)
        : debounce_(defaults.push.debounce),
          queue_(defaults.push.concurrency),
          gate_(defaults.push.connections),
          plane_(std::move(defaults)) {}

    const ControlPlane& plane() const { return plane_; }
    const PushQueue& queue() const { return queue_; }

    /// Something changed; it gathers. When to look is said by next_look().
    void hear(ObjectChange change, Instant now);
    Instant next_look() const { return debounce_.next_look(); }

    /// Queues what has gathered, if it is time. Whether any proxy is to be told anything. Requires
    /// that it is time to look.
    bool look(Instant now);

    /// A change that is known at once, without waiting: of a cluster that starts, or read by a
    /// control plane that does.
    void learn(const ObjectChange& change);

    /// Something that concerns every proxy changed, and is no object: all are told anew, once it is
    /// quiet.
    void hear_of_all(Instant now);

    /// Something else holds for a host, whatever the rules say: told to who connects, and to all
    /// when it is heard of.
    void overrule(const std::string& host, ServicePolicy policy) {
        plane_.overrule(host, std::move(policy));
    }
    void hear_of_policies(Instant now) { debounce_.on_change(now); }

    /// Keys of issuers are missing from these addresses from now on, and from no others.
    void hear_of_keys(std::set<std::string> missing, Instant now);

    /// When a proxy that wants to connect is let in; nothing if it is turned away.
    std::optional<Instant> admit(Instant now) { return gate_.admit(now); }

    /// A proxy that connects, also again, is told everything it must know. queue_pushes() queues
    /// those that did.
    void connect(const ProxyIdentity& proxy) { plane_.connect(proxy); }
    void disconnect(const std::string& proxy, Instant now);
    bool queue_pushes(Instant now) { return queue_pushes(now, now); }

    /// All that proxies must be told, past the queue: of a cluster that starts.
    std::vector<Push> all_pushes() { return plane_.pushes(); }

    /// The next push that begins; it goes on until done(), and is then on its way until the proxy
    /// answered() it. One that is gone accepts nothing.
    std::optional<Push> start(Instant now);
    void done(const Push& push, Instant now);
    void answered(const Push& push, bool accepted, Instant now);

    /// Once every proxy has what it must know: the longest times since the last such moment.
    /// Nothing before, or if no proxy took anything since.
    std::optional<PushTimes> take_times();

    /// It is gone: nobody is connected, nothing goes on, nothing waits to be told. What had
    /// gathered is kept, and what was learnt, since whoever starts in its place reads it all.
    void stop(Instant now);
    void restart();

private:
    void learn_all();
    bool queue_pushes(Instant changed, Instant now);

    Debounce debounce_;
    PushQueue queue_;
    ConnectionGate gate_;
    ControlPlane plane_;
    std::vector<ObjectChange> gathered_;   ///< Heard, and not pushed.
    std::optional<Instant> concerns_all_;  ///< Since when something does, and is not pushed.
    std::optional<std::set<std::string>> missing_keys_;  ///< Heard, and not pushed.
    std::uint32_t on_their_way_ = 0;                     ///< Pushes.
    std::optional<PushTimes> times_;                     ///< Since take_times().
};

}  // namespace weft::mesh::control
