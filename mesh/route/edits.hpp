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
    std::optional<std::string> path{};  ///< Replaces the matched prefix, or the whole path.
    std::optional<std::string> authority{};
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

}  // namespace weft::mesh
