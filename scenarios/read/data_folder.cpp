#include "scenarios/read/data_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <system_error>
#include <tuple>
#include <utility>

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

void add_files(const fs::path& folder, const std::string& group, std::vector<DataFile>& found) {
    std::error_code ignored;  // A folder that is missing holds no files.
    for (const auto& entry : fs::directory_iterator{folder, ignored}) {
        if (entry.path().extension() != extension) continue;
        found.push_back({entry.path().stem().string(), group, entry.path()});
    }
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

std::vector<DataFile> data_files(std::string_view kind) {
    const auto folder = data_folder();
    if (!folder) return {};

    std::vector<DataFile> found;
    add_files(*folder / kind, "", found);
    std::error_code ignored;  // A folder that is missing holds no files.
    for (const auto& entry : fs::directory_iterator{*folder / kind, ignored}) {
        if (entry.is_directory(ignored)) add_files(entry.path(), entry.path().filename(), found);
    }
    std::ranges::sort(found, {},
                      [](const DataFile& file) { return std::tie(file.group, file.name); });
    return found;
}

fs::path find_data(std::string_view kind, std::string_view name) {
    const auto files = data_files(kind);
    const auto found = std::ranges::find(files, name, &DataFile::name);
    return found == files.end() ? fs::path{} : found->path;
}

std::vector<std::string> data_names(std::string_view kind) {
    std::vector<std::string> names;
    for (DataFile& file : data_files(kind))
        names.push_back(std::move(file.name));
    std::ranges::sort(names);
    return names;
}

}  // namespace weft::scenarios
