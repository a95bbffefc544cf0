#include "gui/source/bundled_runs.hpp"

#include "scenarios/play/build_info.hpp"
#include "scenarios/read/data_folder.hpp"

#include <algorithm>
#include <exception>
#include <system_error>
#include <utility>

namespace weft::gui {
namespace {

namespace fs = std::filesystem;

/// Installed they lie with the other data; in a build tree where they were made.
std::vector<fs::path> folders_of_runs() {
    std::vector<fs::path> folders;
    if (const auto data = scenarios::data_folder()) folders.push_back(*data / "runs");
    folders.emplace_back(WEFT_BUILT_RUNS);
    return folders;
}

}  // namespace

std::vector<std::string> bundled_examples() {
    for (const fs::path& folder : folders_of_runs()) {
        std::vector<std::string> names;
        std::error_code ignored;  // A folder that is missing holds no runs.
        for (const auto& entry : fs::directory_iterator{folder, ignored})
            if (entry.path().extension() == ".db") names.push_back(entry.path().stem().string());
        std::ranges::sort(names, {}, [](const std::string& name) {
            return std::pair{name != first_example, name};
        });
        if (!names.empty()) return names;
    }
    return {};
}

fs::path bundled_run(const std::string& name) {
    for (const fs::path& folder : folders_of_runs()) {
        std::error_code ignored;  // What cannot be looked at is as good as missing.
        fs::path file = folder / (name + ".db");
        if (fs::exists(file, ignored)) return file;
    }
    return {};
}

std::unique_ptr<FileRun> open_bundled(const std::string& name) {
    const fs::path file = bundled_run(name);
    if (file.empty()) return nullptr;
    try {
        auto run = std::make_unique<FileRun>(file);
        const bool is_ours = run->label().build == scenarios::build() &&
                             run->label().version == scenarios::version();
        if (is_ours) return run;
    } catch (const std::exception&) {
        // A damaged one is played as if it were not there.
    }
    return nullptr;
}

bool is_bundled(const fs::path& run) {
    std::error_code ignored;  // What is not there is nowhere.
    const fs::path file = bundled_run(run.stem().string());
    return !file.empty() && fs::equivalent(file, run, ignored);
}

}  // namespace weft::gui
