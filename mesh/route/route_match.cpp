#include "mesh/route/route_match.hpp"

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

}  // namespace

bool HeaderMatch::matches(const RequestHead& head) const {
    const std::vector<std::string_view> values = header_values(head, name);
    if (values.empty()) {
        if (treat_missing_as_empty) return value.matches("") != invert;
        return invert && value.kind == StringMatch::Kind::present;
    }
    const bool found = std::any_of(values.begin(), values.end(),
                                   [this](std::string_view one) { return value.matches(one); });
    return found != invert;
}

bool QueryMatch::matches(const RequestHead& head) const {
    const auto first = query_value(head.path, name);
    return (first && value.matches(*first)) != invert;
}

bool RouteMatch::matches(const RequestHead& head) const {
    const auto takes = [&head](const auto& match) { return match.matches(head); };
    return holds(path, split_path(head.path).path) && holds(method, head.method) &&
           holds(authority, head.authority) && std::all_of(headers.begin(), headers.end(), takes) &&
           std::all_of(queries.begin(), queries.end(), takes);
}

PathParts split_path(std::string_view path) {
    const std::size_t end = std::min(path.find_first_of("?#"), path.size());
    return {path.substr(0, end), path.substr(end)};
}

std::optional<std::string_view> query_value(std::string_view path, std::string_view name) {
    std::string_view query = split_path(path).rest;
    if (!query.starts_with('?')) return std::nullopt;
    query.remove_prefix(1);
    query = take_until(query, '#');
    while (!query.empty()) {
        std::string_view value = take_until(query, '&');
        if (take_until(value, '=') == name) return value;
    }
    return std::nullopt;
}

std::vector<std::string_view> header_values(const RequestHead& head, std::string_view name) {
    std::vector<std::string_view> values;
    for (const Header& header : head.headers) {
        if (equal_ignoring_case(header.name, name)) values.emplace_back(header.value);
    }
    return values;
}

}  // namespace weft::mesh
