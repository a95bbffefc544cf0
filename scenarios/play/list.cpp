#include "scenarios/model/measure_rules.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/fault_catalogue.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>
#include <string_view>

namespace weft::scenarios {
namespace {

constexpr std::size_t page_width = 100;

using What = ListOptions::What;

struct Listed {
    std::string name;
    std::string summary;
    std::filesystem::path file{};  ///< Empty for what is code.
    std::string example{};         ///< "" if it needs none.
    std::string on{};              ///< What a fault acts on: "pods", "links".
    std::string group{};           ///< Of a scenario; those of a group follow each other.
};

const char* name_of(What what) {
    switch (what) {
        case What::balancers:
            return "balancers";
        case What::faults:
            return "faults";
        case What::arrivals:
            return "arrivals";
        case What::profiles:
            return "profiles";
        case What::scenarios:
            return "scenarios";
        case What::metrics:
            return "metrics";
    }
    return "";
}

/// The primitives, and the presets that are made of them.
std::vector<Listed> faults(const sim::FaultRegistry& registry) {
    std::vector<Listed> listed;
    for (const KnownFault& fault : known_faults(registry)) {
        std::string on;
        for (const sim::FaultKind::Acts acts : fault.acts)
            on.append(on.empty() ? "" : ", ").append(scenarios::name_of(acts));
        listed.push_back(
            {.name = fault.name, .summary = fault.summary, .file = fault.file, .on = on});
    }
    return listed;
}

template <class Registry>
std::vector<Listed> kinds_of(const Registry& registry) {
    std::vector<Listed> listed;
    for (const auto& [name, kind] : registry.kinds())
        listed.push_back({name, kind.summary});
    return listed;
}

/// What an author says of a file under `about`: its first line.
std::string about(const std::filesystem::path& file) {
    Diagnostics diagnostics;  // A file that does not read is listed all the same; `check` says why.
    const auto documents = load_yaml(file, diagnostics);
    if (documents.empty() || !documents.front().IsMap()) return "";
    const YAML::Node about = documents.front()["about"];
    if (!about || !about.IsScalar()) return "";
    return about.Scalar().substr(0, about.Scalar().find('\n'));
}

std::vector<Listed> data_files_of(std::string_view kind) {
    std::vector<Listed> listed;
    for (const DataFile& file : data_files(kind)) {
        listed.push_back({.name = file.name,
                          .summary = about(file.path),
                          .file = file.path,
                          .group = file.group});
    }
    return listed;
}

/// What the lines of `expect` may measure.
std::vector<Listed> metrics() {
    std::vector<Listed> listed;
    for (const MeasureRule& rule : measure_rules())
        listed.push_back({.name = rule.name, .summary = rule.summary, .example = rule.example});
    return listed;
}

std::vector<Listed> listed(const ListOptions& options) {
    switch (options.what) {
        case What::balancers:
            return kinds_of(options.kinds.balancers);
        case What::faults:
            return faults(options.kinds.faults);
        case What::arrivals:
            return kinds_of(options.kinds.arrivals);
        case What::profiles:
            return data_files_of(data::profiles);
        case What::scenarios:
            return data_files_of(data::library);
        case What::metrics:
            return metrics();
    }
    return {};
}

std::string without_blanks_behind(const std::string& line) {
    return line.substr(0, line.find_last_not_of(' ') + 1);
}

void print_text(const std::vector<Listed>& all, std::ostream& out) {
    std::size_t width = 0;
    for (const Listed& one : all)
        width = std::max(width, one.name.size());
    const std::string indent(width + 2, ' ');
    std::string_view group;
    for (const Listed& one : all) {
        if (one.group != group) out << (&one == &all.front() ? "" : "\n") << one.group << ":\n";
        group = one.group;
        std::string text = one.summary;
        if (!one.on.empty()) text += " [" + one.on + "]";
        std::string line = one.name;
        if (!text.empty()) line.resize(indent.size(), ' ');
        std::istringstream words{text};
        for (std::string word; words >> word;) {
            if (line.size() + word.size() > page_width) {
                out << without_blanks_behind(line) << '\n';
                line = indent;
            }
            line += word + ' ';
        }
        out << without_blanks_behind(line) << '\n';
        if (!one.example.empty()) out << indent << one.example << '\n';
    }
}

void print_json(What what, const std::vector<Listed>& all, std::ostream& out) {
    auto list = nlohmann::ordered_json::array();
    for (const Listed& one : all) {
        nlohmann::ordered_json entry{{"name", one.name}, {"summary", one.summary}};
        if (!one.group.empty()) entry["group"] = one.group;
        if (!one.file.empty()) entry["file"] = one.file.string();
        if (!one.on.empty()) entry["on"] = one.on;
        if (!one.example.empty()) entry["example"] = one.example;
        list.push_back(std::move(entry));
    }
    out << nlohmann::ordered_json{{name_of(what), std::move(list)}}.dump(2) << '\n';
}

}  // namespace

int list(const ListOptions& options, std::ostream& out, std::ostream& err) {
    const bool of_files = options.what == What::profiles || options.what == What::scenarios;
    if (of_files && !data_folder()) {
        err << "weft: the folder with scenarios and profiles is not there: set WEFT_DATA to it\n";
        return exit_code::environment_failed;
    }
    const std::vector<Listed> all = listed(options);
    if (options.json) {
        print_json(options.what, all, out);
    } else {
        print_text(all, out);
    }
    return exit_code::done;
}

}  // namespace weft::scenarios
