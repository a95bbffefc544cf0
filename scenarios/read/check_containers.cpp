#include "scenarios/read/check_containers.hpp"

#include "scenarios/model/known_services.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace weft::scenarios {
namespace {

using mesh::control::InitContainer;
using mesh::control::Workload;

/// What can be said of a container in such a place, and how people call that place.
struct ContainerPlace {
    std::string_view words;
    std::array<std::string_view, 2> keys;
};

constexpr ContainerPlace place_in_init{"an init container: it has 'run' and 'errors'",
                                       {"run", "errors"}};
constexpr ContainerPlace place_of_sidecar{"a native sidecar: it has 'start' and 'run'",
                                          {"start", "run"}};
constexpr ContainerPlace place_in_job{"beside a Job's app: it has 'run'", {"run"}};
constexpr ContainerPlace place_elsewhere{"beside the app of no Job: nothing acts on it", {}};

bool concerns(const ContainerReference& reference, const Workload& workload) {
    const auto is_called = [&](const std::string& name) {
        return reference.of == name || reference.of == name + "." + workload.meta.ns;
    };
    return is_called(workload.meta.name) || is_called(canonical_name(workload));
}

/// Nothing: the workload's pods have no such container.
const ContainerPlace* place_in(const Workload& workload, const std::string& name) {
    const auto init = std::ranges::find(workload.pod.init, name, &InitContainer::name);
    if (init != workload.pod.init.end()) return init->stays ? &place_of_sidecar : &place_in_init;
    const auto& beside = workload.pod.beside;
    if (std::ranges::find(beside, name) == beside.end()) return nullptr;
    return workload.kind == Workload::Kind::job ? &place_in_job : &place_elsewhere;
}

/// The first key that does nothing in such a place.
std::optional<std::string> idle_key(const ContainerReference& reference,
                                    const ContainerPlace& place) {
    for (const std::string& key : reference.keys) {
        if (std::ranges::find(place.keys, key) == place.keys.end()) return key;
    }
    return std::nullopt;
}

}  // namespace

void check_container(const ContainerReference& reference,
                     const std::vector<mesh::control::Resource>& resources,
                     Diagnostics& diagnostics) {
    bool is_anybody = false;
    std::vector<std::string> known;
    for (const auto& resource : resources) {
        const auto* const workload = std::get_if<Workload>(&resource);
        if (workload == nullptr || !concerns(reference, *workload)) continue;
        is_anybody = true;
        for (const InitContainer& container : workload->pod.init)
            known.push_back(container.name);
        known.insert(known.end(), workload->pod.beside.begin(), workload->pod.beside.end());
        const ContainerPlace* const place = place_in(*workload, reference.name);
        if (place == nullptr) continue;
        const auto key = idle_key(reference, *place);
        if (!key) return;
        return diagnostics.error(
            reference.place, fmt::format("'{}' does not act on container '{}', which is {}", *key,
                                         reference.name, place->words));
    }
    if (!is_anybody) return;  // That is reported already.
    diagnostics.error(
        reference.place,
        fmt::format("no pod of '{}' has a container '{}' beside its app{}", reference.of,
                    reference.name, did_you_mean(reference.name, known)));
}

}  // namespace weft::scenarios
