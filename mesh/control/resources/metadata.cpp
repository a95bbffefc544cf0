#include "mesh/control/resources/metadata.hpp"

namespace weft::mesh::control {

std::string label_of(const Labels& labels, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        const auto label = labels.find(name);
        if (label != labels.end()) return label->second;
    }
    return "";
}

std::string canonical_service(const Labels& labels, const std::string& workload) {
    const std::string name =
        label_of(labels, {"service.istio.io/canonical-name", "app.kubernetes.io/name", "app"});
    return name.empty() ? workload : name;
}

}  // namespace weft::mesh::control
