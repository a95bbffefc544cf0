#pragma once

#include "mesh/request/head.hpp"
#include "sim/service/behaviour.hpp"
#include "sim/service/distribution.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace weft::sim {

/// A step that is ready to run: laws prepared, the request's head interned, names numbered. A
/// parallel step is followed by its branches.
struct Step {
    Step(ScriptStep::Kind what, Sampler how_long) : kind(what), time(std::move(how_long)) {}

    ScriptStep::Kind kind;
    Sampler time;
    mesh::Ratio probability{mesh::Ratio::whole};
    std::uint32_t branches = 0;  ///< parallel: how many of the next steps.

    std::uint32_t destination = 0;  ///< call: number of the service's name
    mesh::ShapeId shape{0};         ///< call: without forwarded headers
    bool ignores_failure = false;
    std::optional<mesh::Duration> timeout;
    std::uint32_t retries = 0;
    std::uint64_t request_size = 0;  ///< call: bytes
    std::vector<std::pair<mesh::ShapeId, mesh::ShapeId>>
        forwarded;  ///< Of the caller's request → own.
};

/// A behaviour that is ready to run. Shared by the pods of a workload.
struct Program {
    Behaviour behaviour;
    std::vector<Step> steps;
    bool hands_on_trace = false;  ///< Its calls belong to the trace of the request it serves.

    /// Null past the last.
    Step* step_at(std::uint32_t position) {
        Step* const step = steps.data() + position;
        return step != std::to_address(steps.end()) ? step : nullptr;
    }

    /// The shape of a call made while a request of shape `from` is served.
    mesh::ShapeId shape_of_call(Step& step, mesh::ShapeId from, mesh::Shapes& shapes) const;
};

/// Numbers the name of a service, for records.
using NumberOfService = std::function<std::uint32_t(const std::string& host)>;

Program compile(const Behaviour& behaviour, mesh::Shapes& shapes, const NumberOfService& number_of);

}  // namespace weft::sim
