#include "scenarios/cli/commands.hpp"

#include <memory>

namespace weft::scenarios::cli {

void add_check_command(CLI::App& tool, const std::function<void(const CheckOptions&)>& check) {
    const auto options = std::make_shared<CheckOptions>();
    CLI::App* const command =
        tool.add_subcommand("check", "Say everything that is wrong with scenarios and manifests");
    command
        ->add_option("FILE", options->files,
                     "Scenarios, manifests (files or folders) and service graphs")
        ->type_name("")
        ->required();
    command->add_flag("--strict", options->strict, "Take warnings for errors");
    command->add_flag("--json", options->json, "Print the diagnostics as JSON");
    command->footer(
        "Each finding is FILE:LINE:COLUMN: SEVERITY: MESSAGE. A warning or note that a file earns "
        "several\ntimes is said once, with how often. All manifests together make one mesh; what "
        "they make of each\nother has the code of Istio's own analysis, such as [IST0101].\n\n"
        "Examples:\n"
        "  weft check shop.yaml\n"
        "  weft check --strict manifests/ --json");
    command->callback([options, check] { check(*options); });
}

}  // namespace weft::scenarios::cli
