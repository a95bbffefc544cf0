#include "mesh/route/edits.hpp"

#include "mesh/route/route_match.hpp"

#include <algorithm>

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
    std::size_t replaced = parts.path.size();
    if (!match || match->kind == StringMatch::Kind::present) {
        replaced = parts.path.starts_with('/') ? 1 : 0;
    } else if (match->kind == StringMatch::Kind::prefix) {
        replaced = std::min(match->text.size(), parts.path.size());
    }

    std::string rewritten{replacement};
    rewritten += parts.path.substr(replaced);
    rewritten += parts.rest;
    return rewritten;
}

}  // namespace weft::mesh
