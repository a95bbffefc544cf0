#include "sim/world/script.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string_view>

namespace weft::sim {
namespace {

/// Each tells a proxy by itself which trace a request belongs to: W3C trace context, B3.
constexpr std::array<std::string_view, 3> trace_contexts{"traceparent", "b3", "x-b3-traceid"};

void append(std::vector<Step>& steps,
            const ScriptStep& written,
            mesh::Shapes& shapes,
            const NumberOfService& number_of) {
    Step step{written.kind, Sampler{written.time}};
    step.probability = written.probability;
    if (written.kind == ScriptStep::Kind::call) {
        mesh::RequestHead head = written.head;
        head.authority = written.service;
        step.shape = shapes.intern(head);
        step.destination = number_of(written.service);
        step.ignores_failure = written.on_failure == ScriptStep::OnFailure::ignore;
        step.timeout = written.timeout;
        step.retries = written.retries;
        step.request_size = written.request_size;
    }
    step.branches = static_cast<std::uint32_t>(written.branches.size());
    steps.push_back(std::move(step));
    for (const ScriptStep& branch : written.branches) {
        assert(branch.kind == ScriptStep::Kind::call || branch.kind == ScriptStep::Kind::sleep);
        append(steps, branch, shapes, number_of);
    }
}

bool is_forwarded(const Behaviour& behaviour, std::string_view name) {
    return std::ranges::find(behaviour.forward, name) != behaviour.forward.end();
}

}  // namespace

Program compile(const Behaviour& behaviour,
                mesh::Shapes& shapes,
                const NumberOfService& number_of) {
    Program program{.behaviour = behaviour, .steps = {}};
    program.hands_on_trace = std::ranges::any_of(
        trace_contexts, [&](std::string_view name) { return is_forwarded(behaviour, name); });
    for (const ScriptStep& step : behaviour.script)
        append(program.steps, step, shapes, number_of);
    return program;
}

mesh::ShapeId Program::shape_of_call(Step& step, mesh::ShapeId from, mesh::Shapes& shapes) const {
    const auto known =
        std::ranges::find(step.forwarded, from, &std::pair<mesh::ShapeId, mesh::ShapeId>::first);
    if (known != step.forwarded.end()) return known->second;

    mesh::RequestHead head = shapes.head(step.shape);
    for (const mesh::Header& header : shapes.head(from).headers) {
        const bool own =
            std::ranges::find(head.headers, header.name, &mesh::Header::name) != head.headers.end();
        if (!own && is_forwarded(behaviour, header.name)) head.headers.push_back(header);
    }
    const mesh::ShapeId shape = shapes.intern(head);
    step.forwarded.emplace_back(from, shape);
    return shape;
}

}  // namespace weft::sim
