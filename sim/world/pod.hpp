#pragma once

#include "mesh/control/resources/resource.hpp"
#include "mesh/proxy/sidecar.hpp"
#include "mesh/resilience/overload_control.hpp"
#include "sim/failure/target.hpp"
#include "sim/service/server_load.hpp"
#include "sim/world/script.hpp"
#include "sim/world/work_queue.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::sim {

struct Replicas;

/// Where a pod is in its life.
enum class PodStage : std::uint8_t {
    created,   ///< On its way to a node, with its image.
    starting,  ///< Its containers run.
    serving,   ///< It was found to be ready.
    ending,    ///< It was told to end.
    gone,
};

/// A pod with its sidecar, or the client of a load, which is a sidecar without an app.
struct alignas(64) Pod {
    Pod(PodId position, std::string full_name, const mesh::SidecarSurroundings& around)
        : id(position), name(std::move(full_name)), sidecar(name, around) {}

    // What every request needs stands first, so that few cache lines are touched.
    std::uint64_t entity = 0;  ///< Stable across runs: of the name.
    std::uint64_t events = 0;  ///< That happened to it.

    Program* program = nullptr;  ///< Null for a client.
    WorkQueue queue;
    std::uint32_t busy = 0;     ///< Workers.
    bool serves_queue = false;  ///< Right now.
    bool running = true;        ///< Its app takes requests.
    bool watched = false;       ///< `load` or `overload` is there.
    std::uint32_t zone = 0;
    PodId id;                       ///< Its position among the world's pods.
    std::uint32_t name_number = 0;  ///< In records.
    std::uint32_t service = 0;      ///< Number of the service's name.
    std::uint32_t version = 0;      ///< Number of the version's name.

    std::string name;  ///< "reviews-v1-0.default": the proxy's name, unique.
    mesh::Sidecar sidecar;

    mesh::control::Pod
        object;  ///< As the cluster's store has it; for a client only its labels count.
    std::string canonical_service;  ///< As reports and fault targets name it.

    std::optional<ServerLoad> load;  ///< From when somebody first wanted to know.
    std::optional<mesh::OverloadControl> overload;
    bool is_overloaded = false;  ///< As last recorded.
    std::uint32_t probes = 0;    ///< Sent by its proxy.
    std::uint32_t pushes = 0;  ///< Of configurations to its proxy, counted at both ends of the way.
    PodStage stage = PodStage::serving;
    bool is_probed = true;      ///< Its containers are ready.
    Instant ready_since{};      ///< As the API server has it.
    Replicas* owner = nullptr;  ///< Null for a client, and outside the cluster.
    mesh::control::PodTemplate made_from{};
    Instant configured_at{};  ///< By the configuration that was sent last.

    bool is_client() const { return program == nullptr; }
};

/// The pods that one workload has had.
struct Replicas {
    mesh::control::ResourceKey workload;
    std::vector<Pod*> pods;
};

}  // namespace weft::sim
