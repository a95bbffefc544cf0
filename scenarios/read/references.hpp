#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/manifests/documents.hpp"
#include "scenarios/read/diagnostics.hpp"
#include "sim/failure/target.hpp"

#include <string>
#include <vector>

namespace weft::scenarios {

/// A name that a scenario wrote, and where. What it must name is known once manifests are read.
struct Reference {
    std::string name;
    Place place;
};

struct LabelReference {
    mesh::control::Labels labels;
    Place place;
};

/// A version of a service's pods, or of any if the service is empty.
struct VersionReference {
    std::string version;
    std::string service;
    Place place;
};

/// The parts of "cart.shop"; of "cart" the namespace is the default one.
struct NamedInNamespace {
    std::string name;
    std::string ns = "default";
};
NamedInNamespace split_name(const std::string& written);

/// What a step that shifts traffic names.
struct ShiftReference {
    NamedInNamespace service;
    std::string rule{};  ///< Empty: the first.
    std::vector<std::string> subsets{};
    Place place{};  ///< Of the service, and of the others.
    Place rule_place{};
    Place subsets_place{};
};

/// A container beside the app, of a workload or of an app: "cart" or "cart.shop".
struct ContainerReference {
    std::string of;
    std::string name;
    std::vector<std::string> keys{};  ///< What is said of it.
    Place place{};
};

/// Names to be looked up among the resources of the manifests.
struct References {
    std::vector<Reference> hosts;       ///< Of calls and loads: "reviews", "reviews.default:9080".
    std::vector<Reference> gateways;    ///< Of loads that name a host: there must be a gateway.
    std::vector<Reference> services;    ///< Of policies: a host without a port.
    std::vector<Reference> guarded;     ///< Of policies that protect pods: there must be some.
    std::vector<Reference> detecting;   ///< Of policies of those who detect outliers: a rule must.
    std::vector<Reference> apps;        ///< Of targets: a service or a workload.
    std::vector<Reference> namespaces;  ///< Of targets: some workload is in them.
    std::vector<Reference> workloads;   ///< Of steps that roll one out: "cart" or "cart.shop".
    std::vector<Reference> nodes;       ///< Of steps: the cluster has them.
    std::vector<Reference>
        subjects;  ///< Of expectations: an app; those that are loads are left out.
    std::vector<Reference>
        described;  ///< Of the section `services`: only a warning if it is nobody.
    std::vector<Reference> struck_loads;  ///< Of faults of loads: their ids.
    std::vector<std::string> loads;       ///< Ids that a subject may have meant.
    std::vector<ShiftReference> shifts;
    std::vector<VersionReference> versions;  ///< Of measures: some pods have to be of them.
    std::vector<LabelReference> labels;  ///< Of targets: at least one workload's pods have them.
    Documents written;                   ///< Of the manifests: what they are for must be there.
    std::vector<Reference> scaled;       ///< Of steps that scale a workload.
    std::vector<ContainerReference> containers;  ///< Of the section `services`.
};

/// Reports faults of loads that there are not.
void check_struck_loads(const References& references, Diagnostics& diagnostics);

/// Reports every reference that leads nowhere, with what may have been meant.
void check_references(const References& references,
                      const std::vector<mesh::control::Resource>& resources,
                      Diagnostics& diagnostics);

}  // namespace weft::scenarios
