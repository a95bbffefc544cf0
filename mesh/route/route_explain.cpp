#include "mesh/route/route_explain.hpp"

#include <string_view>
#include <vector>

namespace weft::mesh {
namespace {

std::string quoted(std::string_view text) {
    std::string quoted{'"'};
    quoted.append(text).push_back('"');
    return quoted;
}

std::string named(std::string_view what, std::string_view name) {
    std::string text{what};
    text.append(" ").append(name);
    return text;
}

std::string wanted(const StringMatch& match, bool invert) {
    return invert ? named("not", to_text(match)) : to_text(match);
}

/// All values of a header; a request seldom has more than one.
std::string found(const std::vector<std::string_view>& values) {
    if (values.empty()) return "missing";
    std::string text;
    for (const std::string_view value : values) {
        if (!text.empty()) text += " and ";
        text += quoted(value);
    }
    return text;
}

std::optional<FailedCondition> failed(std::string_view subject,
                                      const std::optional<StringMatch>& match,
                                      std::string_view value) {
    if (!match || match->matches(value)) return std::nullopt;
    return FailedCondition{std::string{subject}, to_text(*match), quoted(value)};
}

std::string prefixed(std::string_view kind, const StringMatch& match) {
    std::string text{kind};
    text += quoted(match.text);
    if (match.ignore_case) text += " in any case";
    return text;
}

}  // namespace

std::optional<FailedCondition> failed_condition(const RouteMatch& match, const RequestHead& head) {
    if (auto failure = failed("path", match.path, split_path(head.path).path)) return failure;
    if (auto failure = failed("method", match.method, head.method)) return failure;
    if (auto failure = failed("authority", match.authority, head.authority)) return failure;
    for (const HeaderMatch& header : match.headers) {
        if (header.matches(head)) continue;
        return FailedCondition{named("header", header.name), wanted(header.value, header.invert),
                               found(header_values(head, header.name))};
    }
    for (const QueryMatch& query : match.queries) {
        if (query.matches(head)) continue;
        const auto value = query_value(head.path, query.name);
        return FailedCondition{named("query", query.name), wanted(query.value, query.invert),
                               value ? quoted(*value) : "missing"};
    }
    return std::nullopt;
}

std::string to_text(const FailedCondition& failure) {
    std::string text = failure.subject;
    text.append(" is ").append(failure.found);
    text.append(failure.wanted.starts_with("not ") ? ", wanted: " : ", not ")
        .append(failure.wanted);
    return text;
}

std::string to_text(const StringMatch& match) {
    switch (match.kind) {
        case StringMatch::Kind::exact:
            return prefixed("", match);
        case StringMatch::Kind::prefix:
            return prefixed("prefix ", match);
        case StringMatch::Kind::path_prefix:
            return prefixed("segment prefix ", match);
        case StringMatch::Kind::regex:
            return prefixed("regex ", match);
        case StringMatch::Kind::range:
            return "a number in [" + std::to_string(match.first) + ", " +
                   std::to_string(match.end) + ")";
        case StringMatch::Kind::present:
            return "present";
    }
    return "";
}

std::string to_text(const RouteMatch& match) {
    std::string text;
    const auto add = [&text](std::string_view subject, std::string_view condition) {
        if (!text.empty()) text += ", ";
        text.append(subject).append(" ").append(condition);
    };
    if (match.path) add("path", to_text(*match.path));
    if (match.method) add("method", to_text(*match.method));
    if (match.authority) add("authority", to_text(*match.authority));
    for (const HeaderMatch& header : match.headers)
        add(named("header", header.name), wanted(header.value, header.invert));
    for (const QueryMatch& query : match.queries)
        add(named("query", query.name), wanted(query.value, query.invert));
    return text.empty() ? "every request" : text;
}

}  // namespace weft::mesh
