#pragma once

#include "gui/source/file_run.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace weft::gui {

/// The example of those who have no run yet.
inline constexpr const char* first_example = "retry_storm";

/// Scenarios of the library whose runs come with weft, so that they are there without waiting: the
/// first example, then the others by name. Empty where none were built.
std::vector<std::string> bundled_examples();

/// The run file of one of them; empty if there is none.
std::filesystem::path bundled_run(const std::string& name);

/// The run of one of them; null if there is none, if it is damaged, or another weft played it.
std::unique_ptr<FileRun> open_bundled(const std::string& name);

/// Whether a run file is one of them: nothing is written beside these.
bool is_bundled(const std::filesystem::path& run);

}  // namespace weft::gui
