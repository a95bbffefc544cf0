#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/manifests/port_protocol.hpp"
#include "scenarios/manifests/read_locality_rules.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/read_visibility.hpp"
#include "scenarios/manifests/resource_readers.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

using Resolution = ServiceEntry::Resolution;

ServicePort read_entry_port(YamlMap map) {
    ServicePort port;
    port.port = required_port(map, "number");
    port.name = map.required_text("name");
    port.app_protocol = lower_case(map.text("protocol"));
    port.target = map.text("targetPort");
    warn_of_other_protocols(map, port);
    map.warn_of_unknown_keys("spec.ports");
    return port;
}

Resolution read_resolution(YamlMap& spec) {
    static constexpr std::array<std::string_view, 4> words{"NONE", "STATIC", "DNS",
                                                           "DNS_ROUND_ROBIN"};
    const std::string written = spec.choice("resolution", "NONE", words);
    if (written == "STATIC") return Resolution::static_list;
    if (written == "NONE") return Resolution::none;
    if (written != "DNS") {
        spec.diagnostics().warning(spec.place("resolution"),
                                   "spec.resolution: " + written + " is taken for DNS");
    }
    return Resolution::dns;
}

constexpr std::uint32_t highest_endpoint_weight = 1'000'000;

ServiceEntry::WorkloadAddress read_address(YamlMap map) {
    ServiceEntry::WorkloadAddress address;
    address.address = map.required_text("address");
    address.labels = read_labels(map, "labels");
    if (auto ports = map.map("ports")) {
        ports->entries([&](const std::string& name, const Place&, const YAML::Node&) {
            address.ports[name] = required_port(*ports, name);
        });
    }
    // Source: Istio takes 0 for a weight that is not set.
    address.weight = std::max(
        1U, map.count("weight", {.fallback = 1, .min = 0, .max = highest_endpoint_weight}));
    address.locality = map.text("locality");
    check_locality(map.place("locality"), address.locality, map.diagnostics());
    map.warn_of_unknown_keys("spec.endpoints");
    return address;
}

}  // namespace

std::optional<Resource> read_service_entry(YamlMap& document) {
    static constexpr std::array<std::string_view, 2> locations{"MESH_EXTERNAL", "MESH_INTERNAL"};
    ServiceEntry entry;
    entry.meta = read_metadata(document);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    entry.hosts = read_hosts(*spec);
    spec->each("ports", [&](const YAML::Node& node) {
        entry.ports.push_back(read_entry_port({node, spec->file(), spec->diagnostics()}));
    });
    entry.resolution = read_resolution(*spec);
    spec->each("endpoints", [&](const YAML::Node& node) {
        entry.endpoints.push_back(read_address({node, spec->file(), spec->diagnostics()}));
    });
    spec->require(entry.resolution != Resolution::none || entry.endpoints.empty(), "endpoints",
                  "need a resolution of STATIC or DNS");
    if (auto selector = spec->map("workloadSelector")) {
        entry.workload_selector = read_labels(*selector, "labels");
        selector->warn_of_unknown_keys("spec.workloadSelector");
    }
    entry.export_to = read_export_to(*spec, entry.meta.ns, MayBeForNobody::yes);
    spec->choice("location", "MESH_EXTERNAL", locations);
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return entry;
}

}  // namespace weft::scenarios
