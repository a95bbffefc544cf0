#include "sim/world/books.hpp"

#include <fmt/format.h>

namespace weft::sim {
namespace {

/// A world that is wrong may be wrong at each of its pods: the first few tell what happened.
constexpr std::size_t most_named = 10;

std::string lines_of(const std::vector<std::string>& broken) {
    std::string text = "the books do not balance";
    for (std::size_t at = 0; at < broken.size() && at < most_named; ++at)
        text += "\n  " + broken[at];
    if (broken.size() > most_named) {
        text += fmt::format("\n  and {} more", broken.size() - most_named);
    }
    return text;
}

}  // namespace

void Audit::check(std::string_view what,
                  std::string_view whose,
                  std::uint64_t in,
                  std::uint64_t out,
                  std::uint64_t there) {
    if (in == out + there) return;
    const char* const space = whose.empty() ? "" : " ";
    broken_.push_back(
        fmt::format("{}{}{}: {} came, {} went, {} are there", what, space, whose, in, out, there));
}

Imbalance::Imbalance(const std::vector<std::string>& broken) : std::logic_error(lines_of(broken)) {}

}  // namespace weft::sim
