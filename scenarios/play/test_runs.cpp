#include "scenarios/play/test_runs.hpp"

#include "reports/metrics/mechanisms.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/test_report.hpp"
#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <mutex>
#include <ostream>
#include <re2/re2.h>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;

/// One thing to play; or why it is nothing.
struct TestInput {
    std::string name;
    std::string scenario;  ///< A file, or a name in the library.
    std::string why_not{};
};

/// "zone/zone_outage": a file without its ending.
std::string short_name(const fs::path& file) {
    return fs::path{file}.replace_extension().lexically_normal().generic_string();
}

std::string name_in_library(const DataFile& file) {
    return file.group.empty() ? file.name : fmt::format("{}/{}", file.group, file.name);
}

/// Whether it is meant to be a scenario, even if it cannot be read as one: folders hold manifests,
/// too.
bool says_scenario(const std::string& text) {
    static const RE2 kind{R"((?m)^[^#\n]*\bkind["']?\s*:\s*["']?Scenario\b)"};
    return RE2::PartialMatch(text, kind);
}

/// Nobody knows of a file that cannot be read whether it is a scenario; so it is said.
void add_file_of_folder(const fs::path& file, std::vector<TestInput>& inputs) {
    const auto text = Sources{}.read(file, YamlLimits{}.bytes);
    if (text && !says_scenario(*text)) return;
    TestInput input{short_name(file), file.string()};
    if (!text) input.why_not = fmt::format("{}: error: {}", file.string(), text.error());
    inputs.push_back(std::move(input));
}

void add_folder(const std::string& folder, std::vector<TestInput>& inputs) {
    const auto files = Sources{}.files_below(folder);
    const std::size_t before = inputs.size();
    if (files) {
        for (const fs::path& file : *files)
            add_file_of_folder(file, inputs);
    }
    if (inputs.size() > before) return;
    std::string why_not = folder;
    why_not.append(": error: ").append(files ? "holds no scenario" : files.error());
    inputs.push_back({short_name(folder), folder, why_not});
}

std::vector<TestInput> whole_library() {
    std::vector<TestInput> inputs;
    for (const DataFile& file : data_files(data::library))
        inputs.push_back({name_in_library(file), file.path.string()});
    return inputs;
}

std::vector<TestInput> inputs_of(const std::vector<std::string>& paths) {
    if (paths.empty()) return whole_library();
    const std::vector<DataFile> library = data_files(data::library);
    std::vector<TestInput> inputs;
    for (const std::string& path : paths) {
        const auto named = std::ranges::find(library, path, &DataFile::name);
        if (path.empty()) {
            inputs.push_back({path, path, "error: a PATH is empty"});
        } else if (Sources{}.is_folder(path)) {
            add_folder(path, inputs);
        } else if (named != library.end() && !Sources{}.exists(path)) {
            inputs.push_back({name_in_library(*named), named->path.string()});
        } else {
            inputs.push_back({short_name(path), path});
        }
    }
    std::set<fs::path> known;  // Nobody wants to see one twice.
    std::erase_if(inputs, [&](const TestInput& input) {
        return !known.insert(fs::path{input.scenario}.lexically_normal()).second;
    });
    return inputs;
}

TestedRun run_of(const TestInput& input, const TestOptions& options) {
    if (!input.why_not.empty()) {
        return {.name = input.name,
                .verdict = TestedRun::Verdict::wrong,
                .why = input.why_not,
                .diagnostics = {input.why_not}};
    }
    if (options.is_interrupted && options.is_interrupted())
        return {.name = input.name, .why = "interrupted"};
    PlayOptions play;
    play.scenario = input.scenario;
    play.seed = options.seed;
    play.kinds = options.kinds;
    play.is_interrupted = options.is_interrupted;
    return test_run(input.name, play);
}

/// Says on one line of a terminal how far the runs are.
class TestProgress {
public:
    TestProgress(std::ostream& terminal, std::size_t all) : terminal_(&terminal), all_(all) {}

    /// From any thread.
    void ended(const std::string& name) {
        const std::lock_guard lock{mutex_};
        *terminal_ << fmt::format("\r\x1b[K{} of {}  {}", ++done_, all_, name) << std::flush;
    }
    void clear() { *terminal_ << "\r\x1b[K" << std::flush; }

private:
    std::mutex mutex_;
    std::ostream* terminal_;
    std::size_t all_;
    std::size_t done_ = 0;
};

/// Each input's, in their order, whoever comes first.
std::vector<TestedRun> play_all(const std::vector<TestInput>& inputs,
                                const TestOptions& options,
                                std::ostream& err) {
    TestProgress progress{err, inputs.size()};
    std::vector<TestedRun> runs(inputs.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t number = next++; number < inputs.size(); number = next++) {
            runs[number] = run_of(inputs[number], options);
            if (options.progress) progress.ended(inputs[number].name);
        }
    };
    const std::size_t wanted =
        options.jobs != 0 ? options.jobs : std::thread::hardware_concurrency();
    {
        std::vector<std::jthread> others;  // This thread works, too.
        for (std::size_t number = 1; number < std::min(wanted, inputs.size()); ++number)
            others.emplace_back(work);
        work();
    }
    if (options.progress) progress.clear();
    return runs;
}

/// The mechanisms that the library has to exercise: a name a line, comments behind '#'.
std::vector<std::string> wanted_mechanisms() {
    std::vector<std::string> wanted;
    std::ifstream file{*data_folder() / data::library / "coverage.txt"};
    for (std::string line; std::getline(file, line);) {
        const std::string name = line.substr(0, line.find_first_of(" \t#"));
        if (!name.empty()) wanted.push_back(name);
    }
    return wanted;
}

std::vector<std::string> uncovered_by(const std::vector<TestedRun>& runs) {
    std::vector<std::string> uncovered = wanted_mechanisms();
    std::erase_if(uncovered, [&](const std::string& mechanism) {
        return std::ranges::any_of(
            runs, [&](const TestedRun& run) { return run.mechanisms.contains(mechanism); });
    });
    return uncovered;
}

/// Verdicts of before give way; anything else is somebody's work, such as a scenario.
bool is_other_work(const fs::path& file) {
    constexpr std::string_view first = "<?xml";
    std::error_code none;
    if (!fs::is_regular_file(file, none)) return false;
    std::ifstream existing{file};
    std::string start(first.size(), ' ');
    existing.read(start.data(), static_cast<std::streamsize>(start.size()));
    return existing.gcount() > 0 && start != first;
}

int refuse_junit(const fs::path& file, std::ostream& err) {
    err << "error: " << file.string() << " cannot be written\n";
    return exit_code::environment_failed;
}

}  // namespace

int test_runs(const TestOptions& options, std::ostream& out, std::ostream& err) {
    const bool is_library = options.paths.empty();
    if (is_library && !data_folder()) {
        err << "weft: the folder with scenarios and profiles is not there: set WEFT_DATA to it\n";
        return exit_code::environment_failed;
    }
    std::ofstream junit;
    if (!options.junit.empty()) {
        if (is_other_work(options.junit)) {
            err << "error: " << options.junit.string() << ": exists and is no XML\n";
            return exit_code::bad_input;
        }
        junit.open(options.junit);
        if (!junit) return refuse_junit(options.junit, err);  // Before minutes are spent.
    }
    const auto began = std::chrono::steady_clock::now();
    TestReport report{.runs = play_all(inputs_of(options.paths), options, err)};
    const bool is_whole = is_library && report.count(TestedRun::Verdict::stopped) == 0;
    if (is_whole) report.uncovered = uncovered_by(report.runs);
    report.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();

    for (const TestedRun& run : report.runs) {
        if (run.verdict < TestedRun::Verdict::failed) continue;  // Warnings may be its purpose.
        for (const std::string& diagnostic : run.diagnostics)
            err << diagnostic << '\n';
    }
    out << (options.json ? json_of(report) : text_of(report, options.colour));
    if (options.junit.empty()) return report.exit_code();
    reports::write_junit(junit_of(report), junit);
    return junit.flush() ? report.exit_code() : refuse_junit(options.junit, err);
}

}  // namespace weft::scenarios
