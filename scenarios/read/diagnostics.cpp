#include "scenarios/read/diagnostics.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <numeric>
#include <utility>

namespace weft::scenarios {
namespace {

/// Insertions, deletions and replacements that turn one word into the other.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string_view name_of(Diagnostic::Severity severity) {
    switch (severity) {
        case Diagnostic::Severity::note:
            return "note";
        case Diagnostic::Severity::warning:
            return "warning";
        case Diagnostic::Severity::error:
            return "error";
    }
    return "";
}

std::string line_of(const Place& place) {
    return place.file + ":" + std::to_string(place.line);
}

std::string to_text(const Diagnostic& diagnostic) {
    const Place& place = diagnostic.place;
    std::string text = place.file;
    if (place.line > 0) {
        text += ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
    }
    if (!text.empty()) text += ": ";
    text += name_of(diagnostic.severity);
    text.append(": ").append(diagnostic.message);
    if (!diagnostic.code.empty()) text.append(" [").append(diagnostic.code).append("]");
    return text;
}

void Diagnostics::error(Place place, std::string message) {
    add({Diagnostic::Severity::error, std::move(place), std::move(message)});
}

void Diagnostics::warning(Place place, std::string message, std::string_view code) {
    add({Diagnostic::Severity::warning, std::move(place), std::move(message), code});
}

void Diagnostics::note(Place place, std::string message) {
    add({Diagnostic::Severity::note, std::move(place), std::move(message)});
}

void Diagnostics::add(Diagnostic diagnostic) {
    const bool is_error = diagnostic.severity == Diagnostic::Severity::error;
    if (is_error && !mistakes_.emplace(diagnostic.place, diagnostic.message).second) return;
    errors_ += is_error ? 1U : 0U;
    warnings_ += diagnostic.severity == Diagnostic::Severity::warning ? 1U : 0U;
    all_.push_back(std::move(diagnostic));
}

void Diagnostics::name_errors(std::size_t first, std::string_view code) {
    for (std::size_t at = first; at < all_.size(); ++at) {
        const bool is_error = all_[at].severity == Diagnostic::Severity::error;
        if (is_error && all_[at].code.empty()) all_[at].code = code;
    }
}

void Diagnostics::make_strict() {
    for (Diagnostic& diagnostic : all_) {
        if (diagnostic.severity != Diagnostic::Severity::warning) continue;
        diagnostic.severity = Diagnostic::Severity::error;
    }
    errors_ += std::exchange(warnings_, 0);
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    std::vector<std::size_t> order(all_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t at) { return std::pair{all_[at].place, at}; });
    std::vector<Diagnostic> sorted;
    for (const std::size_t at : order)
        sorted.push_back(all_[at]);
    return sorted;
}

std::vector<Diagnostic> Diagnostics::summed_up() const {
    std::vector<Diagnostic> once;
    std::vector<std::size_t> more;
    std::map<std::pair<std::string, std::string>, std::size_t> said;  // File and message.
    for (const Diagnostic& diagnostic : sorted()) {
        const bool is_error = diagnostic.severity == Diagnostic::Severity::error;
        const auto key = std::pair{diagnostic.place.file, diagnostic.message};
        if (!is_error && !said.emplace(key, once.size()).second) {
            ++more[said[key]];
            continue;
        }
        once.push_back(diagnostic);
        more.push_back(0);
    }
    for (std::size_t at = 0; at < once.size(); ++at) {
        if (more[at] > 0) once[at].message.append(fmt::format(" (and {} more)", more[at]));
    }
    return once;
}

std::string did_you_mean(std::string_view written, const std::vector<std::string>& known) {
    const std::string* nearest = nullptr;
    std::size_t least = 3;
    for (const std::string& candidate : known) {
        const std::size_t distance = edit_distance(written, candidate);
        if (distance >= least || distance >= candidate.size()) continue;
        least = distance;
        nearest = &candidate;
    }
    return nearest == nullptr ? "" : "; did you mean '" + *nearest + "'?";
}

std::string did_you_mean_or_list(std::string_view written,
                                 const std::vector<std::string>& known,
                                 std::string_view list) {
    std::string meant = did_you_mean(written, known);
    return meant.empty() ? fmt::format("; weft list {} has them all", list) : meant;
}

}  // namespace weft::scenarios
