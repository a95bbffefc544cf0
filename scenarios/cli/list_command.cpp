#include "scenarios/cli/choice.hpp"
#include "scenarios/cli/commands.hpp"

#include <map>
#include <memory>

namespace weft::scenarios::cli {
namespace {

using What = ListOptions::What;

const std::map<std::string, What> whats{
    {"arrivals", What::arrivals}, {"balancers", What::balancers}, {"faults", What::faults},
    {"metrics", What::metrics},   {"profiles", What::profiles},   {"scenarios", What::scenarios},
};

}  // namespace

void add_list_command(CLI::App& tool, const std::function<void(const ListOptions&)>& list) {
    const auto options = std::make_shared<ListOptions>();
    CLI::App* const command = tool.add_subcommand("list", "Say what there is to choose from");
    command
        ->add_option_function<std::string>(
            "WHAT",
            [options](const std::string& written) {
                options->what = choice("WHAT", written, whats);
            },
            "arrivals, balancers, faults, metrics, profiles or scenarios")
        ->type_name("")
        ->required();
    command->add_flag("--json", options->json, "Print the list as JSON");
    command->footer("Examples:\n  weft list scenarios\n  weft list faults --json");
    command->callback([options, list] { list(*options); });
}

}  // namespace weft::scenarios::cli
