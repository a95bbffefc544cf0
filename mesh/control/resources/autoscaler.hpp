#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/resources/metadata.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::mesh::control {

/// How many pods may come or go within a period.
struct ScalingPolicy {
    enum class Type : std::uint8_t { pods, percent };

    Type type = Type::percent;
    std::uint32_t value = 100;  ///< Pods, or per cent of those there were when the period began.
    Duration period{};

    friend bool operator==(const ScalingPolicy&, const ScalingPolicy&) = default;
};

/// How fast a workload may grow, or shrink.
struct ScalingRules {
    enum class Select : std::uint8_t { most, least, disabled };

    std::optional<Duration> stabilization{};  ///< Absent: the controller's own.
    Select select = Select::most;             ///< Which of several policies counts.
    std::vector<ScalingPolicy> policies{};
};

struct ScalingBehavior {
    ScalingRules up;
    ScalingRules down;
};

/// Kubernetes HorizontalPodAutoscaler, of what pods use and what they are asked for.
struct HorizontalPodAutoscaler {
    /// One of the two targets is above zero.
    struct Metric {
        enum class Of : std::uint8_t {
            cpu,     ///< In thousandths of a core.
            memory,  ///< Bytes.
            rate,    ///< Requests, in thousandths of one a second.
            in_hand  ///< Requests at a pod, waiting or served, in thousandths.
        };

        std::uint32_t utilization = 0;  ///< Per cent of what the pods request, on average.
        std::uint64_t average = 0;      ///< A pod, on average.
        Of of = Of::cpu;
    };

    Metadata meta;
    std::string target_kind;  ///< "Deployment"
    std::string target_name;
    std::uint32_t min_replicas = 1;
    std::uint32_t max_replicas = 1;
    std::vector<Metric> metrics{};  ///< The one that wants the most pods counts.
    std::optional<ScalingBehavior> behavior{};
};

}  // namespace weft::mesh::control
