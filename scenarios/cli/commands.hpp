#pragma once

#include "scenarios/play/play.hpp"
#include "scenarios/play/test_runs.hpp"
#include "scenarios/vectors/run_vectors.hpp"

#include <CLI/CLI.hpp>

#include <functional>

/// The commands of the program. Each reads its options and hands them on; it does nothing itself.
namespace weft::scenarios::cli {

void add_run_command(CLI::App& tool, const std::function<void(const PlayOptions&)>& play);
void add_check_command(CLI::App& tool, const std::function<void(const CheckOptions&)>& check);
void add_list_command(CLI::App& tool, const std::function<void(const ListOptions&)>& list);
void add_route_command(CLI::App& tool, const std::function<void(const RouteOptions&)>& route);
void add_diff_command(CLI::App& tool, const std::function<void(const DiffOptions&)>& diff);
void add_explain_command(CLI::App& tool, const std::function<void(const ExplainOptions&)>& explain);
void add_inspect_command(CLI::App& tool, const std::function<void(const InspectOptions&)>& inspect);
void add_export_command(CLI::App& tool,
                        const std::function<void(const ExportOptions&)>& export_run);
void add_test_command(CLI::App& tool, const std::function<void(const TestOptions&)>& test);
void add_vectors_command(CLI::App& tool, const std::function<void(const VectorsOptions&)>& run);

}  // namespace weft::scenarios::cli
