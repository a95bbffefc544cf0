#pragma once

#include "mesh/proxy/proxy_view.hpp"
#include "mesh/security/certificate.hpp"
#include "sim/world/pod.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::sim {

class World;

/// What a pod's app has of CPU, where it is counted.
struct CpuView {
    std::uint32_t limit = 0;  ///< Thousandths of a core; 0: none is kept.
    Duration used{};          ///< Since it was first counted.
    Duration throttled{};     ///< Threads waited for the next slice.
};

/// What a pod's app has of memory, where it is counted.
struct MemoryView {
    std::uint64_t held = 0;   ///< Bytes.
    std::uint64_t limit = 0;  ///< 0: none.
};

/// A probe that the pod's app answers.
struct ProbeView {
    bool is_liveness = false;  ///< If not, of readiness.
    bool passes = false;
};

/// The init container that a pod has come to.
struct InitView {
    std::string name;
    std::uint32_t number = 0;  ///< From 1,
    std::uint32_t of = 0;      ///< of so many.
    std::uint32_t failures = 0;
    bool is_waiting = false;  ///< It has failed, and is not started again yet.
};

/// A pod with its proxy at a moment, as plain values: for people who look, and for tools.
struct PodView {
    Instant at{};
    std::string name;  ///< As it is recorded: "reviews-v1-0", with its namespace if that is not
                       ///< "default".
    std::string service;
    std::string node;  ///< Empty: it is on none.
    std::string zone;
    bool is_client = false;  ///< Of a load: it has no app.
    bool has_proxy = true;
    PodStage stage = PodStage::serving;
    bool running = true;  ///< Its app takes requests.
    bool ready = true;    ///< Its containers are, on a node that is there.
    bool overloaded = false;
    std::uint32_t restarts = 0;

    std::uint32_t waiting = 0;              ///< Requests, for a worker;
    std::optional<Instant> oldest_since{};  ///< the first of them since then.
    std::uint32_t busy = 0;                 ///< Workers,
    std::uint32_t workers = 0;              ///< of so many.
    std::optional<CpuView> cpu{};
    std::optional<MemoryView> memory{};
    std::vector<ProbeView> probes{};

    std::string identity{};                          ///< "spiffe://…"; empty: it shows none.
    std::optional<mesh::Certificate> certificate{};  ///< Where certificates are played.

    std::uint64_t newest_version = 0;  ///< Of the configuration, at the control plane.
    bool is_connected = true;          ///< To the control plane.
    std::shared_ptr<const mesh::ProxyConfig> config{};  ///< That it holds; null before the first.
    mesh::ProxyView proxy{};
    std::map<mesh::HostId, std::string> host_pods{};  ///< Of the proxy's hosts, those in the world.
    std::optional<InitView> init{};                   ///< Where its app waits for one.
    bool node_is_up = true;                           ///< Or it is on none.
};

/// Looks at a pod or the client of a load, between two events, and changes nothing. Nothing if none
/// has the name.
std::optional<PodView> inspect(const World& world, std::string_view name);

/// Those that there are and that have not gone, in the order in which they came.
std::vector<std::string> inspectable(const World& world);

/// "serving"
std::string_view name_of(PodStage stage);

}  // namespace weft::sim
