#pragma once

#include "mesh/control/resources/resource.hpp"
#include "scenarios/read/yaml_map.hpp"

#include <string_view>

namespace weft::scenarios {

/// Says of a Service what `exportTo` says of Istio's own resources: names between commas.
inline constexpr std::string_view export_to_annotation = "networking.istio.io/exportTo";

/// `exportTo` of a resource in namespace `ns`. Only who names hosts may say "~", for nobody.
enum class MayBeForNobody : bool { no, yes };
mesh::control::ExportTo read_export_to(YamlMap& spec,
                                       std::string_view ns,
                                       MayBeForNobody nobody = MayBeForNobody::no);

/// The annotation, if it is there; `meta` is where it was written.
mesh::control::ExportTo export_to_of(const YamlMap& document, const mesh::control::Metadata& meta);

}  // namespace weft::scenarios
