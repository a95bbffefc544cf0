#include "mesh/control/injection.hpp"
#include "scenarios/manifests/port_protocol.hpp"
#include "scenarios/manifests/read_containers.hpp"
#include "scenarios/manifests/read_locality_rules.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/read_placement.hpp"
#include "scenarios/manifests/read_pod_life.hpp"
#include "scenarios/manifests/read_proxy_settings.hpp"
#include "scenarios/manifests/read_visibility.hpp"
#include "scenarios/manifests/resource_readers.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>
#include <set>
#include <string>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

constexpr std::uint32_t most_replicas = 1'000'000;
constexpr std::uint32_t most_seconds = 100'000'000;

ServicePort read_service_port(YamlMap& map) {
    ServicePort port;
    port.name = map.text("name");
    port.port = required_port(map, "port");
    port.target = map.text("targetPort");
    if (port.target == "0") port.target.clear();  // As if it were not there.
    port.app_protocol = map.text("appProtocol");
    warn_of_other_protocols(map, port);
    map.warn_of_unknown_keys("spec.ports");
    return port;
}

void check_ports(YamlMap& spec, const std::vector<ServicePort>& ports) {
    std::set<std::string> names;
    std::set<std::uint16_t> numbers;
    for (const ServicePort& port : ports) {
        const std::string number = std::to_string(port.port);
        if (port.port != 0 && !numbers.insert(port.port).second)
            spec.error("ports", "port " + number + " is there twice");
        if (port.name.empty() && ports.size() > 1) {
            spec.error("ports", "port " + number + " needs a name, since there are several");
        } else if (!names.insert(port.name).second) {
            spec.error("ports", "two ports are named '" + port.name + "'");
        }
    }
}

void read_service_type(YamlMap& spec, Service& service) {
    static constexpr std::array<std::string_view, 4> types{"ClusterIP", "NodePort", "LoadBalancer",
                                                           "ExternalName"};
    service.headless = spec.text("clusterIP") == "None";
    service.publishes_not_ready = spec.flag("publishNotReadyAddresses", false);
    const bool external = spec.choice("type", "ClusterIP", types) == "ExternalName";
    if (external) service.external_name = spec.required_text("externalName");
}

/// A Job says whether its containers start again; all others start theirs again.
RestartPolicy read_restarts(YamlMap& spec, Workload::Kind kind) {
    static constexpr std::array<std::string_view, 2> of_jobs{"OnFailure", "Never"};
    if (kind != Workload::Kind::job) {
        warn_unless(spec, "restartPolicy", "Always", "spec.template.spec");
        return RestartPolicy::always;
    }
    spec.require(spec.has("restartPolicy"), "restartPolicy", "must be Never or OnFailure in a Job");
    const bool is_never = spec.choice("restartPolicy", "Never", of_jobs) == "Never";
    return is_never ? RestartPolicy::never : RestartPolicy::on_failure;
}

PodTemplate read_pod_template(YamlMap& workload_spec, Workload::Kind kind) {
    PodTemplate pod;
    auto map = workload_spec.map("template");
    if (!map) {
        workload_spec.error("template", "template is missing");
        return pod;
    }
    if (auto meta = map->map("metadata")) {
        pod.labels = read_labels(*meta, "labels");
        pod.annotations = read_labels(*meta, "annotations");
        read_proxy_settings(*meta, pod);
        pass_over(*meta, {"name", "namespace", "creationTimestamp"});
        meta->warn_of_unknown_keys("spec.template.metadata");
    }
    if (auto spec = required_spec(*map)) {
        const std::string old_name = spec->text("serviceAccount", pod.service_account);
        pod.service_account = spec->text("serviceAccountName", old_name);
        if (pod.service_account.empty()) pod.service_account = "default";
        spec->require(pod.service_account.find('/') == std::string::npos, "serviceAccountName",
                      "must be a name");
        read_containers(*spec, pod);
        pod.grace = std::chrono::seconds{spec->count(
            "terminationGracePeriodSeconds", {.fallback = 30, .min = 0, .max = most_seconds})};
        pod.restarts = read_restarts(*spec, kind);
        pod.placement = read_placement(*spec);
        pass_over(*spec, {"volumes", "securityContext", "imagePullSecrets",
                          "automountServiceAccountToken", "enableServiceLinks"});
        spec->warn_of_unknown_keys("spec.template.spec");
    }
    map->warn_of_unknown_keys("spec.template");
    return pod;
}

void read_pod_selector(YamlMap& spec, Workload& workload) {
    auto selector = spec.map("selector");
    if (!selector) {
        spec.error("selector", "selector is missing");
        return;
    }
    workload.selector = read_labels(*selector, "matchLabels");
    selector->warn_of_unknown_keys("spec.selector");
}

void check_selector(YamlMap& spec, const Workload& workload) {
    for (const auto& [name, value] : workload.selector) {
        const auto found = workload.pod.labels.find(name);
        if (found != workload.pod.labels.end() && found->second == value) continue;
        spec.error("selector", "selector wants the label " + name + "=" + value +
                                   ", which the template's pods do not carry");
    }
}

mesh::Duration read_min_ready(YamlMap& spec) {
    return std::chrono::seconds{
        spec.count("minReadySeconds", {.fallback = 0, .min = 0, .max = most_seconds})};
}

void read_set_rules(YamlMap& spec, Workload& workload) {
    static constexpr std::array<std::string_view, 2> words{"OrderedReady", "Parallel"};
    workload.is_parallel = spec.choice("podManagementPolicy", words[0], words) == words[1];
    workload.rollout.min_ready = read_min_ready(spec);
    pass_over(spec, {"serviceName", "volumeClaimTemplates"});
}

mesh::Duration seconds_or_none(YamlMap& spec, std::string_view key, std::uint32_t min) {
    if (!spec.has(key)) return mesh::Duration::max();
    return std::chrono::seconds{
        spec.count(key, {.fallback = min, .min = min, .max = most_seconds})};
}

void read_job_rules(YamlMap& spec, Workload& workload) {
    static constexpr std::array<std::string_view, 2> modes{"NonIndexed", "Indexed"};
    JobRules& job = workload.job;
    const bool counts = spec.has("completions");
    job.is_queue = spec.has("parallelism") && !counts;
    workload.replicas = spec.count("parallelism", {.fallback = 1, .min = 0, .max = most_replicas});
    job.completions = spec.count("completions", {.fallback = 1, .min = 1, .max = most_replicas});
    job.backoff_limit = spec.count("backoffLimit", {.fallback = 6, .min = 0, .max = most_replicas});
    job.is_suspended = spec.flag("suspend", false);
    job.deadline = seconds_or_none(spec, "activeDeadlineSeconds", 1);
    job.kept = seconds_or_none(spec, "ttlSecondsAfterFinished", 0);
    const bool is_indexed = spec.choice("completionMode", modes[0], modes) == modes[1];
    spec.require(counts || !is_indexed, "completionMode", "Indexed needs completions");
}

std::optional<Resource> read_workload(YamlMap& document, Workload::Kind kind) {
    Workload workload;
    workload.kind = kind;
    workload.meta = read_metadata(document);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    const bool is_job = kind == Workload::Kind::job;
    if (!is_job) read_pod_selector(*spec, workload);
    workload.pod = read_pod_template(*spec, kind);
    check_selector(*spec, workload);
    if (is_job) {
        read_job_rules(*spec, workload);
    } else if (kind == Workload::Kind::daemon_set) {
        workload.rollout.min_ready = read_min_ready(*spec);
    } else {
        workload.replicas =
            spec->count("replicas", {.fallback = 1, .min = 0, .max = most_replicas});
    }
    if (kind == Workload::Kind::deployment) workload.rollout = read_rollout(*spec);
    if (kind == Workload::Kind::stateful_set) read_set_rules(*spec, workload);
    if (!is_job && kind != Workload::Kind::deployment)
        workload.update = read_update_rules(*spec, kind);
    pass_over(*spec, {"revisionHistoryLimit"});
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return workload;
}

}  // namespace

std::optional<Resource> read_namespace(YamlMap& document) {
    Namespace read{read_metadata(document, {mesh::control::injection_label})};
    const auto injection = read.meta.labels.find(mesh::control::injection_label);
    if (injection != read.meta.labels.end() && injection->second != "enabled" &&
        injection->second != "disabled") {
        document.diagnostics().warning(document.place("metadata"),
                                       fmt::format("label '{}' is neither enabled nor disabled",
                                                   mesh::control::injection_label));
    }
    if (auto spec = document.map("spec")) spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return read;
}

std::optional<Resource> read_service_account(YamlMap& document) {
    ServiceAccount account{read_metadata(document)};
    pass_over(document, {"secrets", "imagePullSecrets", "automountServiceAccountToken"});
    finish_document(document);
    return account;
}

std::optional<Resource> read_service(YamlMap& document) {
    Service service;
    service.meta = read_metadata(document, {traffic_distribution_annotation, export_to_annotation});
    service.export_to = export_to_of(document, service.meta);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    service.selector = read_labels(*spec, "selector");
    read_service_type(*spec, service);
    spec->each("ports", [&](const YAML::Node& node) {
        YamlMap map{node, spec->file(), spec->diagnostics()};
        const bool is_routed = runs_over_tcp(map);
        const ServicePort port = read_service_port(map);
        if (is_routed) service.ports.push_back(port);
    });
    check_ports(*spec, service.ports);
    service.distribution = read_traffic_distribution(*spec, service.meta.annotations);
    warn_unless(*spec, "sessionAffinity", "None", "spec");
    warn_unless(*spec, "internalTrafficPolicy", "Cluster", "spec");
    warn_unless(*spec, "externalTrafficPolicy", "Cluster", "spec");
    pass_over(*spec, {"clusterIPs"});
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return service;
}

std::optional<Resource> read_deployment(YamlMap& document) {
    return read_workload(document, Workload::Kind::deployment);
}

std::optional<Resource> read_stateful_set(YamlMap& document) {
    return read_workload(document, Workload::Kind::stateful_set);
}

std::optional<Resource> read_daemon_set(YamlMap& document) {
    return read_workload(document, Workload::Kind::daemon_set);
}

std::optional<Resource> read_job(YamlMap& document) {
    return read_workload(document, Workload::Kind::job);
}

}  // namespace weft::scenarios
