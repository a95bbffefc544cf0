#include "tests/mesh/proxy/single_sidecar.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>

namespace spill_test {

using namespace weft;
using tests::SingleSidecar;

namespace {

/// Four hosts of the first priority, of which so many are ready, and one of the second.
mesh::Endpoints four_and_one(std::uint32_t ready) {
    mesh::Endpoints endpoints;
    for (std::uint32_t host = 0; host < 5; ++host) {
        endpoints.push_back({.id = mesh::EndpointId{host},
                             .address = "",
                             .ready = host < ready || host == 4,
                             .zone = host < 4 ? "near" : "far",
                             .priority = host < 4 ? 0U : 1U});
    }
    return endpoints;
}

SingleSidecar near_and_far(std::uint32_t ready) {
    mesh::ClusterConfig config;
    config.selection.priority.panic_percent = 0;
    SingleSidecar sidecar{config, 0};
    sidecar.set_endpoints(four_and_one(ready));
    sidecar.push();
    sidecar.ask();
    return sidecar;
}

/// What the last step says of requests that leave the first priority; nothing if it says nothing.
std::optional<std::uint64_t> spilled(const SingleSidecar& sidecar) {
    const auto found = std::ranges::find_if(sidecar.actions, [](const mesh::Action& action) {
        return action.kind == mesh::Action::Kind::fact && action.what == mesh::Fact::Kind::spilled;
    });
    if (found == sidecar.actions.end()) return std::nullopt;
    return found->value;
}

std::optional<std::uint64_t> spilled_by(SingleSidecar& sidecar, std::uint32_t ready) {
    sidecar.set_endpoints(four_and_one(ready));
    sidecar.push();
    return spilled(sidecar);
}

}  // namespace

TEST_SUITE("spill") {
    TEST_CASE("three of four hosts carry all, and two do not: 2 / 4 x 140 %") {
        CHECK_FALSE(spilled(near_and_far(4)));
        CHECK_FALSE(spilled(near_and_far(3)));
        CHECK(spilled(near_and_far(2)) == 1);
        CHECK(spilled(near_and_far(0)) == 1);
    }

    TEST_CASE("it is said when it begins and when it ends, and not between") {
        SingleSidecar sidecar = near_and_far(4);
        CHECK_FALSE(spilled_by(sidecar, 3));
        CHECK(spilled_by(sidecar, 2) == 1);
        CHECK_FALSE(spilled_by(sidecar, 1));
        CHECK(spilled_by(sidecar, 3) == 0);
        CHECK_FALSE(spilled_by(sidecar, 4));
    }

    TEST_CASE("where there is one priority alone nothing spills") {
        mesh::ClusterConfig config;
        config.selection.priority.panic_percent = 0;
        SingleSidecar sidecar{config, 2};
        sidecar.ask();
        CHECK_FALSE(spilled(sidecar));
        sidecar.set_hosts(2, false);
        sidecar.push();
        CHECK_FALSE(spilled(sidecar));
    }
}

}  // namespace spill_test
