#include "scenarios/cli/commands.hpp"

#include <memory>
#include <string>
#include <vector>

namespace weft::scenarios::cli {

void add_route_command(CLI::App& tool, const std::function<void(const RouteOptions&)>& route) {
    const auto options = std::make_shared<RouteOptions>();
    const auto request = std::make_shared<std::vector<std::string>>();
    CLI::App* const command =
        tool.add_subcommand("route", "Say which way one request would go, and why");
    command->add_option("-f,--manifest", options->manifests, "Manifests: files and folders")
        ->option_text("FILE...")
        ->required();
    command
        ->add_option("--from", options->from,
                     "Workload whose sidecar is asked; NAME.NAMESPACE if there are several")
        ->option_text("WORKLOAD")
        ->required();
    command
        ->add_option("REQUEST", *request,
                     "[METHOD] URL, such as POST http://cart/items; without METHOD: GET")
        ->type_name("")
        ->expected(1, 2)
        ->required();
    command->add_option("-H,--header", options->headers, "A header of the request; may be repeated")
        ->option_text("'NAME: VALUE'")
        ->allow_extra_args(false);
    command
        ->add_option("--profile", options->profile,
                     "Whose defaults the mesh has (default: istio): see weft list profiles,\n"
                     "or a file of your own")
        ->option_text("NAME");
    command
        ->add_option("--zones", options->zones,
                     "Zones of the cluster, over which the pods of a run are spread")
        ->option_text("ZONE,...")
        ->delimiter(',')
        ->allow_extra_args(false);
    command->add_option("--in", options->zone, "Zone of the pod that asks (default: of the first)")
        ->option_text("ZONE");
    command->add_flag("--strict", options->strict, "Warnings are errors");
    command->add_flag("--json", options->json, "Print the answer as JSON");
    command->footer(
        "The answer is that of the configuration which the sidecar would be pushed: the rules that "
        "were\npassed over and why, the rule that was taken, and the clusters with their hosts.\n\n"
        "Examples:\n"
        "  weft route -f manifests/ --from web http://search/find\n"
        "  weft route -f manifests/ --from web POST cart:8080/items -H 'x-user: jason' --json\n"
        "  weft route -f manifests/ --from web http://search/ --zones eu/a,eu/b,us/c --in eu/b");
    command->callback([options, request, route] {
        if (request->size() > 1) options->method = request->front();
        options->url = request->back();
        route(*options);
    });
}

}  // namespace weft::scenarios::cli
