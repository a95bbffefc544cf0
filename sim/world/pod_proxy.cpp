#include "sim/world/pod_proxy.hpp"

#include "mesh/control/injection.hpp"

#include <variant>

namespace weft::sim {
namespace {

/// None if nobody wrote the namespace.
mesh::control::Labels labels_of_namespace(const ObjectStore& store, const std::string& ns) {
    const auto* const object = store.find({"Namespace", mesh::control::Metadata{}.ns, ns});
    if (object == nullptr) return {};
    return std::get<mesh::control::Namespace>(*object).meta.labels;
}

}  // namespace

void decide_proxy(Pod& pod, const ObjectStore& store) {
    const auto labels = labels_of_namespace(store, pod.object.meta.ns);
    if (mesh::control::has_sidecar(pod.made_from, labels)) return;
    pod.kind = mesh::control::ProxyIdentity::Kind::none;
    pod.shows_identity = false;
    pod.object.has_proxy = false;
}

}  // namespace weft::sim
