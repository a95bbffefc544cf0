#include "scenarios/cli/commands.hpp"

#include <memory>

namespace weft::scenarios::cli {

void add_vectors_command(CLI::App& tool, const std::function<void(const VectorsOptions&)>& run) {
    const auto options = std::make_shared<VectorsOptions>();
    CLI::App* const command =
        tool.add_subcommand("vectors", "Hold the mesh's decisions to conformance vectors");
    command->add_option("FILE", options->files, "Vectors as JSON, one suite a file")
        ->type_name("")
        ->required();
    command->add_flag("--json", options->json, "Print the outcome as JSON");
    command->footer(
        "Each failed case is one line: what was expected, and what came out.\n\n"
        "Examples:\n"
        "  weft vectors docs/vectors/path.json\n"
        "  weft vectors vectors/*.json --json");
    command->callback([options, run] { run(*options); });
}

}  // namespace weft::scenarios::cli
