#include "scenarios/read/references.hpp"

#include "mesh/control/host_names.hpp"
#include "scenarios/manifests/check_immutable.hpp"
#include "scenarios/manifests/check_targets.hpp"
#include "scenarios/model/known_services.hpp"
#include "scenarios/read/check_containers.hpp"
#include "scenarios/read/read_shift.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <variant>

namespace weft::scenarios {
namespace {

std::string listed_names(const std::vector<std::uint16_t>& ports) {
    std::string list;
    for (const std::uint16_t port : ports) {
        if (!list.empty()) list += ", ";
        list += std::to_string(port);
    }
    return list;
}

/// Whether the scenario says what a server does that no manifest declares.
bool is_described(const std::string& host, const std::vector<Reference>& described) {
    return host.find('.') != std::string::npos &&
           std::ranges::find(described, host, &Reference::name) != described.end();
}

void check_host(const Reference& reference,
                const KnownServices& known,
                const std::vector<Reference>& described,
                Diagnostics& diagnostics) {
    const WrittenHost host = split_host(reference.name);
    const KnownServices::Service* const service = known.find(host.name);
    if (service == nullptr && is_described(host.name, described)) return;
    if (service == nullptr) {
        return diagnostics.error(reference.place, "unknown service '" + host.name + "'" +
                                                      did_you_mean(host.name, known.names()));
    }
    const std::string ports = listed_names(service->ports);
    if (host.has_bad_port) {
        return diagnostics.error(reference.place,
                                 "'" + reference.name + "' must end with a port from 1 to 65535");
    }
    if (host.port && std::ranges::find(service->ports, *host.port) == service->ports.end()) {
        return diagnostics.error(reference.place, "service '" + host.name + "' has no port " +
                                                      std::to_string(*host.port) + "; it has " +
                                                      (ports.empty() ? "none" : ports));
    }
    if (!host.port && service->ports.size() > 1 && !service->is_gateway) {
        diagnostics.error(reference.place, "service '" + host.name + "' has the ports " + ports +
                                               ": name one, as in " + host.name + ":" +
                                               std::to_string(service->ports.front()));
    }
}

void check_labels(const LabelReference& reference,
                  const std::vector<mesh::control::Resource>& resources,
                  Diagnostics& diagnostics) {
    const bool somebody = std::ranges::any_of(resources, [&](const auto& resource) {
        const auto* const workload = std::get_if<mesh::control::Workload>(&resource);
        if (workload == nullptr) return false;
        return std::ranges::all_of(reference.labels, [&](const auto& wanted) {
            const auto found = workload->pod.labels.find(wanted.first);
            return found != workload->pod.labels.end() && found->second == wanted.second;
        });
    });
    if (!somebody) diagnostics.error(reference.place, "no workload's pods have these labels");
}

bool detects_outliers(const std::optional<mesh::control::TrafficPolicy>& policy) {
    if (!policy) return false;
    return policy->outlier_detection ||
           std::ranges::any_of(policy->port_level, [](const auto& port) {
               return port.second.outlier_detection.has_value();
           });
}

/// Whether the rule may make a proxy detect outliers among the hosts of a service of this name.
bool detects_outliers_of(const mesh::control::DestinationRule& rule, const std::string& service) {
    const std::string host = mesh::control::resolve_host(rule.host, rule.meta.ns);
    const bool is_meant =
        mesh::control::is_wildcard(host) || host == service || host.starts_with(service + ".");
    if (!is_meant) return false;
    return detects_outliers(rule.policy) ||
           std::ranges::any_of(rule.subsets,
                               [](const auto& subset) { return detects_outliers(subset.policy); });
}

void check_detecting(const Reference& reference,
                     const std::vector<mesh::control::Resource>& resources,
                     Diagnostics& diagnostics) {
    const bool some_rule_does = std::ranges::any_of(resources, [&](const auto& resource) {
        const auto* const rule = std::get_if<mesh::control::DestinationRule>(&resource);
        return rule != nullptr && detects_outliers_of(*rule, reference.name);
    });
    if (some_rule_does) return;
    diagnostics.warning(reference.place,
                        fmt::format("no DestinationRule of the manifests has outlierDetection for "
                                    "'{}': it is not honoured",
                                    reference.name));
}

void check_namespace(const Reference& reference,
                     const std::vector<mesh::control::Resource>& resources,
                     Diagnostics& diagnostics) {
    std::vector<std::string> known;
    for (const auto& resource : resources) {
        const auto* const workload = std::get_if<mesh::control::Workload>(&resource);
        if (workload == nullptr) continue;
        if (workload->meta.ns == reference.name) return;
        known.push_back(workload->meta.ns);
    }
    diagnostics.error(reference.place,
                      fmt::format("no workload is in namespace '{}'{}", reference.name,
                                  did_you_mean(reference.name, known)));
}

/// Whether a step does anything to it.
bool can_be_changed(const mesh::control::Workload& workload, bool scales) {
    using Kind = mesh::control::Workload::Kind;
    if (workload.kind == Kind::daemon_set) return !scales;
    return workload.kind != Kind::job;
}

/// Of one that a step rolls out or scales.
void check_workload(const Reference& reference,
                    bool scales,
                    const std::vector<mesh::control::Resource>& resources,
                    Diagnostics& diagnostics) {
    const NamedInNamespace wanted = split_name(reference.name);
    std::vector<std::string> known;
    bool is_there = false;
    for (const auto& resource : resources) {
        const auto* const workload = std::get_if<mesh::control::Workload>(&resource);
        if (workload == nullptr) continue;
        const bool is_meant = workload->meta.name == wanted.name && workload->meta.ns == wanted.ns;
        if (is_meant && can_be_changed(*workload, scales)) return;
        is_there = is_there || is_meant;
        known.push_back(workload->meta.name);
    }
    if (!is_there) {
        return diagnostics.error(reference.place, "unknown workload '" + reference.name + "'" +
                                                      did_you_mean(reference.name, known));
    }
    const std::string_view why = scales ? "is no Deployment or StatefulSet: it cannot be scaled"
                                        : "is a Job: it cannot be rolled out";
    diagnostics.error(reference.place, fmt::format("'{}' {}", reference.name, why));
}

/// Looks names up and says what may have been meant.
class ReferenceCheck {
public:
    ReferenceCheck(const std::vector<mesh::control::Resource>& resources, Diagnostics& diagnostics)
        : known_(resources), diagnostics_(diagnostics) {}

    void check_host(const Reference& reference, const std::vector<Reference>& described) {
        scenarios::check_host(reference, known_, described, diagnostics_);
    }

    void check_gateway(const Reference& reference) {
        const KnownServices::Service* const service = known_.find(split_host(reference.name).name);
        if (service == nullptr || service->is_gateway) return;
        diagnostics_.error(reference.place,
                           "'" + reference.name + "' is no gateway: a host is for those alone");
    }

    void check_service(const Reference& reference) {
        if (known_.find(reference.name) != nullptr) return;
        diagnostics_.error(reference.place, "unknown service '" + reference.name + "'" +
                                                did_you_mean(reference.name, known_.names()));
    }

    /// One that is unknown is reported as a service already.
    void check_guarded(const Reference& reference) {
        const KnownServices::Service* const service = known_.find(reference.name);
        if (service == nullptr || !service->apps.empty()) return;
        diagnostics_.warning(reference.place, "'" + reference.name +
                                                  "' has no pods in the mesh whose proxies could "
                                                  "do this: it is not honoured");
    }

    void check_app(const Reference& reference) {
        if (is_app(reference.name)) return;
        diagnostics_.error(reference.place,
                           "unknown service '" + reference.name + "'" +
                               did_you_mean(reference.name, known_.names_with_apps()));
    }

    void check_subject(const Reference& reference,
                       const std::vector<std::string>& loads,
                       const std::vector<Reference>& described) {
        if (is_app(reference.name) || is_described(reference.name, described)) return;
        if (std::ranges::find(loads, reference.name) != loads.end()) {
            return diagnostics_.error(reference.place,
                                      fmt::format("'{}' is a load and no service", reference.name));
        }
        std::vector<std::string> candidates = known_.names_with_apps();
        candidates.insert(candidates.end(), loads.begin(), loads.end());
        diagnostics_.error(reference.place, "unknown load or service '" + reference.name + "'" +
                                                did_you_mean(reference.name, candidates));
    }

    /// Of pods that are there from the beginning, or that a step brings.
    void check_version(const VersionReference& reference,
                       const std::vector<mesh::control::Resource>& resources) {
        const KnownServices::Service* const service = known_.find(reference.service);
        if (service == nullptr && !reference.service.empty() && !known_.has_app(reference.service))
            return;  // It is reported as unknown, or is outside, where nobody knows.
        std::vector<std::string> versions;
        for (const auto& resource : resources) {
            const auto* const workload = std::get_if<mesh::control::Workload>(&resource);
            if (workload == nullptr) continue;
            const std::string app = canonical_name(*workload);
            const bool is_meant = reference.service.empty() ||
                                  known_.app_of(reference.service) == app ||
                                  (service != nullptr && service->apps.contains(app));
            const auto version = workload->pod.labels.find("version");
            if (is_meant && version != workload->pod.labels.end())
                versions.push_back(version->second);
        }
        if (std::ranges::find(versions, reference.version) != versions.end()) return;
        const std::string whose =
            reference.service.empty() ? "no pods" : "no pods of '" + reference.service + "'";
        diagnostics_.error(reference.place,
                           fmt::format("{} have version '{}'{}", whose, reference.version,
                                       did_you_mean(reference.version, versions)));
    }

    void check_described(const Reference& reference, const std::vector<Reference>& called) {
        if (is_app(reference.name)) return;
        const bool is_called = std::ranges::any_of(called, [&](const Reference& host) {
            return split_host(host.name).name == reference.name;
        });
        if (is_called) return;  // A server outside.
        diagnostics_.warning(reference.place,
                             "'" + reference.name + "' is no workload or service of the manifests" +
                                 did_you_mean(reference.name, known_.names_with_apps()));
    }

private:
    bool is_app(const std::string& name) const {
        return known_.has_app(name) || known_.find(name) != nullptr;
    }

    KnownServices known_;
    Diagnostics& diagnostics_;
};

}  // namespace

NamedInNamespace split_name(const std::string& written) {
    const std::size_t dot = written.find('.');
    if (dot == std::string::npos) return {.name = written};
    return {.name = written.substr(0, dot), .ns = written.substr(dot + 1)};
}

void check_struck_loads(const References& references, Diagnostics& diagnostics) {
    for (const Reference& load : references.struck_loads) {
        if (std::ranges::find(references.loads, load.name) != references.loads.end()) continue;
        std::string message = "unknown load '";
        message += load.name;
        message += "'";
        message += did_you_mean(load.name, references.loads);
        diagnostics.error(load.place, message);
    }
}

void check_references(const References& references,
                      const std::vector<mesh::control::Resource>& resources,
                      Diagnostics& diagnostics) {
    ReferenceCheck check{resources, diagnostics};
    for (const Reference& reference : references.hosts)
        check.check_host(reference, references.described);
    for (const Reference& reference : references.gateways)
        check.check_gateway(reference);
    for (const Reference& reference : references.services)
        check.check_service(reference);
    for (const Reference& reference : references.guarded)
        check.check_guarded(reference);
    for (const Reference& reference : references.detecting)
        check_detecting(reference, resources, diagnostics);
    for (const Reference& reference : references.namespaces)
        check_namespace(reference, resources, diagnostics);
    for (const Reference& reference : references.workloads)
        check_workload(reference, false, resources, diagnostics);
    for (const Reference& reference : references.scaled)
        check_workload(reference, true, resources, diagnostics);
    for (const ShiftReference& reference : references.shifts)
        check_shift(reference, resources, diagnostics);
    for (const VersionReference& reference : references.versions)
        check.check_version(reference, resources);
    for (const Reference& reference : references.apps)
        check.check_app(reference);
    for (const Reference& reference : references.subjects) {
        check.check_subject(reference, references.loads, references.described);
    }
    for (const Reference& reference : references.described)
        check.check_described(reference, references.hosts);
    for (const LabelReference& reference : references.labels) {
        check_labels(reference, resources, diagnostics);
    }
    for (const ContainerReference& reference : references.containers)
        check_container(reference, resources, diagnostics);
    // What could not be read may be what is missing.
    if (!diagnostics.has_errors()) check_targets(references.written, resources, diagnostics);
    check_immutable(references.written, diagnostics);
}

}  // namespace weft::scenarios
