#include "sim/world/inspect.hpp"

#include "sim/world/control_link.hpp"
#include "sim/world/node_control.hpp"
#include "sim/world/pod_care.hpp"
#include "sim/world/pod_meters.hpp"
#include "sim/world/trust.hpp"
#include "sim/world/world.hpp"

namespace weft::sim {
namespace {

constexpr std::string_view of_default = ".default";

/// "reviews-v1-0" of "reviews-v1-0.default".
std::string recorded_name(std::string_view full) {
    if (full.ends_with(of_default)) full.remove_suffix(of_default.size());
    return std::string{full};
}

}  // namespace

/// The eye of inspect() in a world.
class PodInspector {
public:
    explicit PodInspector(const World& world) : world_(world) {}

    const Pod* find(std::string_view name) const {
        const auto& pods = world_.pod_by_name_;
        auto found = pods.find(std::string{name});
        if (found == pods.end()) {
            std::string full{name};
            full += of_default;
            found = pods.find(full);
        }
        return found == pods.end() ? nullptr : found->second;
    }

    PodView view(const Pod& pod) const {
        PodView view{
            .at = world_.now_,
            .name = recorded_name(pod.name),
            .service = pod.canonical_service,
            .node = pod.node == Pod::no_node ? std::string{} : world_.nodes_->name_of(pod.node),
            .zone = world_.network_.zone_name(pod.zone),
            .is_client = pod.is_client(),
            .has_proxy = !pod.is_without_proxy(),
            .stage = pod.stage,
            .running = pod.running && !world_.environment_.down(pod.id),
            .ready = pod.containers_ready() && world_.nodes_->runs(pod),
            .overloaded = pod.is_overloaded,
            .restarts = pod.starts,
            .waiting = pod.queue.size(),
            .busy = pod.busy,
            .newest_version = world_.discovery_.plane().version(),
            .is_connected = pod.control.state == ControlConnection::State::open,
            .config = pod.sidecar.config(),
            .proxy = pod.sidecar.view(world_.now_),
            .node_is_up = world_.nodes_->runs(pod)};
        if (!pod.queue.empty()) view.oldest_since = pod.queue.oldest().queued;
        if (!pod.is_client()) view.workers = pod.program->behaviour.workers;
        look_at_use(pod, view);
        look_at_identity(pod, view);
        name_hosts(view);
        if (!pod.care) return view;
        const InitProgress& init = pod.care->init;
        if (init.goes_on) {
            view.init = InitView{.name = pod.made_from.init[init.next].name,
                                 .number = init.next + 1,
                                 .of = static_cast<std::uint32_t>(pod.made_from.init.size()),
                                 .failures = init.failures,
                                 .is_waiting = init.is_waiting};
        }
        for (const PlayedProbe& probe : pod.care->probes)
            view.probes.push_back({probe.is_liveness, probe.state.passes()});
        return view;
    }

    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& pod : world_.pods_) {
            if (pod->stage != PodStage::gone) names.push_back(recorded_name(pod->name));
        }
        return names;
    }

private:
    void look_at_use(const Pod& pod, PodView& view) const {
        if (!pod.metered) return;
        const mesh::control::PodResources& given = pod.made_from.resources;
        view.cpu = CpuView{.limit = given.cpu_limit,
                           .used = pod.use->cpu.used(world_.now_),
                           .throttled = pod.use->cpu.throttled(world_.now_)};
        const auto held = world_.meters_->memory_of(pod);
        if (held) view.memory = MemoryView{.held = *held, .limit = given.memory_limit};
    }

    void look_at_identity(const Pod& pod, PodView& view) const {
        const bool has_any = world_.plan_.defaults.security.automatic_mutual_tls;
        if (!has_any || pod.is_without_proxy() || !pod.shows_identity) return;
        view.identity = world_.trust_->identity_of(pod).text();
        const mesh::Certificate* const held = world_.trust_->certificate_of(pod);
        if (held != nullptr) view.certificate = *held;
    }

    /// Without making any: an address that nobody has asked for stays one.
    void name_hosts(PodView& view) const {
        const auto& registry = world_.discovery_.plane().registry();
        for (const mesh::ClusterView& cluster : view.proxy.clusters) {
            for (const mesh::HostView& host : cluster.hosts) {
                if (host.host.number() >= registry.endpoints()) continue;
                const auto& owner = registry.owner(host.host);
                if (owner.pod.empty()) continue;
                view.host_pods.emplace(host.host, recorded_name(owner.pod + "." + owner.ns));
            }
        }
    }

    const World& world_;
};

std::optional<PodView> inspect(const World& world, std::string_view name) {
    const PodInspector inspector{world};
    const Pod* const pod = inspector.find(name);
    if (pod == nullptr) return std::nullopt;
    return inspector.view(*pod);
}

std::vector<std::string> inspectable(const World& world) {
    return PodInspector{world}.names();
}

std::string_view name_of(PodStage stage) {
    switch (stage) {
        case PodStage::created:
            return "created";
        case PodStage::starting:
            return "starting";
        case PodStage::serving:
            return "serving";
        case PodStage::ending:
            return "ending";
        case PodStage::gone:
            return "gone";
    }
    return "";
}

}  // namespace weft::sim
