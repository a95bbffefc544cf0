#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// The pages of the project, for tests that hold them to what is there.
namespace weft::tests {

inline std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return text.str();
}

/// Those in the root and in docs/.
inline std::vector<std::filesystem::path> pages() {
    const std::filesystem::path root{SOURCE_ROOT};
    std::vector<std::filesystem::path> pages;
    for (const auto& folder : {root, root / "docs"}) {
        for (const auto& entry : std::filesystem::directory_iterator{folder}) {
            if (entry.path().extension() == ".md") pages.push_back(entry.path());
        }
    }
    return pages;
}

}  // namespace weft::tests
