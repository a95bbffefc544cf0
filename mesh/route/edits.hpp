#pragma once

#include "mesh/request/head.hpp"
#include "mesh/route/string_match.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// Header names to remove, and values to set or add. Names are in any case; "host" and ":authority"
/// are the request's authority, which can be set, but not removed.
struct HeaderEdits {
    std::vector<Header> set{};
    std::vector<Header> add{};
    std::vector<std::string> remove{};

    bool empty() const { return set.empty() && add.empty() && remove.empty(); }
};

struct Rewrite {
    /// What gives way to `path`.
    enum class Replaces {
        prefix,       ///< The prefix that matched, as it is; of another match the whole path.
        path_prefix,  ///< The same in whole parts of the path, with one slash in between.
        path,         ///< The whole path.
        pattern       ///< Each part that `pattern` finds; "\1" in `path` is its first group.
    };

    std::optional<std::string> path{};
    std::optional<std::string> authority{};
    Replaces replaces = Replaces::prefix;
    std::optional<StringMatch> pattern{};  ///< Of Replaces::pattern, by compile_regex().
};

/// Removes, then sets (all values of a name give way to one), then adds (beside those there are).
void apply_header_edits(const HeaderEdits& edits, RequestHead& head);

/// The path with `replacement` in place of what `match` matched: the prefix, or all of an exact or
/// regular expression's path. No match is the prefix "/". Nothing is put between replacement and
/// rest: prefix "/a" and replacement "/" make "//b" of "/a/b". The query stays.
/// Source: the reference proxy's prefix_rewrite, to which the reference mesh translates
/// rewrite.uri.
std::string rewritten_path(std::string_view replacement,
                           const std::optional<StringMatch>& match,
                           std::string_view path);

/// The path as the rewrite leaves it, whatever it replaces. The query stays.
std::string rewritten_path(const Rewrite& rewrite,
                           const std::optional<StringMatch>& match,
                           std::string_view path);

/// Why the text cannot replace what the pattern finds: it names a group that the pattern does not
/// have. Requires a compiled pattern.
std::optional<std::string> mistake_in_replacement(const StringMatch& pattern,
                                                  std::string_view text);

}  // namespace weft::mesh
