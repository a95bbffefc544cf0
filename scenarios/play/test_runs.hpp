#pragma once

#include "scenarios/model/kinds.hpp"
#include "scenarios/play/play.hpp"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace weft::scenarios {

struct TestOptions {
    /// Scenarios, folders of them, names in the library; none: all of the library, which has to
    /// exercise the mechanisms that its coverage.txt names.
    std::vector<std::string> paths;
    std::filesystem::path junit;  ///< Gets the verdicts as JUnit's XML; empty: nobody does.
    std::uint32_t jobs = 0;       ///< Runs at a time; 0: as many as the machine has processors.
    std::optional<std::uint64_t> seed;  ///< Replaces those of the scenarios.
    bool json = false;                  ///< The verdicts for machines.
    bool colour = false;                ///< `out` is a terminal that wants colours.
    bool progress = false;              ///< `err` is a terminal.
    Kinds kinds = built_in_kinds();     ///< What scenarios may name.
    IsInterrupted is_interrupted = {};  ///< What was not played to its end is not judged.
};

/// Plays scenarios and says whether what they expect holds. As the functions of play.hpp.
int test_runs(const TestOptions& options, std::ostream& out, std::ostream& err);

}  // namespace weft::scenarios
