#include "mesh/control/injection.hpp"

namespace weft::mesh::control {
namespace {

bool says(const Labels& labels, std::string_view name, std::string_view value) {
    const auto label = labels.find(name);
    return label != labels.end() && label->second == value;
}

}  // namespace

bool has_sidecar(const PodTemplate& pod, const Labels& of_namespace) {
    if (pod.is_gateway) return true;
    if (says(of_namespace, injection_label, "disabled")) return false;
    // The label is newer, and wins over the annotation.
    const bool is_labelled = pod.labels.contains(inject_label);
    return !says(is_labelled ? pod.labels : pod.annotations, inject_label, "false");
}

}  // namespace weft::mesh::control
