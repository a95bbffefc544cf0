#include "scenarios/cli/commands.hpp"
#include "scenarios/cli/moment_option.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace weft::scenarios::cli {

namespace {

constexpr std::uint32_t most_explained = 1'000'000;

}  // namespace

void add_explain_command(CLI::App& tool,
                         const std::function<void(const ExplainOptions&)>& explain) {
    const auto options = std::make_shared<ExplainOptions>();
    CLI::App* const command =
        tool.add_subcommand("explain", "Say why requests of a run failed or took so long");
    command->footer(
        "Plays the run again, from what its file keeps, and looks at every event of the requests\n"
        "asked for. Without any it says what all requests waited for and why they failed.\n\n"
        "Examples:\n"
        "  weft explain run.db\n"
        "  weft explain run.db web/1234\n"
        "  weft explain run.db --failed 3 --from 60s --to 90s\n"
        "  weft explain run.db --where 'latency > 200ms and calls(cart) > 0'");
    command->add_option("RUN", options->run, "Run file")->required()->type_name("");
    CLI::Option* const request = command
                                     ->add_option("REQUEST", options->request,
                                                  "A request: its load and number, as in web/1234")
                                     ->type_name("");
    command->add_option("--slowest", options->slowest, "The N requests that took longest")
        ->check(CLI::Range(1U, most_explained))
        ->option_text("N");
    command->add_option("--failed", options->failed, "The first N requests that failed")
        ->check(CLI::Range(1U, most_explained))
        ->option_text("N");
    for (const auto& [name, moment] :
         {std::pair{"--from", &options->from}, std::pair{"--to", &options->to}}) {
        command
            ->add_option_function<std::string>(
                name,
                [option = std::string{name}, moment](const std::string& written) {
                    *moment = moment_of(option, written);
                },
                std::string{name} == "--from" ? "Leave out requests that were sent before"
                                              : "Leave out requests that were sent later")
            ->option_text("TIME");
    }
    command
        ->add_option("--where", options->where,
                     "Leave out requests of which this does not hold, as in 'latency > 200ms'")
        ->excludes(request)
        ->check([](const std::string& written) {
            return std::string{written.empty() ? "is empty" : ""};
        })
        ->option_text("CONDITION");
    command->add_flag("--json", options->json, "Print one line of JSON for each request");
    command->callback([options, explain] { explain(*options); });
}

}  // namespace weft::scenarios::cli
