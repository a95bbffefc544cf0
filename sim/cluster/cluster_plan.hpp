#pragma once

#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"
#include "mesh/control/resources/metadata.hpp"
#include "sim/service/distribution.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::sim {

/// How long news take on their way to the proxies, hop by hop. Zero where nobody says more.
struct PropagationPlan {
    Distribution pod_status;       ///< From a pod's state to the API server, by its node's agent.
    Distribution endpoint_slices;  ///< From there into the list of endpoints, by its controller.
    Distribution watch;            ///< From the API server to the control plane.
    Distribution push;             ///< The control plane's work for one proxy.
    Distribution apply;            ///< From there to the proxy acting on it.
};

/// The certificates of proxies.
struct CertificatePlan {
    std::optional<mesh::Duration> lifetime{};  ///< Absent: the mesh's.
    Distribution age;      ///< Of those that the pods of a cluster that starts hold already.
    Distribution signing;  ///< From asking for one to having it.
};

/// Somebody outside whom proxies ask about requests, since a policy of CUSTOM names him.
struct AuthorizerPlan {
    std::string name;                         ///< As policies say it.
    std::optional<mesh::Duration> timeout{};  ///< For an answer. Absent: the mesh's.
    bool fails_open = false;                  ///< Without an answer in time a request goes on.
    Distribution latency;                     ///< From a question to the answer, both ways.
    mesh::Ratio denied{};                     ///< Of requests, whatever they are.
};

/// Where the issuers of tokens publish their keys, as the control plane meets them.
struct KeyPlan {
    bool is_played = false;  ///< If not, all keys are there until a fault says otherwise.
    Distribution latency;    ///< Of a fetch.
    std::optional<mesh::Duration> refresh{};   ///< Absent: the mesh's, as is the next.
    std::optional<mesh::Duration> lifetime{};  ///< 0: without end.
};

/// The cluster's DNS, as an app meets it.
struct DnsPlan {
    Distribution latency;
    mesh::Ratio failures{};  ///< Of lookups.
    mesh::Duration ttl{};    ///< How long an answer may be kept.
};

/// The controller that scales workloads by what their pods use.
struct AutoscalerPlan {
    mesh::Duration
        sync{};            ///< From one look to the next, and what usage is averaged over; above 0.
    double tolerance = 0;  ///< Ratios of usage to target so near to 1 change nothing.
    mesh::Duration cpu_initialization{};  ///< From a pod's creation: its CPU counts only if ready.
    mesh::Duration initial_readiness{};   ///< Not ready since then or sooner: it never was.
    mesh::Duration down_stabilization{};  ///< The most that was wanted for so long is kept.
    std::uint32_t growth = 0;        ///< Where no behavior is said: to so many times as many pods
    std::uint32_t growth_least = 0;  ///< at a look, or to so many if that is more, at most.
};

/// How a limit of CPU is kept: as a quota for each slice of time.
struct CpuPlan {
    mesh::Duration slice{};        ///< 0: limits are not kept.
    mesh::Duration least_quota{};  ///< Smaller limits are taken for this.
};

/// What becomes of a node that nobody hears of any more, and of its pods.
struct NodeFailurePlan {
    mesh::Duration lease{};          ///< A node says that it is there once in so long; above 0.
    mesh::Duration grace{};          ///< Silent for so long, it is not ready.
    mesh::Duration toleration{};     ///< Pods that do not say more stay with it for so long then.
    mesh::Duration between_nodes{};  ///< From one node of a zone to the next that loses its pods,
    mesh::Duration between_nodes_slow{};  ///< and in a large zone that is mostly down.
    mesh::Ratio unhealthy_zone{};         ///< The share of lost nodes that makes it so,
    std::uint32_t unhealthy_least = 0;    ///< if they are at least so many.
    std::uint32_t large_zone = 0;         ///< More nodes; a smaller zone loses no more pods then.
};

/// When a container that ended starts again: at once the first time, then after `first`, which
/// doubles up to `longest`; anew once it has run for `reset_after`.
struct CrashBackoffPlan {
    mesh::Duration first{};
    mesh::Duration longest{};
    mesh::Duration reset_after{};
};

/// When a Job's pod that failed is replaced: after `first`, which doubles up to `longest` with each
/// one that fails.
struct JobBackoffPlan {
    mesh::Duration first{};
    mesh::Duration longest{};
};

/// The machines. Pods are spread over them in turn, a workload's replicas zone by zone.
struct ClusterPlan {
    struct NodeGroup {
        std::string zone;
        std::uint32_t nodes = 1;
        std::uint32_t cpu = 0;     ///< Of each node, in thousandths of a core; 0: no limit.
        std::uint64_t memory = 0;  ///< Of each node, bytes; 0: no limit.
        mesh::control::Labels labels = {};
    };

    std::vector<NodeGroup> zones;
    mesh::Duration
        crash_noticed_after{};  ///< From the crash of a container to its pod not being ready.
    PropagationPlan propagation = {};
    Distribution pod_start = {};  ///< From a pod's creation to its containers running.
    CertificatePlan certificates = {};
    std::optional<DnsPlan> dns = {};  ///< None: names resolve at once, and anew for each call.
    CpuPlan cpu = {};
    AutoscalerPlan autoscaler = {};
    NodeFailurePlan node_failure = {};
    CrashBackoffPlan crash_backoff = {};
    JobBackoffPlan job_backoff = {};
    mesh::Duration eviction_retry{};  ///< Until a drain asks again for a pod that must stay.
    std::vector<AuthorizerPlan> authorizers = {};
    KeyPlan keys = {};
};

}  // namespace weft::sim
