#include "scenarios/analyze/analyze.hpp"
#include "scenarios/analyze/messages.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

/// Labels and annotations by which a mesh, this or another, is told whose pods are its own.
constexpr std::array<std::string_view, 5> injection{"istio-injection", "istio.io/rev",
                                                    "istio.io/dataplane-mode", "linkerd.io/inject",
                                                    "kuma.io/sidecar-injection"};

bool says_who_is_injected(const Metadata& meta) {
    return std::ranges::any_of(injection, [&](std::string_view name) {
        return meta.labels.contains(name) || meta.annotations.contains(name);
    });
}

}  // namespace

void analyze_namespaces(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    for (const auto& [document, space] : mesh.all<Namespace>()) {
        const Metadata& meta = space.meta;
        if (is_system_namespace(meta.name)) continue;
        if (!says_who_is_injected(meta)) {
            say(diagnostics, Finding::namespace_not_injected,
                place_in(document, {"metadata", "name"}), meta.name);
        } else if (meta.labels.contains("istio-injection") &&
                   meta.labels.contains("istio.io/rev")) {
            say(diagnostics, Finding::several_injection_labels,
                place_in(document, {"metadata", "labels"}));
        }
    }
}

}  // namespace weft::scenarios
