#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

/// The file of this name among those that come with weft: `kind` is "library" or "profiles", `name`
/// is without its ".yaml". Empty if there is none.
///
/// Looks in the folder that the environment variable WEFT_DATA names, in the installed one, then in
/// the source tree of the build.
std::filesystem::path find_data(std::string_view kind, std::string_view name);

/// All names of a kind, sorted, from the same places.
std::vector<std::string> data_names(std::string_view kind);

}  // namespace weft::scenarios
