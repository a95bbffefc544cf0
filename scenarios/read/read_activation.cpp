#include "scenarios/read/read_activation.hpp"

#include "scenarios/read/limits.hpp"

#include <fmt/format.h>

namespace weft::scenarios {
namespace {

using sim::Activation;

constexpr std::uint32_t most_requests = 1'000'000'000;

Activation read_poisson(YamlMap& activation_map) {
    Activation activation{.kind = Activation::Kind::poisson};
    auto map = activation_map.map("poisson");
    if (!map) return activation;
    for (const char* const key : {"up", "down"}) {
        if (!map->has(key)) map->error(key, fmt::format("{} is missing: its mean time", key));
    }
    // So short that no fault needs less, so long that a run gets on.
    const mesh::Rule<mesh::Duration> mean_time{.fallback = std::chrono::seconds{1},
                                               .min = std::chrono::microseconds{1},
                                               .max = longest_duration};
    activation.up = map->duration("up", mean_time);
    activation.down = map->duration("down", mean_time);
    map->reject_unknown_keys();
    return activation;
}

Activation read_one_of(YamlMap& map) {
    const bool has_poisson = map.node("poisson").IsDefined();
    const bool has_probability = map.node("probability").IsDefined();
    const bool has_first = map.node("first").IsDefined();
    const bool has_every = map.node("every").IsDefined();
    map.reject_unknown_keys();
    if (has_poisson + has_probability + has_first + has_every != 1) {
        map.error("", "an activation is one of probability, first, every and poisson");
        return {};
    }
    if (has_poisson) return read_poisson(map);
    if (has_probability) {
        return {.kind = Activation::Kind::probability,
                .share = map.ratio("probability", any_ratio({mesh::Ratio::whole}))};
    }
    return {.kind = has_first ? Activation::Kind::first : Activation::Kind::every,
            .count = map.count(has_first ? "first" : "every",
                               {.fallback = 1, .min = 1, .max = most_requests})};
}

}  // namespace

Activation read_activation(YamlMap& step, const FaultTraits& fault) {
    const YAML::Node written = step.node("activation");
    if (!written.IsDefined()) return {};
    if (written.IsScalar() && written.Scalar() == "always") return {};
    if (!written.IsMap()) {
        step.error("activation", "activation must be always, or a mapping such as {first: 5}");
        return {};
    }
    auto map = step.map("activation");
    const Activation activation = read_one_of(*map);
    const bool looks_at_requests =
        activation.kind != Activation::Kind::always && activation.kind != Activation::Kind::poisson;
    if (looks_at_requests && !fault.per_request) {
        step.error("activation", fmt::format("'{}' does not strike single requests: its activation "
                                             "is always or poisson",
                                             fault.name));
    }
    return activation;
}

sim::Ramp read_ramp(YamlMap& step, const FaultTraits& fault, bool has_end) {
    sim::Ramp ramp;
    if (!step.node("ramp").IsDefined()) return ramp;
    if (!fault.scales)
        step.error("ramp",
                   fmt::format("'{}' cannot be ramped: there is no half of it", fault.name));
    if (!step.node("ramp").IsMap()) {
        ramp.in = step.duration("ramp", positive_duration(mesh::Duration{1}));
        return ramp;
    }
    auto map = step.map("ramp");
    ramp.in = map->duration("in", any_duration({}));
    ramp.out = map->duration("out", any_duration({}));
    if (!map->has("in") && !map->has("out")) map->error("", "a ramp has in, out or both");
    if (map->has("out") && !has_end)
        map->error("out",
                   "a fault fades before its end: give it one by for:, or by until: with "
                   "a time");
    map->reject_unknown_keys();
    return ramp;
}

}  // namespace weft::scenarios
