#include "scenarios/manifests/service_graph.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/manifests/service_script.hpp"
#include "scenarios/read/yaml_file.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <map>
#include <utility>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

constexpr std::uint16_t service_port = 8080;
constexpr std::uint32_t workers_of_a_mock = 1024;  // As good as no limit, as the mock has none.
constexpr std::uint32_t most_graph_replicas = 1'000'000;

/// What a service does unless it says otherwise.
struct GraphDefaults {
    std::uint64_t request_size = 0;
    std::uint64_t response_size = 0;
    std::uint32_t replicas = 1;
    mesh::Ratio error_rate;
    std::string type = "http";
    YAML::Node script;
};

/// "1%", or a share such as 0.01.
mesh::Ratio read_error_rate(YamlMap& map, mesh::Ratio fallback) {
    if (!map.has("errorRate")) return fallback;
    const YAML::Node node = map.node("errorRate");
    if (node.IsScalar()) {
        if (const auto ratio = mesh::parse_ratio(node.Scalar())) return *ratio;
        const auto share = mesh::parse_number(node.Scalar());
        if (share && 0 <= *share && *share <= 1) {
            return {static_cast<std::uint32_t>(std::lround(*share * mesh::Ratio::whole))};
        }
    }
    map.error("errorRate", "errorRate must be a share, such as 1% or 0.01");
    return fallback;
}

std::uint64_t read_size(YamlMap& map, std::string_view key, std::uint64_t fallback) {
    if (!map.has(key)) return fallback;
    return read_graph_size(map.node(key), map.file(), map.diagnostics()).value_or(fallback);
}

std::string read_type(YamlMap& map, const std::string& fallback) {
    static constexpr std::array<std::string_view, 2> types{"http", "grpc"};
    return map.choice("type", fallback, types);
}

std::ptrdiff_t count_errors(const Diagnostics& diagnostics) {
    return std::ranges::count(diagnostics.all(), Diagnostic::Severity::error,
                              &Diagnostic::severity);
}

/// Reads one graph: first who there is, then what each does.
class GraphReader {
public:
    GraphReader(const std::string& file, Diagnostics& diagnostics)
        : file_(file), diagnostics_(diagnostics) {}

    ServiceGraph read(const YAML::Node& document) {
        YamlMap map{document, file_, diagnostics_};
        read_defaults(map);
        map.require(map.has("services"), "services", "is missing");
        map.each("services", [&](const YAML::Node& node) { enlist(node); });
        map.each("services", [&](const YAML::Node& node) { read_service(node); });
        if (graph_.entry_points.empty() && !namespaces_.empty()) {
            map.error("services", "no service is an entry point: one must say isEntrypoint: true");
        }
        if (namespaces_.empty()) map.error("services", "services is empty");
        map.node("apiVersion");
        map.node("kind");
        map.warn_of_unknown_keys("");
        return std::move(graph_);
    }

private:
    void read_defaults(YamlMap& document) {
        auto map = document.map("defaults");
        if (!map) return;
        defaults_.request_size = read_size(*map, "requestSize", 0);
        defaults_.response_size = read_size(*map, "responseSize", 0);
        defaults_.replicas = read_replicas(*map, 1);
        defaults_.error_rate = read_error_rate(*map, {});
        defaults_.type = read_type(*map, defaults_.type);
        defaults_.script.reset(map->node("script"));
        note_of_policies(*map);
        map->warn_of_unknown_keys("defaults");
    }

    static std::uint32_t read_replicas(YamlMap& map, std::uint32_t fallback) {
        return map.count("numReplicas",
                         {.fallback = fallback, .min = 0, .max = most_graph_replicas});
    }

    void note_of_policies(YamlMap& map) {
        if (!map.node("numRbacPolicies").IsDefined() || noted_policies_) return;
        diagnostics_.note(map.place("numRbacPolicies"), "numRbacPolicies is not honoured yet");
        noted_policies_ = true;
    }

    void enlist(const YAML::Node& node) {
        YamlMap map{node, file_, diagnostics_};
        if (!node.IsMap()) return;
        const std::string name = map.required_text("name");
        if (name.empty()) return;
        const std::string ns = map.text("namespace", "default");
        if (namespaces_.emplace(name, ns).second) return;
        map.error("name", "there is a service '" + name + "' already");
    }

    void read_service(const YAML::Node& node) {
        if (!node.IsMap()) return;
        YamlMap map{node, file_, diagnostics_};
        Metadata meta;
        meta.name = map.text("name");
        meta.ns = map.text("namespace", meta.ns);
        meta.labels = {{"app", meta.name}, {"version", "v1"}};
        add_behaviour(map, meta);
        add_resources(map, meta);
        if (map.flag("isEntrypoint", false)) {
            const bool is_elsewhere = meta.ns != "default";
            graph_.entry_points.push_back(is_elsewhere ? meta.name + "." + meta.ns : meta.name);
        }
        note_of_policies(map);
        map.warn_of_unknown_keys("services");
    }

    void add_behaviour(YamlMap& map, const Metadata& meta) {
        sim::Behaviour behaviour;
        behaviour.workers = workers_of_a_mock;
        behaviour.error_rate = read_error_rate(map, defaults_.error_rate);
        behaviour.response_size = read_size(map, "responseSize", defaults_.response_size);
        const GraphScript around{
            .ns = meta.ns,
            .request_size = read_size(map, "requestSize", defaults_.request_size),
            .namespaces = namespaces_,
            .file = file_,
            .diagnostics = diagnostics_};
        const YAML::Node script = map.has("script") ? map.node("script") : defaults_.script;
        behaviour.script = read_graph_script(script, around);
        graph_.services.push_back({meta.name, std::move(behaviour)});
    }

    void add_resources(YamlMap& map, const Metadata& meta) {
        const std::string type = read_type(map, defaults_.type);
        Workload workload;
        workload.meta = meta;
        workload.replicas = read_replicas(map, defaults_.replicas);
        workload.selector = {{"app", meta.name}};
        workload.pod.labels = meta.labels;
        workload.pod.ports = {{type, service_port}};
        graph_.resources.emplace_back(std::move(workload));

        Service service;
        service.meta = meta;
        service.selector = {{"app", meta.name}};
        service.ports = {{type, service_port, "", ""}};
        graph_.resources.emplace_back(std::move(service));
    }

    std::string file_;
    Diagnostics& diagnostics_;
    GraphDefaults defaults_;
    std::map<std::string, std::string> namespaces_;
    ServiceGraph graph_;
    bool noted_policies_ = false;
};

}  // namespace

bool is_service_graph(const YAML::Node& document) {
    if (!document.IsDefined() || !document.IsMap()) return false;
    const YAML::Node kind = document["kind"];
    if (kind.IsDefined()) return kind.IsScalar() && kind.Scalar() == "MockServiceGraph";
    const YAML::Node services = document["services"];
    return services.IsDefined() && services.IsSequence();
}

std::optional<ServiceGraph> read_service_graph(const YAML::Node& document,
                                               const std::string& file,
                                               Diagnostics& diagnostics) {
    const auto errors_before = count_errors(diagnostics);
    ServiceGraph graph = GraphReader{file, diagnostics}.read(document);
    if (count_errors(diagnostics) > errors_before) return std::nullopt;
    return graph;
}

}  // namespace weft::scenarios
