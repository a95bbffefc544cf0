#include "scenarios/read/data_folder.hpp"

#include <cstdlib>
#include <set>
#include <system_error>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> data_folders() {
    std::vector<fs::path> folders;
    const char* const chosen = std::getenv("WEFT_DATA");
    if (chosen != nullptr && *chosen != '\0') folders.emplace_back(chosen);
    folders.emplace_back(WEFT_INSTALLED_DATA);
    folders.emplace_back(WEFT_SOURCE_DATA);
    return folders;
}

/// A name is no path: it leads nowhere else.
bool is_name(std::string_view name) {
    return !name.empty() && name.front() != '.' && name.find('/') == std::string_view::npos;
}

}  // namespace

fs::path find_data(std::string_view kind, std::string_view name) {
    if (!is_name(name)) return {};
    for (const fs::path& folder : data_folders()) {
        fs::path file = folder / kind / (std::string{name} + ".yaml");
        std::error_code trouble;
        if (fs::is_regular_file(file, trouble)) return file;
    }
    return {};
}

std::vector<std::string> data_names(std::string_view kind) {
    std::set<std::string> names;
    for (const fs::path& folder : data_folders()) {
        std::error_code trouble;
        for (const auto& entry : fs::directory_iterator{folder / kind, trouble}) {
            if (entry.path().extension() == ".yaml") names.insert(entry.path().stem().string());
        }
    }
    return {names.begin(), names.end()};
}

}  // namespace weft::scenarios
