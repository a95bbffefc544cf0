#include "scenarios/manifests/read_visibility.hpp"

#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/resource_readers.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

/// As Kubernetes has it: a label of DNS.
bool is_namespace(std::string_view name) {
    const auto is_allowed = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
               letter == '-';
    };
    return !name.empty() && name.size() <= 63 && std::ranges::all_of(name, is_allowed) &&
           name.front() != '-' && name.back() != '-';
}

/// What is wrong with such a list, if anything. Source: Istio's validation of exportTo.
std::optional<std::string> mistake_in(const ExportTo& to,
                                      std::string_view ns,
                                      MayBeForNobody nobody) {
    std::set<std::string_view> seen;
    for (const std::string& name : to) {
        if (name == "~" && nobody == MayBeForNobody::no) return "cannot be '~' here";
        const bool is_sign = name == "." || name == "*" || name == "~";
        if (!is_sign && !is_namespace(name))
            return "must be of namespaces, '.' or '*', not '" + name + "'";
        if (!seen.insert(name == "." ? ns : std::string_view{name}).second)
            return "names '" + name + "' twice";
    }
    for (const std::string_view alone : {"*", "~"}) {
        if (to.size() > 1 && seen.contains(alone))
            return "has '" + std::string{alone} + "', beside which nothing else can stand";
    }
    return std::nullopt;
}

std::vector<std::string> split(std::string_view list) {
    std::vector<std::string> names;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        std::string_view name = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        while (name.starts_with(' '))
            name.remove_prefix(1);
        while (name.ends_with(' '))
            name.remove_suffix(1);
        names.emplace_back(name);
    }
    return names;
}

/// "NAMESPACE/HOST"; a host of the mesh has its full name.
std::optional<SidecarScope::Import> read_import(const std::string& written) {
    const std::size_t slash = written.find('/');
    if (slash == std::string::npos || written.find('/', slash + 1) != std::string::npos)
        return std::nullopt;
    SidecarScope::Import import{.ns = written.substr(0, slash),
                                .host = lower_case(written.substr(slash + 1))};
    const bool is_sign = import.ns == "." || import.ns == "*" || import.ns == "~";
    if (import.host.empty() || (!is_sign && !is_namespace(import.ns))) return std::nullopt;
    return import;
}

void read_egress_listener(YamlMap listener, SidecarScope& scope) {
    listener.require(listener.has("hosts"), "hosts", "is missing");
    listener.each("hosts", [&](const YAML::Node& node) {
        const auto import = read_import(node.IsScalar() ? node.Scalar() : std::string{});
        if (import) return scope.egress.push_back(*import);
        listener.diagnostics().error(place_of(node, listener.file()),
                                     "a host must be NAMESPACE/HOST, such as ./* or "
                                     "istio-system/*");
    });
    listener.warn_of_unknown_keys("spec.egress");
}

}  // namespace

ExportTo read_export_to(YamlMap& spec, std::string_view ns, MayBeForNobody nobody) {
    ExportTo to = spec.texts("exportTo");
    if (const auto mistake = mistake_in(to, ns, nobody))
        spec.error("exportTo", "exportTo " + *mistake);
    return to;
}

ExportTo export_to_of(const YamlMap& document, const Metadata& meta) {
    const auto annotation = meta.annotations.find(export_to_annotation);
    if (annotation == meta.annotations.end()) return {};
    ExportTo to = split(annotation->second);
    if (const auto mistake = mistake_in(to, meta.ns, MayBeForNobody::yes)) {
        document.diagnostics().error(
            document.place("metadata"),
            "annotation '" + std::string{export_to_annotation} + "' " + *mistake);
    }
    return to;
}

std::optional<Resource> read_sidecar(YamlMap& document) {
    static constexpr std::array<std::string_view, 2> modes{"ALLOW_ANY", "REGISTRY_ONLY"};
    SidecarScope scope;
    scope.meta = read_metadata(document);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    if (auto selector = spec->map("workloadSelector")) {
        scope.workload_selector = read_labels(*selector, "labels");
        selector->warn_of_unknown_keys("spec.workloadSelector");
    }
    spec->each("egress", [&](const YAML::Node& node) {
        read_egress_listener({node, spec->file(), spec->diagnostics()}, scope);
    });
    if (auto policy = spec->map("outboundTrafficPolicy")) {
        scope.registry_only = policy->choice("mode", modes[0], modes) == modes[1];
        policy->warn_of_unknown_keys("spec.outboundTrafficPolicy");
    }
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return scope;
}

}  // namespace weft::scenarios
