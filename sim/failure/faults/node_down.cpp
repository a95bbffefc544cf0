// A node is gone with all that runs on it: no connection is closed, nobody is told. When it is over
// it starts anew, with those of its pods that were not taken from it.
#include "sim/failure/fault.hpp"

namespace weft::sim::faults {
namespace {

class NodeDown final : public Fault {
public:
    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        for (const NodeId node : scope.nodes)
            environment.stop_node(id, node);
    }
};

}  // namespace

FaultKind node_down() {
    return {
        .name = "node_down",
        .summary = "the node is gone with all that runs on it, and nobody is told",
        .acts = FaultKind::Acts::on_nodes,
        .make = [](mesh::Settings&) -> std::unique_ptr<Fault> {
            return std::make_unique<NodeDown>();
        },
    };
}

}  // namespace weft::sim::faults
