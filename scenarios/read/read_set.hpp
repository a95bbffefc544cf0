#pragma once

#include "scenarios/model/scenario.hpp"
#include "scenarios/read/written_values.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <optional>
#include <string>

namespace weft::scenarios {

struct TimelineContext;

/// Reads steps that set a value while a run goes on: `do: set`, with `path` and `value`. Paths are
/// those of --set: load.ID.rate, policies.SERVICE… and, of an object of the manifests,
/// VirtualService/NAME.spec… or DestinationRule/NAMESPACE/NAME.spec…. Each step changes what those
/// that are written above it left, and applied.
class SetReader {
public:
    SetReader(YamlMap& scenario, const TimelineContext& context)
        : scenario_(scenario), context_(context) {}

    /// False if it is of no known kind.
    bool read(YamlMap& map, TimelineStep& step);

    /// As the steps so far leave them.
    WrittenValues& values();

private:
    bool read_rate(YamlMap& map, const std::string& path, TimelineStep& step);
    bool read_policy(YamlMap& map, const std::string& path, TimelineStep& step);
    bool read_object(YamlMap& map, const std::string& path, TimelineStep& step);

    YamlMap& scenario_;
    const TimelineContext& context_;
    std::optional<WrittenValues> values_;  ///< Once somebody asks.
};

}  // namespace weft::scenarios
