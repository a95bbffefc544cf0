#pragma once

#include "scenarios/read/yaml_map.hpp"
#include "sim/service/distribution.hpp"

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace weft::scenarios {

/// A law of durations as scenarios write it: "5ms", "constant 5ms", "exponential 4ms",
/// "lognormal 6ms scv 2", "bounded_pareto 5ms alpha 1.5 longest 1s",
/// "bimodal 2ms long 50ms share 5%". What is wrong with it, otherwise.
tl::expected<sim::Distribution, std::string> parse_distribution(std::string_view text);

/// The law under `key`: a text as above, or {empirical: [{value: 1ms, weight: 3}, …]}. A mistake is
/// reported at its place and the fallback returned.
sim::Distribution read_distribution(YamlMap& map,
                                    std::string_view key,
                                    const sim::Distribution& fallback);

}  // namespace weft::scenarios
