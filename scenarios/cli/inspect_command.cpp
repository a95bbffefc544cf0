#include "scenarios/cli/commands.hpp"
#include "scenarios/cli/moment_option.hpp"

#include <memory>
#include <string>

namespace weft::scenarios::cli {

void add_inspect_command(CLI::App& tool,
                         const std::function<void(const InspectOptions&)>& inspect) {
    const auto options = std::make_shared<InspectOptions>();
    CLI::App* const command =
        tool.add_subcommand("inspect", "Say what a pod and its proxy knew at a moment of a run");
    command->footer(
        "Plays the run again up to the moment: hosts as the proxy sees them (ejected, circuits,\n"
        "what the balancer holds of each), what is used of limits, queue, CPU, certificate and\n"
        "configuration.\n\n"
        "Examples:\n"
        "  weft inspect run.db web-0 --at 31.8s\n"
        "  weft inspect run.db web-0 --at 31.8s --config\n"
        "  weft inspect run.db web-0 --at 31.8s --config-diff 10s");
    command->add_option("RUN", options->run, "Run file")->required()->type_name("");
    command
        ->add_option("POD", options->pod,
                     "A pod, as in reviews-v1-0 or cart-0.shop, or a load's client")
        ->required()
        ->type_name("");
    command
        ->add_option_function<std::string>(
            "--at",
            [options](const std::string& written) { options->at = moment_of("--at", written); },
            "The moment; the end of the run if it is left out")
        ->option_text("TIME");
    command->add_flag("--config", options->config, "Print the configuration that its proxy holds");
    command
        ->add_option_function<std::string>(
            "--config-diff",
            [options](const std::string& written) {
                options->config_since = moment_of("--config-diff", written);
            },
            "Print how that differs from what it held then")
        ->option_text("TIME");
    command->add_flag("--json", options->json, "Print all of it as JSON");
    command->callback([options, inspect] { inspect(*options); });
}

}  // namespace weft::scenarios::cli
