#pragma once

#include "mesh/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace weft::mesh::control {

/// How a node's agent finds out about a container.
struct Probe {
    Duration initial_delay{};
    Duration period = std::chrono::seconds{10};
    std::uint32_t successes = 1;  ///< In a row, until it is believed;
    std::uint32_t failures = 3;   ///< and so many until it is believed to fail.
    Duration timeout = std::chrono::seconds{1};
    bool asks_app = false;  ///< Over HTTP or gRPC, so that the app may have to answer.

    friend bool operator==(const Probe&, const Probe&) = default;
};

/// What a container says of its own life.
struct ContainerLife {
    std::optional<Probe> startup{};    ///< Holds the other back.
    std::optional<Probe> readiness{};  ///< Without: ready as soon as it runs.
    Duration pre_stop{};               ///< Before it is told to end.
    std::optional<Probe> liveness{};   ///< Failing, it is started again.
    Duration post_start{};             ///< From its begin on; before, nobody probes it.

    friend bool operator==(const ContainerLife&, const ContainerLife&) = default;
};

/// A container that runs before the others of its pod; they start one after the other.
struct InitContainer {
    std::string name;
    bool stays = false;  ///< A native sidecar: the next one starts once it has, and it goes on.
    ContainerLife life = {};  ///< Of one that stays.

    friend bool operator==(const InitContainer&, const InitContainer&) = default;
};

/// Whether a container that has ended is started again.
enum class RestartPolicy : std::uint8_t { always, on_failure, never };

}  // namespace weft::mesh::control
