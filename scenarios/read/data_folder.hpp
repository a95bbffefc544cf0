#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {

/// The data that comes with weft, by the folder that holds it.
namespace data {
inline constexpr std::string_view library = "library";    ///< Scenarios.
inline constexpr std::string_view profiles = "profiles";  ///< The defaults of meshes.
inline constexpr std::string_view faults = "faults";      ///< Presets of faults.
inline constexpr std::string_view schema = "schema";      ///< JSON Schemas.
}  // namespace data

/// Where that data is: the folder that the environment variable WEFT_DATA names, else the one
/// installed beside the running program (which may have been moved), else the source tree that this
/// was built from, else the one it was to be installed in. Nothing if none of them is there.
std::optional<std::filesystem::path> data_folder();

/// A file of that data.
struct DataFile {
    std::string name;   ///< Without folder and extension.
    std::string group;  ///< The folder of the library that it is in; empty: in none.
    std::filesystem::path path;
};

/// All of one kind, by group and name. What lies deeper than a group is no such file: the manifests
/// of scenarios are there.
std::vector<DataFile> data_files(std::string_view kind);

/// The file of a scenario or profile that is named without its folder: "first_steps" is
/// library/basics/first_steps.yaml. Empty if there is none.
std::filesystem::path find_data(std::string_view kind, std::string_view name);

/// The names that find_data() knows, sorted. Empty if there is no data folder.
std::vector<std::string> data_names(std::string_view kind);

}  // namespace weft::scenarios
