#include "scenarios/cli/choice.hpp"
#include "scenarios/cli/commands.hpp"

#include <map>
#include <memory>

namespace weft::scenarios::cli {
namespace {

using Format = ExportOptions::Format;

const std::map<std::string, Format> formats{
    {"openmetrics", Format::open_metrics},
    {"access-log", Format::access_log},
    {"csv", Format::csv},
    {"trace-event", Format::trace_events},
};

}  // namespace

void add_export_command(CLI::App& tool,
                        const std::function<void(const ExportOptions&)>& export_run) {
    const auto options = std::make_shared<ExportOptions>();
    CLI::App* const command =
        tool.add_subcommand("export", "Write what a run recorded in a form of other tools");
    command->add_option("RUN.db", options->run, "Run file of `weft run`")
        ->type_name("")
        ->required();
    command
        ->add_option_function<std::string>(
            "--format",
            [options](const std::string& written) {
                options->format = choice("--format", written, formats);
            },
            "openmetrics: a mesh's standard metrics; access-log: sampled\n"
            "requests; csv: series; trace-event: spans for a trace viewer")
        ->option_text("FORMAT")
        ->required();
    command->footer(
        "Examples:\n"
        "  weft export run.db --format openmetrics > metrics.txt\n"
        "  weft export run.db --format trace-event > trace.json");
    command->callback([options, export_run] { export_run(*options); });
}

}  // namespace weft::scenarios::cli
