#include "scenarios/play/fork.hpp"

#include "scenarios/play/input.hpp"
#include "scenarios/play/replay.hpp"
#include "scenarios/read/yaml_line.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view weft_data = "<data>";

/// The text that a run's scenario was read from: by its path, or by its name in the library.
std::string key_of_scenario(const reports::RunHead& head, const std::string& given) {
    const std::string path = fs::path{given}.lexically_normal().string();
    if (head.sources.contains(path)) return path;
    for (const auto& [key, text] : head.sources) {
        const bool is_of_library = key.starts_with(fmt::format("{}/library/", weft_data));
        if (is_of_library && fs::path{key}.filename() == given + ".yaml") return key;
    }
    return {};
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

bool is_blank(const std::string& line) {
    const std::size_t first = line.find_first_not_of(" \t\r");
    return first == std::string::npos || line[first] == '#';
}

/// Where a key of the scenario begins and where the next one does, in lines.
struct Section {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The section of a key that stands at the left edge; nothing if none does.
std::optional<Section> section_of(const std::vector<std::string>& lines, std::string_view key) {
    const auto begin = std::ranges::find_if(
        lines, [&](const std::string& line) { return line.starts_with(fmt::format("{}:", key)); });
    if (begin == lines.end()) return std::nullopt;
    const auto is_next = [](const std::string& line) {
        const bool is_element = line.starts_with("- ") || line == "-";
        return !is_blank(line) && line.front() != ' ' && !is_element;
    };
    const auto end = std::find_if(begin + 1, lines.end(), is_next);
    return Section{static_cast<std::size_t>(begin - lines.begin()),
                   static_cast<std::size_t>(end - lines.begin())};
}

/// Where the first document ends.
std::size_t end_of_document(const std::vector<std::string>& lines) {
    bool has_begun = false;
    for (std::size_t number = 0; number < lines.size(); ++number) {
        const bool is_mark = lines[number].starts_with("---") || lines[number].starts_with("...");
        if (is_mark && has_begun) return number;
        if (!is_mark && !is_blank(lines[number])) has_begun = true;
    }
    return lines.size();
}

/// A scenario that is no block of keys at the left edge, such as JSON, is written as one.
std::string as_block(const YAML::Node& scenario) {
    std::string text;
    for (const auto& entry : scenario)
        text += fmt::format("{}: {}\n", in_one_line(entry.first), in_one_line(entry.second));
    return text;
}

void set_seed(std::vector<std::string>& lines, std::uint64_t seed) {
    const std::string line = fmt::format("seed: {}", seed);
    const auto section = section_of(lines, "seed");
    if (section) {
        lines[section->begin] = line;
    } else {
        lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(end_of_document(lines)), line);
    }
}

void add_steps(std::vector<std::string>& lines,
               const YAML::Node& timeline,
               const std::vector<std::string>& steps) {
    auto section = section_of(lines, "timeline");
    std::string indent = "  ";
    std::vector<std::string> added;
    if (!section) {
        const std::size_t end = end_of_document(lines);
        section = Section{end, end};
        added.emplace_back("timeline:");
    } else if (timeline.IsSequence() && timeline.Style() != YAML::EmitterStyle::Flow) {
        const auto first =
            std::find_if(lines.begin() + static_cast<std::ptrdiff_t>(section->begin) + 1,
                         lines.end(), [](const std::string& line) { return !is_blank(line); });
        indent = first->substr(0, first->find('-'));
        while (is_blank(lines[section->end - 1]))
            --section->end;
        section->begin = section->end;
    } else {
        added.emplace_back("timeline:");
        for (const YAML::Node& step : timeline)
            added.push_back(indent + "- " + in_one_line(step));
    }
    for (const std::string& step : steps)
        added.push_back(fmt::format("{}- {}", indent, step));
    const auto place = lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(section->begin),
                                   lines.begin() + static_cast<std::ptrdiff_t>(section->end));
    lines.insert(place, added.begin(), added.end());
}

bool says(const fs::path& file, const std::string& text) {
    std::ifstream stream{file, std::ios::binary};
    const std::string there{std::istreambuf_iterator<char>{stream}, {}};
    return !stream.bad() && there == text;
}

/// Whole or not at all: a full disk leaves what was there.
tl::expected<void, std::string> write_file(const fs::path& file, const std::string& text) {
    std::error_code trouble;  // Of a folder: then the file cannot be written, either.
    if (!file.parent_path().empty()) fs::create_directories(file.parent_path(), trouble);
    const fs::path resolved = fs::weakly_canonical(file, trouble);  // A link stays one.
    const fs::path there = resolved.empty() ? file : resolved;
    if (fs::exists(there, trouble) && !fs::is_regular_file(there, trouble)) {
        const std::string why = fs::is_directory(there, trouble)
                                    ? std::make_error_code(std::errc::is_a_directory).message()
                                    : "it is no regular file";
        return tl::make_unexpected(fmt::format("{} cannot be written: {}", file.string(), why));
    }
    fs::path beside = there;
    beside += ".weft-new";
    errno = 0;
    std::ofstream stream{beside, std::ios::binary};
    stream << text;
    stream.close();
    if (stream) {
        fs::rename(beside, there, trouble);
        if (!trouble) return {};
    } else {
        trouble = std::error_code{errno != 0 ? errno : EIO, std::generic_category()};
    }
    std::error_code ignored;  // It may never have been there.
    fs::remove(beside, ignored);
    return tl::make_unexpected(
        fmt::format("{} cannot be written: {}", file.string(), trouble.message()));
}

}  // namespace

tl::expected<Fork, std::string> Fork::of(const reports::RunHead& head) {
    if (head.sources.empty()) {
        return tl::make_unexpected(
            std::string{"the run file does not hold what its run was made from"});
    }
    Fork fork;
    fork.head_ = head;
    for (const auto& [option, value] : head.given)
        if (option == "scenario") fork.scenario_ = key_of_scenario(head, value);
    const auto text = head.sources.find(fork.scenario_);
    const bool is_scenario =
        text != head.sources.end() && text->second.find("weft/v1") != std::string::npos;
    if (is_scenario) return fork;
    return tl::make_unexpected(
        std::string{"the run was made without a scenario: there is no timeline to add to"});
}

std::string Fork::text(const std::string& step) const {
    std::string text = head_.sources.at(scenario_);
    YAML::Node scenario = YAML::Load(text);
    std::vector<std::string> lines = lines_of(text);
    if (!section_of(lines, "apiVersion")) lines = lines_of(as_block(scenario));
    set_seed(lines, head_.seed);
    std::vector<std::string> steps = steps_;
    if (!step.empty()) steps.push_back(step);
    if (!steps.empty()) add_steps(lines, scenario["timeline"], steps);
    text.clear();
    for (const std::string& line : lines)
        text += line + '\n';
    return text;
}

reports::RunHead Fork::head(const std::string& step) const {
    reports::RunHead head = head_;
    head.sources[scenario_] = text(step);
    return head;
}

std::string Fork::mistakes(const Kinds& kinds, const std::string& step) const {
    const auto scenario = read_again(head(step), kinds);
    if (scenario) return {};
    return scenario.error().substr(scenario.error().find('\n') +
                                   1);  // Its first line speaks of the run file.
}

tl::expected<void, std::string> Fork::write(const fs::path& file) const {
    const fs::path from = fs::path{scenario_}.parent_path();
    for (const auto& [key, text] : head_.sources) {
        if (key == scenario_) continue;
        const fs::path way = fs::path{key}.lexically_relative(from.empty() ? "." : from);
        const bool is_below = !way.empty() && !way.is_absolute() && *way.begin() != "..";
        if (key.starts_with(weft_data) && !is_below) continue;  // Found wherever weft is.
        const fs::path there = is_below ? file.parent_path() / way : fs::path{key};
        if (says(there, text)) continue;
        std::error_code unknown;
        if (!is_below || fs::exists(there, unknown)) {
            return tl::make_unexpected(
                fmt::format("{} is not as it was when the run was made: choose another folder",
                            there.string()));
        }
        if (auto written = write_file(there, text); !written) return written;
    }
    return write_file(file, text());
}

PlayOptions Fork::options(const fs::path& file) const {
    PlayOptions options;
    options.scenario = file.string();
    for (const auto& [option, value] : head_.given) {
        if (option == "manifest") options.manifests.emplace_back(value);
        if (option == "set") options.sets.push_back(value);
    }
    return options;
}

}  // namespace weft::scenarios
