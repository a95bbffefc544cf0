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
            "One of the words below")
        ->type_name("")
        ->required();
    command->add_flag("--json", options->json, "Print the list as JSON");
    command->footer(
        "WHAT       is listed                             and used in\n"
        "scenarios  the library                           weft run NAME\n"
        "profiles   what a mesh decides by default        profile: NAME\n"
        "balancers  how a host is chosen for a request    policies: {SERVICE: {balancer: NAME}}\n"
        "faults     what can fail, and what it strikes    timeline: [{at: 60s, fault: NAME, ...}]\n"
        "arrivals   when requests of a load are sent      load: [{arrivals: NAME, ...}]\n"
        "metrics    what can be expected of a run         expect: [NAME(web) > 99%]\n\n"
        "Examples:\n  weft list scenarios\n  weft list faults --json");
    command->callback([options, list] { list(*options); });
}

}  // namespace weft::scenarios::cli
