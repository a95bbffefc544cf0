#pragma once

#include "scenarios/model/kinds.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace weft::scenarios {

/// What an editor wants to know of what it holds.
struct CheckedText {
    std::vector<Diagnostic> diagnostics;  ///< In order of place, as `weft check` says them.

    /// The files below its folder that it is made of, by their way from there: who takes it to
    /// another folder has to take these, too.
    std::map<std::string, std::string> beside;
};

/// Checks a text that stands for a file: a scenario, a service graph or manifests. What it names is
/// read from the disk; the file itself need not be there.
CheckedText check_text(const std::filesystem::path& file,
                       const std::string& text,
                       const Kinds& kinds);

}  // namespace weft::scenarios
