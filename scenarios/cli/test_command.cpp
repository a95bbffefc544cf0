#include "scenarios/cli/choice.hpp"
#include "scenarios/cli/commands.hpp"
#include "scenarios/cli/terminal.hpp"
#include "scenarios/play/interrupt.hpp"

#include <memory>

namespace weft::scenarios::cli {

void add_test_command(CLI::App& tool, const std::function<void(const TestOptions&)>& test) {
    constexpr std::uint32_t most_jobs = 1024;
    const auto options = std::make_shared<TestOptions>();
    CLI::App* const command =
        tool.add_subcommand("test", "Play scenarios and say whether what they expect holds");
    command
        ->add_option("PATH", options->paths,
                     "Scenarios, folders of them, names in the library (default: all of it)")
        ->type_name("");
    command->add_option("--junit", options->junit, "Write the verdicts as JUnit's XML")
        ->option_text("FILE")
        ->check(is_file_name);
    command->add_option("--jobs", options->jobs, "Runs at a time (default: as many as processors)")
        ->check(CLI::Range(1U, most_jobs))
        ->option_text("N");
    command->add_flag("--json", options->json, "Print the verdicts as JSON");
    command->footer(
        "A scenario that takes its manifests by -f is skipped. Below the table stands which\n"
        "mechanisms were exercised; those of scenarios/library/coverage.txt have to be by the\n"
        "library.\n\n"
        "Examples:\n"
        "  weft test\n"
        "  weft test incidents/ retry_storm --junit verdicts.xml");
    command->callback([options, test] {
        options->colour = wants_colour();
        options->progress = wants_progress();
        const Interrupt interrupt;
        options->is_interrupted = [&] { return interrupt.requested(); };
        test(*options);
    });
}

}  // namespace weft::scenarios::cli
