#pragma once

#include "reports/store/new_run_file.hpp"
#include "scenarios/play/play.hpp"

#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace weft::scenarios {

/// What a run was made from, with more steps in the timeline: the same up to the first of these,
/// and then not. The steps go last, so that those that were there keep their names and their draws.
class Fork {
public:
    /// Nothing is added yet. Or why the run cannot be forked: it was made from manifests alone, or
    /// its file does not hold what it was made from.
    static tl::expected<Fork, std::string> of(const reports::RunHead& head);

    /// A step as a scenario writes it between braces: "{at: 5s, do: roll_out, workload: cart}".
    void add(const std::string& step) { steps_.push_back(step); }
    /// Takes the last one back. Requires that there is one.
    void undo() { steps_.pop_back(); }
    const std::vector<std::string>& steps() const { return steps_; }

    /// The scenario with these steps, and one step more if there is one; what else it says, and its
    /// comments, stay. The run's seed is its own.
    std::string text(const std::string& step = {}) const;

    /// What a run of it would be made from.
    reports::RunHead head(const std::string& step = {}) const;

    /// What is wrong with it, a line for each mistake; "" if nothing.
    std::string mistakes(const Kinds& kinds, const std::string& step = {}) const;

    /// Writes it, and beside it those of its manifests that are not there. Nothing that is there
    /// and says something else is replaced, but for the file itself. Or why it cannot be written.
    tl::expected<void, std::string> write(const std::filesystem::path& file) const;

    /// How it is played, once written: the options that its run had.
    PlayOptions options(const std::filesystem::path& file) const;

private:
    Fork() = default;

    reports::RunHead head_;
    std::string scenario_;  ///< The key of its text in the head's sources.
    std::vector<std::string> steps_;
};

}  // namespace weft::scenarios
