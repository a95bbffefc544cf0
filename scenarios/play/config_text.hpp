#pragma once

#include "mesh/proxy/proxy_config.hpp"

#include <string>

namespace weft::scenarios {

/// What a proxy was told, as lines for people: virtual hosts with their routes, clusters with their
/// hosts, what protects the app. What belongs to something is indented below it. The version is not
/// in it, so that two versions that say the same are the same text.
std::string config_text(const mesh::ProxyConfig& config);

/// The lines in which two texts differ, as "- gone" and "+ new", each group below the lines that it
/// belongs to by its indentation. Empty if there are none.
std::string line_diff(const std::string& before, const std::string& after);

}  // namespace weft::scenarios
