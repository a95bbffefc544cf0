#include "scenarios/read/data_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view extension = ".yaml";

bool is_data_folder(const fs::path& folder) {
    std::error_code ignored;  // A folder that cannot be looked into is as good as none.
    return fs::is_directory(folder / data::library, ignored);
}

/// The installed data, seen from the program wherever it is now. Empty if that cannot be told.
fs::path beside_program() {
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (error) return {};
    return (program.parent_path() / WEFT_DATA_FROM_PROGRAM).lexically_normal();
}

}  // namespace

std::optional<fs::path> data_folder() {
    // An explicit choice that leads nowhere is a mistake to be seen, so nothing else is tried.
    if (const char* const chosen = std::getenv("WEFT_DATA"); chosen != nullptr && *chosen != '\0') {
        if (!is_data_folder(chosen)) return std::nullopt;
        return chosen;
    }
    for (const fs::path& folder :
         {beside_program(), fs::path{WEFT_SOURCE_DATA}, fs::path{WEFT_INSTALLED_DATA}}) {
        if (is_data_folder(folder)) return folder;
    }
    return std::nullopt;
}

fs::path find_data(std::string_view kind, std::string_view name) {
    const auto names = data_names(kind);
    if (std::ranges::find(names, name) == names.end()) return {};
    return *data_folder() / kind / (std::string{name} + std::string{extension});
}

std::vector<std::string> data_names(std::string_view kind) {
    const auto folder = data_folder();
    if (!folder) return {};

    std::vector<std::string> names;
    std::error_code ignored;  // A folder that is missing holds no names.
    for (const auto& entry : fs::directory_iterator{*folder / kind, ignored}) {
        if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace weft::scenarios
