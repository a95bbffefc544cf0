#pragma once

#include "scenarios/analyze/analyze.hpp"
#include "scenarios/manifests/read_manifests.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace weft::scenarios::samples {

/// What the analysis alone says of a text, "a.yaml:3:5: warning: … [IST0101]", in order.
inline std::vector<std::string> analysis_of(const std::string& text) {
    std::vector<mesh::control::Resource> resources;
    Documents documents;
    Diagnostics reading;
    read_manifest_text(text, "a.yaml", resources, reading, &documents);
    Diagnostics found;
    analyze(documents, !reading.has_errors(), found);
    std::vector<std::string> lines;
    for (const Diagnostic& diagnostic : found.sorted())
        lines.push_back(to_text(diagnostic));
    return lines;
}

/// How often the analysis gives a code.
inline std::ptrdiff_t count_of(const std::string& code, const std::string& text) {
    const auto lines = analysis_of(text);
    return std::ranges::count_if(
        lines, [&](const std::string& line) { return line.ends_with(" [" + code + "]"); });
}

using Lines = std::vector<std::string>;

/// A Service and pods of two versions behind it: nothing is wrong with them.
inline const std::string cart = R"(---
apiVersion: v1
kind: Service
metadata: {name: cart}
spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart-v1}
spec:
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart, version: v1}}
    spec: {containers: [{ports: [{containerPort: 8080}]}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart}
spec: {host: cart, subsets: [{name: v1, labels: {version: v1}}]}
)";

/// A VirtualService 'web' with what follows `spec:`.
inline std::string rules(const std::string& spec) {
    return R"(---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web}
spec:
)" + spec;
}

/// Any other resource of Istio.
inline std::string of_istio(const std::string& kind,
                            const std::string& name,
                            const std::string& spec) {
    return "---\napiVersion: networking.istio.io/v1\nkind: " + kind + "\nmetadata: {name: " + name +
           "}\nspec: " + spec + "\n";
}

/// A Service with these ports and this selector.
inline std::string service(const std::string& name,
                           const std::string& ports,
                           const std::string& selector = "{app: cart}") {
    return "---\napiVersion: v1\nkind: Service\nmetadata: {name: " + name +
           "}\nspec: {selector: " + selector + ", ports: [" + ports + "]}\n";
}

}  // namespace weft::scenarios::samples
