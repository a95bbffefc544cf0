#pragma once

#include <string>
#include <string_view>

namespace weft::scenarios {

/// "0.1.0"
std::string_view version();

/// What this program was built with: "GCC 12.2.0, x86_64". Never part of a fingerprint.
std::string build();

}  // namespace weft::scenarios
