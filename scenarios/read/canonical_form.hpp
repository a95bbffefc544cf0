#pragma once

#include "scenarios/read/sources.hpp"

#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <string>
#include <vector>

namespace weft::scenarios {

/// A scenario as YAML with its keys sorted, aliases followed and comments gone: two files that say
/// the same have one text. Defaults are left out as the author left them out.
std::string canonical_text(const YAML::Node& scenario);

/// A hash of the files (folders: all in them and below, hidden ones left out), by content and
/// order; 16 hexadecimal digits.
std::string hash_of_files(const std::vector<std::filesystem::path>& files, Sources& sources);

}  // namespace weft::scenarios
