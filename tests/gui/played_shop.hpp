#pragma once

#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"
#include "tests/gui/small_mesh.hpp"
#include "tests/two_pods.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace weft::tests {

/// Three seconds of a shop with two pods, all of whose answers are errors from 1 s to 1.5 s, played
/// into a run file that can be played again.
inline std::filesystem::path play_shop_run(const TemporaryFolder& folder) {
    std::ofstream{folder / "app.yaml"} << two_pods;
    std::ofstream{folder / "shop.yaml"} << R"(apiVersion: weft/v1
kind: Scenario
name: shop
seed: 3
horizon: 3s
manifests: [app.yaml]
load: [{id: web, to: app, rate: 50/s}]
timeline: [{id: sick, at: 1s, for: 500ms, fault: error, target: {service: app}, rate: 100%}]
)";
    scenarios::PlayOptions options;
    options.scenario = (folder / "shop.yaml").string();
    options.out = folder / "shop.db";
    std::ostringstream out;
    std::ostringstream err;
    REQUIRE_MESSAGE(scenarios::play(options, out, err) == scenarios::exit_code::done, err.str());
    return options.out;
}

}  // namespace weft::tests
