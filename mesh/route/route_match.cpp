#include "mesh/route/route_match.hpp"

#include "mesh/base/text.hpp"

#include <algorithm>

namespace weft::mesh {
namespace {

/// Takes the text up to a separator, which is dropped, off the front; all of it if there is none.
std::string_view take_until(std::string_view& text, char separator) {
    const std::size_t end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

bool holds(const std::optional<StringMatch>& match, std::string_view value) {
    return !match || match->matches(value);
}

/// Of the query that begins with its '?'.
std::optional<std::string_view> value_in(std::string_view query, std::string_view name) {
    if (!query.starts_with('?')) return std::nullopt;
    query.remove_prefix(1);
    query = take_until(query, '#');
    while (!query.empty()) {
        std::string_view value = take_until(query, '&');
        if (take_until(value, '=') == name) return value;
    }
    return std::nullopt;
}

/// Of the first cookie of that name in "a=1; b=2".
std::optional<std::string_view> cookie_in(std::string_view cookies, std::string_view name) {
    while (!cookies.empty()) {
        const std::size_t end = std::min(cookies.find(';'), cookies.size());
        const std::string_view cookie = trimmed(cookies.substr(0, end));
        cookies.remove_prefix(std::min(end + 1, cookies.size()));

        const std::size_t equals = cookie.find('=');
        if (equals == std::string_view::npos || cookie.substr(0, equals) != name) continue;
        const std::string_view value = cookie.substr(equals + 1);
        const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
        return quoted ? value.substr(1, value.size() - 2) : value;
    }
    return std::nullopt;
}

}  // namespace

bool HeaderMatch::matches(const RequestHead& head) const {
    bool is_there = false;
    for (const Header& header : head.headers) {
        if (!equal_ignoring_case(header.name, name)) continue;
        if (value.matches(header.value)) return !invert;
        is_there = true;
    }
    if (is_there) return invert;
    if (treat_missing_as_empty) return value.matches("") != invert;
    return invert && value.kind == StringMatch::Kind::present;
}

bool QueryMatch::matches(const RequestView& view) const {
    const auto first = value_in(view.parts.rest, name);
    return (first && value.matches(*first)) != invert;
}

bool RouteMatch::rest_matches(const RequestView& view) const {
    return holds(method, view.head.method) && holds(authority, view.head.authority) &&
           std::all_of(headers.begin(), headers.end(),
                       [&view](const HeaderMatch& match) { return match.matches(view.head); }) &&
           std::all_of(queries.begin(), queries.end(),
                       [&view](const QueryMatch& match) { return match.matches(view); });
}

PathParts split_path(std::string_view path) {
    const auto end =
        std::find_if(path.begin(), path.end(), [](char c) { return c == '?' || c == '#'; });
    const auto length = static_cast<std::size_t>(end - path.begin());
    return {path.substr(0, length), path.substr(length)};
}

std::optional<std::string_view> query_value(std::string_view path, std::string_view name) {
    return value_in(split_path(path).rest, name);
}

std::vector<std::string_view> header_values(const RequestHead& head, std::string_view name) {
    std::vector<std::string_view> values;
    for (const Header& header : head.headers) {
        if (equal_ignoring_case(header.name, name)) values.emplace_back(header.value);
    }
    return values;
}

std::string_view cookie_value(const RequestHead& head, std::string_view name) {
    for (const Header& header : head.headers) {
        if (!equal_ignoring_case(header.name, "cookie")) continue;
        if (const auto value = cookie_in(header.value, name)) return *value;
    }
    return {};
}

}  // namespace weft::mesh
