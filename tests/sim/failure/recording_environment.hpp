#pragma once

#include "sim/failure/environment_state.hpp"
#include "sim/failure/fault.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

/// Faults that are started in an environment which writes down what they do.
namespace weft::tests {

using mesh::Ratio;
using sim::Distribution;
using sim::Environment;
using sim::FaultId;
using sim::PodId;

inline constexpr FaultId fault_id{7};

/// Writes down what a fault does, and keeps what is left of it.
class RecordingEnvironment final : public Environment {
public:
    void crash(FaultId fault, PodId pod) override {
        note("crash", fault, pod);
        state.crash(fault, pod);
    }
    void restart(FaultId fault, PodId pod) override {
        note("restart", fault, pod);
        state.restart(fault, pod);
    }
    void exit(FaultId fault, PodId pod) override {
        note("exit", fault, pod);
        state.exit(fault, pod);
    }
    void stop_node(FaultId fault, sim::NodeId node) override {
        note("stop_node", fault);
        state.stop_node(fault, node);
    }
    void slow(FaultId fault, PodId pod, double factor) override {
        note("slow", fault, pod);
        state.slow(fault, pod, factor);
    }
    void take_cpu(FaultId fault, PodId pod, Ratio share) override {
        note("take_cpu", fault, pod);
        state.take_cpu(fault, pod, share);
    }
    void freeze(FaultId fault, PodId pod) override {
        note("freeze", fault, pod);
        state.freeze(fault, pod);
    }
    void stall(FaultId fault, PodId pod, double factor) override {
        note("stall", fault, pod);
        state.stall(fault, pod, factor);
    }
    void drop_waiting(FaultId fault, PodId pod, Ratio /*share*/) override {
        note("drop_waiting", fault, pod);
    }
    void fail(FaultId fault, PodId pod, Ratio share, std::uint16_t status) override {
        note("fail", fault, pod);
        state.fail(fault, pod, share, status);
    }
    void strike(FaultId fault, PodId pod, const sim::RequestFault& what) override {
        note("strike", fault, pod);
        state.strike(fault, pod, what);
    }
    void mark(FaultId fault, PodId pod, sim::PodMark what) override {
        note("mark", fault, pod);
        state.mark(fault, pod, what);
    }
    void skew_clock(FaultId fault, PodId pod, const sim::ClockFault& what) override {
        note("skew_clock", fault, pod);
        state.skew_clock(fault, pod, what);
    }
    void grow_memory(FaultId fault, PodId pod, const sim::MemoryFault& what) override {
        note("grow_memory", fault, pod);
        state.grow_memory(fault, pod, what);
    }
    void degrade(FaultId fault, PodId pod) override {
        note("degrade", fault, pod);
        state.degrade(fault, pod);
    }
    void delay(FaultId fault, const Link& link, const Distribution& added) override {
        note("delay", fault);
        state.delay(fault, link, added);
    }
    void lose(FaultId fault, const Link& link, Ratio share) override {
        note("lose", fault);
        state.lose(fault, link, share);
    }
    void cut(FaultId fault, const Link& link) override {
        note("cut", fault);
        state.cut(fault, link);
    }
    void impair(FaultId fault, const Link& link, const sim::LinkFault& what) override {
        note("impair", fault);
        state.impair(fault, link, what);
    }
    void reset_connections(FaultId fault, const Link& /*link*/, Ratio /*share*/) override {
        note("reset_connections", fault);
    }
    void deaden_connections(FaultId fault, const Link& /*link*/, Ratio /*share*/) override {
        note("deaden_connections", fault);
    }
    void change_load(FaultId fault, sim::LoadId load, const sim::LoadFault& what) override {
        note("change_load", fault);
        state.change_load(fault, load, what);
    }
    void stop_control(FaultId fault) override {
        note("stop_control", fault);
        state.stop_control(fault);
    }
    void slow_control(FaultId fault, double factor) override {
        note("slow_control", fault);
        state.slow_control(fault, factor);
    }
    void stop_authority(FaultId fault) override {
        note("stop_authority", fault);
        state.stop_authority(fault);
    }
    void change_root(FaultId fault, bool overlap) override {
        note("change_root", fault);
        state.change_root(fault, overlap);
    }
    void spoil_config(FaultId fault) override {
        note("spoil_config", fault);
        state.spoil_config(fault);
    }
    void silence_authorizers(FaultId fault) override {
        note("silence_authorizers", fault);
        state.silence_authorizers(fault);
    }
    void silence_key_servers(FaultId fault) override {
        note("silence_key_servers", fault);
        state.silence_key_servers(fault);
    }
    void fail_names(FaultId fault, Ratio share) override {
        note("fail_names", fault);
        state.fail_names(fault, share);
    }
    void delay_names(FaultId fault, const Distribution& added) override {
        note("delay_names", fault);
        state.delay_names(fault, added);
    }
    void freeze_names(FaultId fault) override {
        note("freeze_names", fault);
        state.freeze_names(fault);
    }
    void heal(FaultId fault) override {
        note("heal", fault);
        state.heal(fault);
    }

    sim::EnvironmentState state;
    std::vector<std::string> actions;

private:
    void note(const std::string& action, FaultId fault) {
        CHECK(fault == fault_id);
        actions.push_back(action);
    }
    void note(const std::string& action, FaultId fault, PodId pod) {
        note(action + " " + std::to_string(pod.number()), fault);
    }
};

inline const sim::FaultScope fault_scope{
    .pods = {PodId{1}, PodId{4}},
    .link = {.a = {PodId{1}}, .b = {PodId{4}}, .one_way = false},
    .nodes = {sim::NodeId{2}},
    .loads = {sim::LoadId{1}},
};

using Values = mesh::TextSettings::Values;

inline std::unique_ptr<sim::Fault> make_fault(const sim::FaultKind& kind, const Values& values) {
    mesh::TextSettings settings{values};
    return kind.make(settings);
}

/// The environment after the fault of that name has started.
inline RecordingEnvironment after_start(const std::string& name, const Values& values) {
    const auto registry = sim::built_in_faults();
    RecordingEnvironment environment;
    make_fault(*registry.find(name), values)->start(fault_id, fault_scope, environment, 1);
    return environment;
}

}  // namespace weft::tests
