#include "scenarios/manifests/read_containers.hpp"

#include "scenarios/manifests/port_protocol.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/read_pod_life.hpp"
#include "scenarios/manifests/read_pod_resources.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::scenarios {
namespace {

using mesh::control::ContainerPort;
using mesh::control::InitContainer;
using mesh::control::PodResources;
using mesh::control::PodTemplate;

constexpr std::string_view default_container = "kubectl.kubernetes.io/default-container";

/// What is injected is merged with a container of this name, which is the proxy then.
constexpr std::string_view injected_proxy = "istio-proxy";

constexpr std::string_view containers_path = "spec.template.spec.containers";
constexpr std::string_view init_path = "spec.template.spec.initContainers";

void read_ports(YamlMap& container, std::string_view path, PodTemplate& pod) {
    container.each("ports", [&](const YAML::Node& element) {
        YamlMap port{element, container.file(), container.diagnostics()};
        const ContainerPort read{port.text("name"), required_port(port, "containerPort")};
        if (runs_over_tcp(port)) pod.ports.push_back(read);
        port.warn_of_unknown_keys(std::string{path} + ".ports");
    });
}

void pass_over_image(YamlMap& container) {
    pass_over(container,
              {"image", "imagePullPolicy", "command", "args", "env", "envFrom", "workingDir",
               "volumeMounts", "volumeDevices", "securityContext", "stdin", "stdinOnce", "tty",
               "terminationMessagePath", "terminationMessagePolicy"});
}

/// Of the names of containers, those that are neither the app's nor the proxy's.
std::vector<std::string> beside_app(std::vector<std::string> names, const PodTemplate& pod) {
    std::erase(names, injected_proxy);
    const auto chosen = pod.annotations.find(std::string{default_container});
    auto app = names.begin();
    if (chosen != pod.annotations.end()) {
        const auto named = std::ranges::find(names, chosen->second);
        if (named != names.end()) app = named;
    }
    if (app != names.end()) names.erase(app);
    return names;
}

/// What a pod asks for in all: what its containers and native sidecars do, or if that is more, what
/// one init container does beside the sidecars before it.
/// Source: Kubernetes' scheduler, and KEP-753.
class InitRequests {
public:
    explicit InitRequests(PodResources& pod) : pod_(pod) {}

    void add(const PodResources& own, bool stays) {
        const std::uint32_t cpu = cpu_ + own.cpu_request;
        const std::uint64_t memory = memory_ + own.memory_request;
        most_cpu_ = std::max(most_cpu_, cpu);
        most_memory_ = std::max(most_memory_, memory);
        if (!stays) return;
        cpu_ = cpu;
        memory_ = memory;
        add_container_resources(pod_, own, false);
    }

    void raise_pod() const {
        pod_.cpu_request = std::max(pod_.cpu_request, most_cpu_);
        pod_.memory_request = std::max(pod_.memory_request, most_memory_);
    }

private:
    PodResources& pod_;
    std::uint32_t cpu_ = 0;     ///< Of the sidecars so far.
    std::uint64_t memory_ = 0;  ///< Of the same.
    std::uint32_t most_cpu_ = 0;
    std::uint64_t most_memory_ = 0;
};

void read_init_containers(YamlMap& spec, PodTemplate& pod) {
    InitRequests requests{pod.resources};
    spec.each("initContainers", [&](const YAML::Node& node) {
        YamlMap container{node, spec.file(), spec.diagnostics()};
        InitContainer read{.name = container.text("name")};
        read.stays = container.text("restartPolicy") == "Always";
        warn_unless(container, "restartPolicy", "Always", init_path);
        if (read.stays) {
            read_ports(container, init_path, pod);
            read.life = read_container_life(container, init_path);
        } else {
            pass_over(container, {"ports"});
        }
        requests.add(read_container_resources(container, init_path), read.stays);
        pass_over_image(container);
        container.warn_of_unknown_keys(init_path);
        pod.init.push_back(std::move(read));
    });
    requests.raise_pod();
}

}  // namespace

void read_containers(YamlMap& spec, PodTemplate& pod) {
    spec.require(spec.has("containers"), "containers", "is missing");
    std::vector<std::string> names;
    spec.each("containers", [&](const YAML::Node& node) {
        YamlMap container{node, spec.file(), spec.diagnostics()};
        read_ports(container, containers_path, pod);
        add_container_resources(pod.resources, read_container_resources(container, containers_path),
                                names.empty());
        const auto life = read_container_life(container, containers_path);
        if (life != mesh::control::ContainerLife{}) pod.containers.push_back(life);
        names.push_back(container.text("name"));
        pass_over_image(container);
        container.warn_of_unknown_keys(containers_path);
    });
    pod.beside = beside_app(std::move(names), pod);
    read_init_containers(spec, pod);
}

}  // namespace weft::scenarios
