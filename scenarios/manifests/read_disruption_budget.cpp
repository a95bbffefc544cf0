#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/read_placement.hpp"
#include "scenarios/manifests/read_pod_life.hpp"
#include "scenarios/manifests/resource_readers.hpp"

namespace weft::scenarios {

std::optional<mesh::control::Resource> read_disruption_budget(YamlMap& document) {
    mesh::control::PodDisruptionBudget budget;
    budget.meta = read_metadata(document);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    if (auto selector = spec->map("selector"))
        budget.selector = read_label_selector(*selector, "spec.selector");
    if (spec->has("minAvailable"))
        budget.min_available = read_count_or_percent(*spec, "minAvailable", {});
    if (spec->has("maxUnavailable"))
        budget.max_unavailable = read_count_or_percent(*spec, "maxUnavailable", {});
    spec->require(!budget.min_available || !budget.max_unavailable, "maxUnavailable",
                  "cannot stand beside minAvailable");
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return budget;
}

}  // namespace weft::scenarios
