// Certificates are signed by a new root. Without an overlap, who has a certificate of it and who
// does not yet have one do not know each other, which shows when they open connections.
#include "sim/failure/fault.hpp"

#include <array>
#include <string_view>

namespace weft::sim::faults {
namespace {

class RootChange final : public Fault {
public:
    explicit RootChange(bool overlap) : overlap_(overlap) {}

    void start(FaultId id,
               const FaultScope&,
               Environment& environment,
               Strength strength) override {
        if (strength == 0) return;
        environment.change_root(id, overlap_);
    }

private:
    bool overlap_;
};

}  // namespace

FaultKind root_change() {
    return {
        .name = "root_change",
        .summary = "a new root signs certificates; `trusted`: new (default), or both, with the old",
        .acts = FaultKind::Acts::on_control,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            static constexpr std::array<std::string_view, 2> words{"new", "both"};
            return std::make_unique<RootChange>(settings.choice("trusted", "new", words) == "both");
        },
    };
}

}  // namespace weft::sim::faults
