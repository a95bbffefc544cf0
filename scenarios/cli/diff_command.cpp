#include "scenarios/cli/commands.hpp"

#include <memory>

namespace weft::scenarios::cli {

void add_diff_command(CLI::App& tool, const std::function<void(const DiffOptions&)>& diff) {
    const auto options = std::make_shared<DiffOptions>();
    CLI::App* const command =
        tool.add_subcommand("diff", "Name the first event in which two runs differ");
    command->footer(
        "Compares the fingerprints of all intervals, then plays both runs again up to the first "
        "that\n"
        "differs, from what the run files keep, and through it event by event.\n\n"
        "Exit codes: 0 they are the same, 1 they differ, 2 a file is no run file or cannot be "
        "played.\n\n"
        "Example:\n"
        "  weft diff before.db after.db");
    command->add_option("A", options->a, "Run file")->required()->type_name("");
    command->add_option("B", options->b, "Another one")->required()->type_name("");
    command->add_flag("--json", options->json, "Print the comparison as JSON");
    command->callback([options, diff] { diff(*options); });
}

}  // namespace weft::scenarios::cli
