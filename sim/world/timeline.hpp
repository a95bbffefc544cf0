#pragma once

#include "sim/failure/fault.hpp"
#include "sim/signals/signals.hpp"
#include "sim/world/world.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace weft::sim {

/// The steps of the plan's timeline: when they begin and end, objects that are written, and faults,
/// for which it is the environment that they change.
class Timeline final : private Environment {
public:
    explicit Timeline(World& world);

    /// Steps are set up to begin at their times, or to wait.
    void begin();

    /// A step begins or ends, or it is to be looked whether it does.
    void on_event(const Event& event);

    /// The pod, whose requests are counted, begins with one.
    void on_request(const Pod& pod);

    /// Somebody sees that a pod is down.
    void on_crash_noticed(Pod& pod);

private:
    /// What has become of a step. An event of it that comes at another time than is written here
    /// is stale.
    struct StepState {
        std::uint32_t rounds = 0;          ///< Whose time has come.
        bool runs = false;                 ///< A round goes on: its fault has not ended,
        bool acts = false;                 ///< and does something now.
        bool is_called_off = false;        ///< No round follows.
        bool has_ended = false;            ///< Nor does one go on.
        mesh::Instant began{};             ///< The last round.
        mesh::Instant ends = never;        ///< The round that goes on, as far as one knows.
        mesh::Instant looks = never;       ///< When its condition is looked at next.
        mesh::Instant turns = never;       ///< When its strength changes, or
        mesh::Instant toggles = never;     ///< it comes or goes.
        std::uint32_t sojourns = 0;        ///< How often it came or went.
        std::uint32_t parts = 0;           ///< Of a shift, that are done.
        std::uint64_t requests = 0;        ///< That were counted in this round.
        std::uint32_t first_other = 0;     ///< The id of its second effect.
        std::vector<FaultScope> scopes{};  ///< Of its effects, in the last round.
    };

    // The lives of steps (timeline_steps.cpp)
    void on_start(std::uint32_t number);
    void on_look(std::uint32_t number);
    void on_turn(std::uint32_t number);
    void look_at(std::uint32_t number, mesh::Instant earliest, mesh::Duration every);
    void perform(std::uint32_t number, const PlannedFault& fault);
    void plan_turn(std::uint32_t number);
    void act(std::uint32_t number);
    void strengthen(std::uint32_t number);
    void rest(std::uint32_t number);
    void mark_counted();
    void end_round(std::uint32_t number);
    void round_ended(std::uint32_t number);
    void end_step(std::uint32_t number);
    void end_early(std::uint32_t number);
    bool has_more_rounds(std::uint32_t number) const;
    void release(std::uint32_t number, StepStart::Kind edge);
    void note(std::uint32_t number, observe::Change::Kind kind, std::uint64_t value = 0);
    void note_struck(std::uint32_t number, const FaultScope& scope, FaultKind::Acts acts);
    Strength strength_of(std::uint32_t number) const;
    bool counts_requests(std::uint32_t number) const;
    const PlannedFault& fault_of(std::uint32_t number) const;
    FaultId id_of(std::uint32_t number, std::size_t effect) const;
    FaultScope scope_of(const FaultTarget& target,
                        FaultKind::Acts acts,
                        const mesh::Draws& draws) const;

    // What steps do that are no faults (timeline_actions.cpp)
    void perform(std::uint32_t number, const PlannedApply& apply);
    void perform(std::uint32_t number, const PlannedNodeChange& change);
    void perform(std::uint32_t number, const PlannedWorkloadChange& change);
    void perform(std::uint32_t number, const PlannedHeal& heal);
    void perform(std::uint32_t number, const PlannedDeletion& deletion);
    void perform(std::uint32_t number, const PlannedRate& rate);
    void perform(std::uint32_t number, const PlannedPolicies& policies);
    void perform(std::uint32_t number, const PlannedShift& shift);
    void go_on_shifting(std::uint32_t number, const PlannedShift& shift);

    std::vector<PodId> select_pods(const PodSelector& selector,
                                   const mesh::Draws& draws,
                                   std::uint32_t end) const;
    std::vector<LoadId> loads_of(const FaultTarget& target) const;
    void crash(FaultId fault, PodId pod) override;
    void restart(FaultId fault, PodId pod) override;
    void exit(FaultId fault, PodId pod) override;
    void stop_node(FaultId fault, NodeId node) override;
    void slow(FaultId fault, PodId pod, double factor) override;
    void take_cpu(FaultId fault, PodId pod, mesh::Ratio share) override;
    void freeze(FaultId fault, PodId pod) override;
    void stall(FaultId fault, PodId pod, double factor) override;
    void drop_waiting(FaultId fault, PodId pod, mesh::Ratio share) override;
    void fail(FaultId fault, PodId pod, mesh::Ratio share, std::uint16_t status) override;
    void strike(FaultId fault, PodId pod, const RequestFault& what) override;
    void mark(FaultId fault, PodId pod, PodMark what) override;
    void skew_clock(FaultId fault, PodId pod, const ClockFault& what) override;
    void grow_memory(FaultId fault, PodId pod, const MemoryFault& what) override;
    void degrade(FaultId fault, PodId pod) override;
    void delay(FaultId fault, const Link& link, const Distribution& added) override;
    void lose(FaultId fault, const Link& link, mesh::Ratio share) override;
    void cut(FaultId fault, const Link& link) override;
    void impair(FaultId fault, const Link& link, const LinkFault& what) override;
    void reset_connections(FaultId fault, const Link& link, mesh::Ratio share) override;
    void deaden_connections(FaultId fault, const Link& link, mesh::Ratio share) override;
    void change_load(FaultId fault, LoadId load, const LoadFault& what) override;
    void stop_control(FaultId fault) override;
    void slow_control(FaultId fault, double factor) override;
    void stop_authority(FaultId fault) override;
    void change_root(FaultId fault, bool overlap) override;
    void spoil_config(FaultId fault) override;
    void silence_authorizers(FaultId fault) override;
    void silence_key_servers(FaultId fault) override;
    void fail_names(FaultId fault, mesh::Ratio share) override;
    void delay_names(FaultId fault, const Distribution& added) override;
    void freeze_names(FaultId fault) override;
    void heal(FaultId fault) override;

    // What conditions read (timeline_signals.cpp)
    void make_signals();
    const Signals& read_signals();

    World& world_;
    std::unique_ptr<Signals> signals_;  ///< Null until a condition is looked at, or is to come.
    std::vector<StepState> states_;     ///< Of the steps.
};

}  // namespace weft::sim
