#pragma once

#include "scenarios/read/sources.hpp"

#include <cstddef>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::scenarios {

/// Where something was written; line and column count from 1, 0 means the file as a whole.
struct Place {
    std::string file;
    std::size_t line = 0;
    std::size_t column = 0;

    friend auto operator<=>(const Place&, const Place&) = default;
};

/// "shop.yaml:4"
std::string line_of(const Place& place);

struct Diagnostic {
    enum class Severity { note, warning, error };

    Severity severity = Severity::error;
    Place place;
    std::string message;
    std::string_view code = {};  ///< Of Istio's analysis, which knows the mistake: "IST0101".
};

/// "error"
std::string_view name_of(Diagnostic::Severity severity);

/// "shop.yaml:4:9: error: base must be a duration with its unit, such as 25ms or 2s"; a code stands
/// behind it in brackets.
std::string to_text(const Diagnostic& diagnostic);

/// Everything that was found in one load, so that one run shows every mistake, and the files whose
/// places it names.
class Diagnostics {
public:
    Diagnostics() : Diagnostics(std::make_shared<Sources>()) {}

    /// Of files that others read, too.
    explicit Diagnostics(std::shared_ptr<Sources> sources) : sources_(std::move(sources)) {}

    const std::shared_ptr<Sources>& sources() const { return sources_; }

    void error(Place place, std::string message);
    void warning(Place place, std::string message, std::string_view code = {});
    void note(Place place, std::string message);

    /// An error that was said of the same place is not said again.
    void add(Diagnostic diagnostic);

    bool has_errors() const { return errors_ > 0; }

    /// Gives the code to every error from the `first` on that has none.
    void name_errors(std::size_t first, std::string_view code);

    /// Turns warnings into errors (`--strict`).
    void make_strict();

    /// In order of file, line and column.
    std::vector<Diagnostic> sorted() const;

    /// The same, but a warning or note that one file earns several times is said once, at its first
    /// place, with "(and 3 more)". Every error is said, since each place has to be mended.
    std::vector<Diagnostic> summed_up() const;

    const std::vector<Diagnostic>& all() const { return all_; }

private:
    std::shared_ptr<Sources> sources_;
    std::vector<Diagnostic> all_;
    std::set<std::pair<Place, std::string>> mistakes_;  ///< So that each is said once.
    std::size_t errors_ = 0;
    std::size_t warnings_ = 0;
};

/// "; did you mean 'max'?" for the nearest of `known` within two edits, else "".
std::string did_you_mean(std::string_view written, const std::vector<std::string>& known);

/// The same of what `weft list` shows, and where none is near: "; weft list faults has them all".
std::string did_you_mean_or_list(std::string_view written,
                                 const std::vector<std::string>& known,
                                 std::string_view list);

}  // namespace weft::scenarios
