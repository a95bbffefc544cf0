#include "scenarios/cli/commands.hpp"
#include "scenarios/play/build_info.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/read/diagnostics.hpp"
#include "sim/world/books.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <new>
#include <string>
#include <vector>

namespace weft::scenarios {
namespace {

/// What is wrong with the command line. CLI11 says of an unknown command only that one is required.
std::string what_is_wrong(const CLI::App& tool, const CLI::Error& error) {
    if (!tool.get_subcommands().empty() || tool.remaining().empty()) return error.what();
    const std::string written = tool.remaining().front();
    std::vector<std::string> known;
    for (const CLI::App* const command : tool.get_subcommands({}))
        known.push_back(command->get_name());
    return "there is no command '" + written + "'" + did_you_mean(written, known);
}

/// In place of CLI11's own, which repeats the whole help and so hides the mistake.
std::string usage_error(const CLI::App* tool, const CLI::Error& error) {
    std::string command = "weft";
    for (const CLI::App* const chosen : tool->get_subcommands())
        command += " " + chosen->get_name();
    return "weft: " + what_is_wrong(*tool, error) + "\nSee " + command + " --help\n";
}

int run_tool(int argc, char** argv) {
    CLI::App tool{"Plays a service mesh, its load and its failures in virtual time.", "weft"};
    tool.set_version_flag("--version", "weft " + std::string{version()},
                          "Print the version and exit");
    tool.require_subcommand(1);
    tool.footer(
        "Examples:\n"
        "  weft list scenarios\n"
        "  weft run first_steps\n"
        "  weft run -f manifests/\n"
        "  weft check --strict shop.yaml manifests/\n"
        "  weft test --junit verdicts.xml\n\n"
        "Exit codes:\n"
        "  0  done, and every expectation holds\n"
        "  1  an expectation or a vector does not hold\n"
        "  2  the input is wrong: usage, a scenario, a manifest, a file that is no run file\n"
        "  3  the environment stopped it: disk full, no memory, interrupted\n"
        " 70  weft itself is wrong: please report what it says");
    tool.failure_message(usage_error);

    int result = exit_code::done;
    cli::add_run_command(
        tool, [&](const PlayOptions& options) { result = play(options, std::cout, std::cerr); });
    cli::add_check_command(
        tool, [&](const CheckOptions& options) { result = check(options, std::cout, std::cerr); });
    cli::add_test_command(tool, [&](const TestOptions& options) {
        result = test_runs(options, std::cout, std::cerr);
    });
    cli::add_list_command(
        tool, [&](const ListOptions& options) { result = list(options, std::cout, std::cerr); });
    cli::add_route_command(
        tool, [&](const RouteOptions& options) { result = route(options, std::cout, std::cerr); });
    cli::add_diff_command(
        tool, [&](const DiffOptions& options) { result = diff(options, std::cout, std::cerr); });
    cli::add_explain_command(tool, [&](const ExplainOptions& options) {
        result = explain(options, std::cout, std::cerr);
    });
    cli::add_inspect_command(tool, [&](const InspectOptions& options) {
        result = inspect(options, std::cout, std::cerr);
    });
    cli::add_export_command(tool, [&](const ExportOptions& options) {
        result = export_run(options, std::cout, std::cerr);
    });
    cli::add_vectors_command(tool, [&](const VectorsOptions& options) {
        result = run_vectors(options, std::cout, std::cerr);
    });

    try {
        tool.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        result = tool.exit(error) == 0 ? exit_code::done : exit_code::bad_input;
    }
    if (!std::cout.flush()) {
        std::cerr << "weft: standard output could not be written\n";
        return exit_code::environment_failed;
    }
    return result;
}

}  // namespace
}  // namespace weft::scenarios

int main(int argc, char** argv) {
    using weft::scenarios::exit_code::bug;
    using weft::scenarios::exit_code::environment_failed;
    try {
        return weft::scenarios::run_tool(argc, argv);
    } catch (const weft::sim::Imbalance& imbalance) {
        std::cerr << "weft: " << imbalance.what()
                  << "\nThis is a bug of weft: please report it, with the run file.\n";
        return bug;
    } catch (const std::bad_alloc&) {
        std::cerr << "weft: out of memory\n";
    } catch (const std::exception& error) {
        std::cerr << "weft: " << error.what() << '\n';
    }
    return environment_failed;
}
