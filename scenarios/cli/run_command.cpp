#include "mesh/base/quantity.hpp"
#include "scenarios/cli/choice.hpp"
#include "scenarios/cli/commands.hpp"
#include "scenarios/cli/terminal.hpp"
#include "scenarios/play/interrupt.hpp"

#include <charconv>
#include <map>
#include <memory>
#include <system_error>

namespace weft::scenarios::cli {
namespace {

using reports::RecordLevel;

const std::map<std::string, RecordLevel> record_levels{
    {"none", RecordLevel::none},
    {"summary", RecordLevel::summary},
    {"default", RecordLevel::automatic},
};

mesh::Duration duration_of(const std::string& written) {
    const auto duration = mesh::parse_duration(written);
    if (duration && *duration > mesh::Duration{}) return *duration;
    throw CLI::ValidationError{"--until", "must be a duration with its unit above 0s, such as 90s"};
}

std::uint64_t seed_of(const std::string& written) {
    std::uint64_t seed = 0;
    const char* const end = written.data() + written.size();
    const auto read = std::from_chars(written.data(), end, seed);
    if (read.ec == std::errc{} && read.ptr == end) return seed;
    throw CLI::ValidationError{"--seed", "must be a whole number from 0 to 2^64 - 1"};
}

std::string is_setting(const std::string& written) {
    const std::size_t equals = written.find('=');
    if (equals != std::string::npos && equals > 0) return "";
    return "'" + written + "' is no PATH=VALUE, such as load.web.rate=200/s";
}

}  // namespace

void add_run_command(CLI::App& tool, const std::function<void(const PlayOptions&)>& play) {
    const auto options = std::make_shared<PlayOptions>();
    CLI::App* const run = tool.add_subcommand("run", "Play a scenario and record what happens");
    run->footer(
        "Times carry their unit (250ms, 90s, 5m), rates too (400/s, 30/m); shares are in percent "
        "(5%).\n\n"
        "Examples:\n"
        "  weft run first_steps\n"
        "  weft run -f manifests/ --until 30s\n"
        "  weft run shop.yaml -f routes.yaml --set load.web.rate=200/s --seed 7 --json\n"
        "  weft run shop.yaml --record none --strict");
    const auto read = [run](const char* name, const std::function<void(const std::string&)>& take,
                            const char* help) {
        return run->add_option_function<std::string>(name, take, help);
    };
    run->add_option("SCENARIO", options->scenario,
                    "Scenario or service graph: a file, or a name in the library")
        ->type_name("");
    run->add_option("-f,--manifest", options->manifests,
                    "Kubernetes or Istio YAML, or folders: alone, or behind a SCENARIO")
        ->option_text("FILE...");
    read(
        "--seed", [options](const std::string& written) { options->seed = seed_of(written); },
        "Seed of every random number, instead of the scenario's")
        ->option_text("N");
    run->add_option("--set", options->sets,
                    "Change a value of the scenario, as in load.web.rate=200/s; repeatable")
        ->option_text("PATH=VALUE")
        ->allow_extra_args(false)
        ->check(is_setting);
    read(
        "--until", [options](const std::string& written) { options->until = duration_of(written); },
        "Stop at this simulated time, such as 90s, if the scenario ends later")
        ->option_text("TIME");
    run->add_option("--out", options->out,
                    "Run file to write, an SQLite database (default: run.db)")
        ->option_text("FILE")
        ->check(is_file_name);
    read(
        "--record",
        [options](const std::string& written) {
            options->record = choice("--record", written, record_levels);
        },
        "none: no run file; summary: totals; default: series and spans, too")
        ->option_text("none|summary|default");
    run->add_flag("--strict", options->strict,
                  "Take warnings for errors: do not play what is not honoured in full");
    run->add_flag("--json", options->json,
                  "Print the summary as JSON: times in ms, shares from 0 to 1");
    run->callback([options, play] {
        if (options->scenario.empty() && options->manifests.empty()) {
            throw CLI::RequiredError{"Nothing to play: SCENARIO or -f FILE"};
        }
        options->colour = wants_colour();
        options->progress = wants_progress();
        const Interrupt interrupt;
        options->is_interrupted = [&] { return interrupt.requested(); };
        play(*options);
    });
}

}  // namespace weft::scenarios::cli
