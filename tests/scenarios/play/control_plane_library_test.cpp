// The scenarios of docs/control-plane.md show what the page says, whatever the seed.
#include "tests/scenarios/real_input/played.hpp"

#include <string>

namespace weft::tests {

TEST_SUITE("library") {
    TEST_CASE("the scenarios of the control plane hold, for any of three seeds") {
        for (const std::string name : {"subset_before_rule", "hidden_subsets", "slow_control_plane",
                                       "slow_control_plane_fixed", "control_outage",
                                       "rejected_config", "canary_bypass", "sticky_canary"}) {
            for (std::uint64_t seed = 1; seed <= 3; ++seed) {
                scenarios::PlayOptions options;
                options.scenario = name;
                options.seed = seed;
                const Played run = played(options);
                CAPTURE(name);
                CAPTURE(seed);
                CAPTURE(run.summary.dump());
                CHECK(run.exit_code == 0);
            }
        }
    }
}

}  // namespace weft::tests
