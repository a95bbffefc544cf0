#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/control/service_policy.hpp"
#include "sim/failure/activation.hpp"
#include "sim/failure/fault.hpp"
#include "sim/failure/target.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace weft::sim {

class Signals;

/// Something that a run may notice of itself. Asked of the same run at the same time, it says the
/// same.
using Condition = std::function<bool(const Signals&)>;

/// How often conditions are looked at, unless somebody says otherwise.
inline constexpr mesh::Duration usual_look = std::chrono::milliseconds{100};

/// One primitive, and where it acts.
struct PlannedEffect {
    std::shared_ptr<Fault> effect;
    FaultTarget target;
    FaultKind::Acts acts = FaultKind::Acts::on_pods;
};

/// A fault that the timeline injects. It is over after its length, at a time, or when a condition
/// holds, whichever comes first; else at the end of the run.
struct PlannedFault {
    std::shared_ptr<Fault> effect;
    FaultTarget target;
    std::optional<mesh::Duration> length;
    FaultKind::Acts acts = FaultKind::Acts::on_pods;
    std::vector<PlannedEffect> others = {};  ///< What begins and ends with it.
    std::optional<mesh::Instant> until_time = {};
    Condition until = {};
    mesh::Duration look_every = usual_look;  ///< At `until`.
    Activation activation = {};
    Ramp ramp = {};
};

/// Objects that the timeline applies, as an API call would.
struct PlannedApply {
    std::vector<mesh::control::Resource> resources;
};

/// Nodes that take no new pods, and that lose those they have if they are drained.
struct PlannedNodeChange {
    enum class Kind : std::uint8_t { cordon, uncordon, drain };

    Kind kind = Kind::cordon;
    std::vector<std::string> nodes;
};

/// Pods that are deleted; those that have an owner are made anew.
struct PlannedDeletion {
    PodSelector pods;
    bool by_force = false;  ///< At once, with all that they have in hand.
};

/// A workload that is changed, as an API call would.
struct PlannedWorkloadChange {
    std::string name;
    std::string ns;
    std::optional<std::uint32_t> replicas;  ///< Absent: all its pods are made anew.
};

/// The rate at which the requests of an open load are sent from now on.
struct PlannedRate {
    std::string load;
    double rate = 1;  ///< Per second, above 0.
};

/// What the scenario says of these hosts from now on, over what the mesh's rules say.
struct PlannedPolicies {
    std::map<std::string, mesh::control::ServicePolicy, std::less<>> of_hosts;
};

/// The weights of one route of a VirtualService go to others: the first part at once, the others
/// at equal distances, the last after `over`.
struct PlannedShift {
    std::string name{};  ///< Of the VirtualService.
    std::string ns{};
    std::string route = {};                        ///< Its name; empty: the first rule.
    std::map<std::string, std::uint32_t> to = {};  ///< By subset; the others get nothing.
    std::uint32_t parts = 1;
    mesh::Duration over{};
};

/// A step that is ended before its time, with all its rounds to come.
struct PlannedHeal {
    std::uint32_t step = 0;  ///< By its place in the timeline.
};

/// When a step begins.
struct StepStart {
    enum class Kind : std::uint8_t {
        at,           ///< At PlannedStep::at.
        after_start,  ///< When another step has begun for the first time, and `delay` later,
        after_end,    ///< or has ended for good.
        when,         ///< At the first look at which the condition holds.
    };

    Kind kind = Kind::at;
    std::uint32_t step = 0;  ///< The other one, by its place in the timeline.
    mesh::Duration delay{};
    Condition condition = {};
    mesh::Duration look_every = usual_look;
};

/// How often a step is carried out. A round whose time comes while the last goes on is left out;
/// one with a condition waits for it again.
struct StepRepeat {
    std::uint32_t times = 1;  ///< 0: as often as the run allows.
    mesh::Duration every{};   ///< From one round's begin to the next, if there are several.
};

using PlannedAction = std::variant<PlannedFault,
                                   PlannedApply,
                                   PlannedNodeChange,
                                   PlannedWorkloadChange,
                                   PlannedHeal,
                                   PlannedRate,
                                   PlannedPolicies,
                                   PlannedShift,
                                   PlannedDeletion>;

struct PlannedStep {
    std::string id;
    mesh::Instant at{};
    PlannedAction action;
    StepStart start = {};
    StepRepeat repeat = {};
};

}  // namespace weft::sim
