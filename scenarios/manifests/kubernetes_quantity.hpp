#pragma once

#include <optional>
#include <string_view>

namespace weft::scenarios {

/// A quantity as Kubernetes writes it, in thousandths: "500m" are 500, "1.5" 1500, "1e3" and "1k" a
/// million, "1Ki" 1,024,000. Nothing if it is none, or negative.
/// Source: resource.Quantity of Kubernetes' API.
std::optional<double> parse_quantity(std::string_view text);

}  // namespace weft::scenarios
