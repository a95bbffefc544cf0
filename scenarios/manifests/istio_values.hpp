#pragma once

#include "mesh/base/fraction.hpp"
#include "mesh/base/time.hpp"
#include "mesh/control/resources/resource.hpp"
#include "mesh/route/route_table.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Values that several Istio resources share.
namespace weft::scenarios {

/// A whole number, a duration or a text; nothing if the key is absent.
std::optional<std::uint32_t> read_count(YamlMap& map, std::string_view key);
std::optional<std::uint32_t> read_percent(YamlMap& map, std::string_view key);
std::optional<mesh::Duration> read_duration(YamlMap& map,
                                            std::string_view key,
                                            mesh::Duration least = mesh::Duration::zero());

/// A whole number where 0 says the same as no key at all: that the mesh decides.
std::optional<std::uint32_t> read_count_or_default(YamlMap& map, std::string_view key);

/// A share as Istio writes it: `key: {value: 0.1}` in percent, or the whole percents of the older
/// key. The first is counted in millionths, the other in hundredths, as the reference mesh does it.
/// Nothing if neither is there.
std::optional<mesh::Fraction> read_share(YamlMap& map,
                                         std::string_view key,
                                         std::string_view old_key);

/// What may be asked of a string: exactly one of exact, prefix and regex.
std::optional<mesh::StringMatch> read_string_match(YamlMap map);

/// The same below `key`, if it is there. An empty mapping is an error.
std::optional<mesh::StringMatch> read_string_match(YamlMap& map, std::string_view key);

/// `hosts`: at least one. One that is named twice counts once, and is warned of.
std::vector<std::string> read_hosts(YamlMap& map);

/// `host`, `subset` and `port.number` of a destination.
mesh::control::Destination read_destination(YamlMap map);

/// `headers.request` and `headers.response`.
struct ReadHeaderEdits {
    mesh::HeaderEdits request;
    mesh::HeaderEdits response;
};
ReadHeaderEdits read_header_edits(YamlMap& map, std::string_view path);

/// Header names are compared in lower case.
std::string lower_case(std::string_view text);

}  // namespace weft::scenarios
