#pragma once

#include "sim/failure/fault.hpp"
#include "sim/world/world.hpp"

#include <cstdint>
#include <vector>

namespace weft::sim {

/// The steps of the plan's timeline: objects that are written, and faults, for which it is the
/// environment that they change.
class Timeline final : private Environment {
public:
    explicit Timeline(World& world) : world_(world), scopes_(world.plan_.timeline.size()) {}

    void start(std::uint32_t step);
    void stop(std::uint32_t step);

    /// Somebody sees that a pod is down.
    void on_crash_noticed(Pod& pod);

private:
    std::vector<PodId> select_pods(const PodSelector& selector,
                                   const mesh::Draws& draws,
                                   std::uint32_t end) const;
    void crash(FaultId fault, PodId pod) override;
    void restart(FaultId fault, PodId pod) override;
    void exit(FaultId fault, PodId pod) override;
    void stop_node(FaultId fault, NodeId node) override;
    void slow(FaultId fault, PodId pod, double factor) override;
    void fail(FaultId fault, PodId pod, mesh::Ratio share, std::uint16_t status) override;
    void degrade(FaultId fault, PodId pod) override;
    void delay(FaultId fault, const Link& link, const Distribution& added) override;
    void lose(FaultId fault, const Link& link, mesh::Ratio share) override;
    void cut(FaultId fault, const Link& link) override;
    void stop_control(FaultId fault) override;
    void slow_control(FaultId fault, double factor) override;
    void stop_authority(FaultId fault) override;
    void change_root(FaultId fault, bool overlap) override;
    void spoil_config(FaultId fault) override;
    void fail_names(FaultId fault, mesh::Ratio share) override;
    void delay_names(FaultId fault, const Distribution& added) override;
    void freeze_names(FaultId fault) override;
    void heal(FaultId fault) override;

    World& world_;
    std::vector<FaultScope> scopes_;  ///< Of the steps, while they act.
};

}  // namespace weft::sim
