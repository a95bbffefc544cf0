#include "scenarios/read/canonical_form.hpp"

#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
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

}  // namespace

std::string canonical_text(const YAML::Node& scenario) {
    YAML::Emitter out;
    emit(out, scenario);
    return std::string{out.c_str()} + "\n";
}

std::string hash_of_files(const std::vector<fs::path>& files, Sources& sources) {
    std::uint64_t hash = 0;
    const auto add = [&](const fs::path& file) {
        const auto text = sources.read(file, YamlLimits{}.bytes);
        if (text) hash = XXH64(text->data(), text->size(), hash);
    };
    for (const fs::path& file : files) {
        if (!sources.is_folder(file)) {
            add(file);
            continue;
        }
        const auto below = sources.files_below(file);
        if (below) std::ranges::for_each(*below, add);
    }
    return fmt::format("{:016x}", hash);
}

}  // namespace weft::scenarios
