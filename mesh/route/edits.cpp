#include "mesh/route/edits.hpp"

#include "mesh/route/route_match.hpp"

#include <algorithm>
#include <cassert>
#include <re2/re2.h>

namespace weft::mesh {
namespace {

bool is_authority(std::string_view name) {
    return equal_ignoring_case(name, "host") || equal_ignoring_case(name, ":authority");
}

void remove_header(std::string_view name, RequestHead& head) {
    std::erase_if(head.headers,
                  [name](const Header& header) { return equal_ignoring_case(header.name, name); });
}

void add_header(const Header& header, RequestHead& head) {
    if (is_authority(header.name)) {
        head.authority = header.value;
    } else {
        head.headers.push_back({to_lower_case(header.name), header.value});
    }
}

/// How much of the path the match takes: its prefix, or all.
std::size_t matched_length(const std::optional<StringMatch>& match, std::string_view path) {
    using Kind = StringMatch::Kind;
    if (!match || match->kind == Kind::present) return path.starts_with('/') ? 1 : 0;
    const bool is_prefix = match->kind == Kind::prefix || match->kind == Kind::path_prefix;
    return is_prefix ? std::min(match->text.size(), path.size()) : path.size();
}

/// The replacement, one slash, and what follows the matched prefix.
std::string joined(std::string_view replacement, std::string_view path, std::size_t matched) {
    if (matched > 0 && path[matched - 1] == '/') --matched;
    const std::string_view rest = path.substr(matched);
    if (!rest.empty() && replacement.ends_with('/')) replacement.remove_suffix(1);
    std::string whole{replacement};
    whole += rest;
    return whole.empty() ? "/" : whole;
}

}  // namespace

void apply_header_edits(const HeaderEdits& edits, RequestHead& head) {
    for (const std::string& name : edits.remove)
        remove_header(name, head);
    for (const Header& header : edits.set) {
        remove_header(header.name, head);
        add_header(header, head);
    }
    for (const Header& header : edits.add)
        add_header(header, head);
}

std::string rewritten_path(std::string_view replacement,
                           const std::optional<StringMatch>& match,
                           std::string_view path) {
    const PathParts parts = split_path(path);
    std::string rewritten{replacement};
    rewritten += parts.path.substr(matched_length(match, parts.path));
    rewritten += parts.rest;
    return rewritten;
}

std::string rewritten_path(const Rewrite& rewrite,
                           const std::optional<StringMatch>& match,
                           std::string_view path) {
    if (!rewrite.path) return std::string{path};
    const PathParts parts = split_path(path);
    std::string rewritten;
    switch (rewrite.replaces) {
        case Rewrite::Replaces::prefix:
            return rewritten_path(*rewrite.path, match, path);
        case Rewrite::Replaces::path_prefix:
            rewritten = joined(*rewrite.path, parts.path, matched_length(match, parts.path));
            break;
        case Rewrite::Replaces::path:
            rewritten = *rewrite.path;
            break;
        case Rewrite::Replaces::pattern:
            assert(rewrite.pattern && rewrite.pattern->regex != nullptr);
            rewritten = parts.path;
            re2::RE2::GlobalReplace(&rewritten, *rewrite.pattern->regex, *rewrite.path);
            break;
    }
    rewritten += parts.rest;
    return rewritten;
}

std::optional<std::string> mistake_in_replacement(const StringMatch& pattern,
                                                  std::string_view text) {
    assert(pattern.regex != nullptr);
    std::string mistake;
    if (pattern.regex->CheckRewriteString({text.data(), text.size()}, &mistake)) {
        return std::nullopt;
    }
    return mistake;
}

}  // namespace weft::mesh
