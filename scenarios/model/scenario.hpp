#pragma once

#include "mesh/control/control_plane.hpp"
#include "mesh/control/resources/resource.hpp"
#include "scenarios/model/expectation.hpp"
#include "scenarios/read/diagnostics.hpp"
#include "sim/cluster/cluster_plan.hpp"
#include "sim/network/network_plan.hpp"
#include "sim/service/behaviour.hpp"
#include "sim/workload/load_plan.hpp"
#include "sim/world/world_plan.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace weft::scenarios {

/// A condition as it was written.
struct WrittenCondition {
    std::string text;  ///< Empty: there is none.
    Place place;
};

/// A fault as the timeline injects it.
struct InjectFault : sim::PlannedFault {
    std::string fault;                    ///< Its name, as written,
    std::vector<std::string> parts = {};  ///< and those of the primitive faults that it is.
    WrittenCondition ends_when = {};
};

struct ApplyManifest {
    std::string manifest;  ///< As written.
    std::vector<mesh::control::Resource> resources;
};

/// What the scenario says of a service, over what the mesh's own rules say.
struct PolicyOverride {
    std::string service;
    mesh::control::ServicePolicy policy;
};

struct TimelineStep {
    std::string id;      ///< Unique; "step-3" if the author gave none.
    mesh::Instant at{};  ///< Where it begins at a fixed time.
    std::variant<InjectFault,
                 ApplyManifest,
                 sim::PlannedNodeChange,
                 sim::PlannedWorkloadChange,
                 sim::PlannedHeal,
                 sim::PlannedRate,
                 PolicyOverride,
                 sim::PlannedShift,
                 sim::PlannedDeletion>
        action;
    Place place;
    sim::StepStart start = {};
    sim::StepRepeat repeat = {};
    WrittenCondition when = {};
};

/// What to play: all that a scenario file and its manifests say, typed and checked.
struct Scenario {
    std::string name;
    std::string about;
    std::string profile = "istio";
    mesh::Instant horizon{};
    std::uint64_t seed = 1;
    mesh::Duration interval{};  ///< Of series and fingerprints.

    std::vector<mesh::control::Resource> resources;
    mesh::control::MeshDefaults defaults;  ///< Of the profile.
    std::vector<PolicyOverride> policies;

    std::vector<sim::BehaviourOf> services;
    sim::ClusterPlan cluster;
    sim::NetworkPlan network;
    std::vector<sim::LoadPlan> loads;
    std::vector<TimelineStep> timeline;
    std::vector<sim::Signal> watched;  ///< By its conditions.
    std::vector<Expectation> expect;

    std::string needs_manifests;  ///< Says what to give by -f; empty if nothing is missing.
    std::string canonical;        ///< The resolved form, as YAML, for the run file.
};

}  // namespace weft::scenarios
