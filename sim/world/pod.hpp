#pragma once

#include "mesh/base/queue_books.hpp"
#include "mesh/control/proxy_identity.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/proxy/sidecar.hpp"
#include "mesh/resilience/overload_control.hpp"
#include "sim/cluster/rollout.hpp"
#include "sim/failure/target.hpp"
#include "sim/observe/facts.hpp"
#include "sim/service/name_cache.hpp"
#include "sim/service/server_load.hpp"
#include "sim/world/pod_standings.hpp"
#include "sim/world/pod_use.hpp"
#include "sim/world/script.hpp"
#include "sim/world/work_queue.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace weft::sim {

struct PodCare;
struct Replicas;

/// Where a pod is in its life.
enum class PodStage : std::uint8_t {
    created,   ///< On its way to a node, with its image.
    starting,  ///< Its containers run.
    serving,   ///< It was found to be ready.
    ending,    ///< It was told to end.
    gone,
};

/// A proxy's connection to the control plane.
struct ControlConnection {
    enum class State : std::uint8_t {
        closed,   ///< It waits for a control plane, or needs none yet.
        refused,  ///< It asks again at `next`.
        waiting,  ///< It is let in at `next`.
        open,     ///< Until `next`.
    };

    State state = State::closed;
    std::uint32_t refusals = 0;  ///< In a row.
    std::uint32_t draws = 0;     ///< So far; each has numbers of its own.
    Instant next = mesh::never;
};

/// What is drawn for each start of a pod's containers.
enum class LifeDraw : std::uint8_t { creation, app, status };

/// A pod with its sidecar, or the client of a load, which is a sidecar without an app.
struct alignas(64) Pod {
    Pod(PodId position, std::string full_name, const mesh::SidecarSurroundings& around);
    ~Pod();

    // What every request needs stands first, so that few cache lines are touched.
    std::uint64_t entity = 0;  ///< Stable across runs: of the name.
    std::uint64_t events = 0;  ///< That happened to it.

    Program* program = nullptr;  ///< Null for a client.
    WorkQueue queue;
    std::uint32_t busy = 0;     ///< Workers.
    bool serves_queue = false;  ///< Right now.
    bool running = true;        ///< Its app takes requests.
    bool watched = false;       ///< `load`, `overload` or a count of requests is there.
    bool metered = false;       ///< `use` is there.
    bool is_configured = true;  ///< Its proxy takes what its app sends.
    bool counted = false;       ///< A fault counts the requests that it begins with.
    mesh::control::ProxyIdentity::Kind kind = mesh::control::ProxyIdentity::Kind::sidecar;
    std::uint32_t zone = 0;
    PodId id;                                  ///< Its position among the world's pods.
    std::uint32_t name_number = 0;             ///< In records.
    std::uint32_t service = 0;                 ///< Number of the service's name.
    std::uint32_t version = 0;                 ///< Number of the version's name.
    std::uint32_t workload = observe::nobody;  ///< Number of its name; of those with a proxy.

    std::string name;  ///< "reviews-v1-0.default": the proxy's name, unique.
    mesh::Sidecar sidecar;

    mesh::control::Pod
        object;  ///< As the cluster's store has it; for a client only its labels count.
    std::string canonical_service;  ///< As reports and fault targets name it.

    mesh::QueueBooks waits;          ///< Of `queue`.
    std::optional<ServerLoad> load;  ///< From when somebody first wanted to know.
    std::optional<mesh::OverloadControl> overload;
    bool is_overloaded = false;   ///< As last recorded.
    std::unique_ptr<PodUse> use;  ///< Null where nobody limits or counts it, and it starts warm.
    std::uint32_t probes = 0;     ///< Sent by its proxy.
    std::uint32_t pushes = 0;  ///< Of configurations to its proxy, counted at both ends of the way.
    std::uint32_t certificates = 0;  ///< That its proxy asked for.
    std::uint32_t statuses = 0;      ///< Of it, that its node's agent has sent,
    std::uint32_t tries = 0;         ///< and tries of its app to get what it needs to start.
    PodStage stage = PodStage::serving;
    bool is_probed = true;  ///< Its containers are ready, but for native sidecars that have ended:
    std::uint16_t sidecars_down = 0;  ///< so many.
    Instant created{};
    Instant ready_since{};      ///< As the API server has it.
    Replicas* owner = nullptr;  ///< Null for a client, and outside the cluster.
    mesh::control::PodTemplate made_from{};
    Instant configured_at{};     ///< By the configuration that was sent last.
    bool shows_identity = true;  ///< If not, its proxy sends all unencrypted: a client of old.
    ControlConnection control{};
    bool waits_for_proxy = false;      ///< Its app has not started.
    Instant containers_ran{};          ///< When its proxy started, or what waited for that,
    Instant app_started = never;       ///< and its app's container will or did, and runs since.
    Instant tries_at = never;          ///< When its app asks again for what it needs to start.
    std::unique_ptr<NameCache> names;  ///< Null until an answer of DNS is kept.

    std::string calls{};  ///< Of a client outside the mesh: the host and port that it knows.
    std::uint32_t ordinal =
        0;                    ///< Among its workload's pods: a name, which another may have again.
    std::uint32_t place = 0;  ///< Among all that its workload has had.
    std::uint32_t node = no_node;  ///< Number of its node.
    std::uint32_t starts = 0;      ///< Of its containers, after the first of this name.
    std::uint32_t set = 0;         ///< Of its Deployment: by its template.
    Instant runs_at{};             ///< When its containers run, its app is up and its probes pass:
    Instant up_at{};               ///< other times than these are of an earlier start.
    Instant probed_at{};
    std::unique_ptr<PodCare>
        care;  ///< Null until its node's agent has more to do than to start it.

    static constexpr std::uint32_t no_node = ~std::uint32_t{0};
    static constexpr std::uint32_t no_company = ~std::uint32_t{0};
    std::uint32_t company = no_company;  ///< Its kind among those on nodes, if it counts there.

    bool is_client() const { return program == nullptr; }

    bool containers_ready() const { return is_probed && sidecars_down == 0; }

    /// It has not been told to end.
    bool is_live() const { return stage != PodStage::ending && stage != PodStage::gone; }
    bool is_gateway() const { return kind == mesh::control::ProxyIdentity::Kind::gateway; }
    bool has_sidecar() const { return kind == mesh::control::ProxyIdentity::Kind::sidecar; }
    bool is_without_proxy() const { return kind == mesh::control::ProxyIdentity::Kind::none; }
};

/// The pods that one workload has had.
struct Replicas {
    mesh::control::ResourceKey workload;
    std::vector<Pod*> pods;
    std::uint32_t number = 0;     ///< Among all that there are.
    std::uint32_t succeeded = 0;  ///< Of a Job's pods.
    std::uint32_t failed = 0;
    bool is_over = false;               ///< A Job that is done or has failed.
    Instant retry_at{};                 ///< A Job's next pod, after one that failed.
    std::uint32_t failed_in_row = 0;    ///< Since the last one that succeeded.
    Instant began = never;              ///< A Job, or when it went on after it was suspended.
    Instant due = never;                ///< It has failed then,
    Instant over_at = never;            ///< or was over before.
    std::uint64_t progress = 0;         ///< How far a rollout has come; more is further.
    Instant progressed_at{};            ///< The last time that it was.
    bool is_watched_for_stall = false;  ///< progress_due is to come.
    PodStandings standings;             ///< Of `pods`, for its controller.
    std::vector<PodSet> sets;           ///< A Deployment's, in the order in which they were made,
    std::vector<mesh::control::PodTemplate>
        templates;  ///< and the templates of their pods. StatefulSet: the one last rolled out.
    std::uint32_t newest_set = no_set;  ///< Of the template that holds.

    static constexpr std::uint32_t no_set = ~std::uint32_t{0};
};

/// Something becomes of a pod that its controller may care about when it looks next.
inline void tell_controller(const Pod& pod) {
    if (pod.owner != nullptr) pod.owner->standings.note(pod.place);
}

}  // namespace weft::sim
