#include "scenarios/read/canonical_form.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>
#include <xxhash.h>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;

void emit(YAML::Emitter& out, const YAML::Node& node) {
    if (node.IsMap()) {
        std::map<std::string, YAML::Node> sorted;
        for (const auto& entry : node)
            sorted.emplace(entry.first.Scalar(), entry.second);
        out << YAML::BeginMap;
        for (const auto& [key, value] : sorted) {
            out << YAML::Key << key << YAML::Value;
            emit(out, value);
        }
        out << YAML::EndMap;
    } else if (node.IsSequence()) {
        out << YAML::BeginSeq;
        for (const YAML::Node& element : node)
            emit(out, element);
        out << YAML::EndSeq;
    } else if (node.IsScalar()) {
        out << node.Scalar();
    } else {
        out << YAML::Null;
    }
}

/// The YAML files below a folder, sorted; hidden files and folders are left out.
std::vector<fs::path> files_below(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code trouble;
    for (fs::recursive_directory_iterator entry{folder, trouble}, end; entry != end;
         entry.increment(trouble)) {
        if (entry->path().filename().string().starts_with('.')) {
            entry.disable_recursion_pending();
            continue;
        }
        const std::string extension = entry->path().extension().string();
        if (extension == ".yaml" || extension == ".yml") files.push_back(entry->path());
    }
    std::ranges::sort(files);
    return files;
}

std::uint64_t hash_of(const fs::path& file, std::uint64_t seed) {
    std::ifstream stream{file, std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    return XXH64(text.data(), text.size(), seed);
}

}  // namespace

std::string canonical_text(const YAML::Node& scenario) {
    YAML::Emitter out;
    emit(out, scenario);
    return std::string{out.c_str()} + "\n";
}

std::string hash_of_files(const std::vector<fs::path>& files) {
    std::uint64_t hash = 0;
    for (const fs::path& file : files) {
        std::error_code trouble;
        if (fs::is_directory(file, trouble)) {
            for (const fs::path& below : files_below(file))
                hash = hash_of(below, hash);
        } else if (fs::is_regular_file(file, trouble)) {
            hash = hash_of(file, hash);
        }
    }
    return fmt::format("{:016x}", hash);
}

}  // namespace weft::scenarios
