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

namespace weft::sim {

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
    bool running = true;        ///< Not stopped by a smaller replica count.
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
    std::uint32_t ordinal = 0;      ///< Among its workload's pods.

    std::optional<ServerLoad> load;  ///< From when somebody first wanted to know.
    std::optional<mesh::OverloadControl> overload;
    bool is_overloaded = false;  ///< As last recorded.
    std::uint32_t probes = 0;    ///< Sent by its proxy.

    bool is_client() const { return program == nullptr; }
};

}  // namespace weft::sim
