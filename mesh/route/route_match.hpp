#pragma once

#include "mesh/request/head.hpp"
#include "mesh/route/string_match.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// A path with query and fragment, cut where they begin.
struct PathParts {
    std::string_view path;
    std::string_view rest;  ///< "?a=b", or empty.
};

PathParts split_path(std::string_view path);

/// A request as matchers ask of it, its path cut once for all of them. Holds as long as the head.
struct RequestView {
    explicit RequestView(const RequestHead& of) : head(of), parts(split_path(of.path)) {}

    const RequestHead& head;
    PathParts parts;
};

/// A header may come more than once: one value that matches is enough, or, inverted, one too many.
/// Source: the reference proxy's header matchers.
struct HeaderMatch {
    std::string name{};  ///< Lower case.
    StringMatch value{};
    bool invert = false;                  ///< Must not match.
    bool treat_missing_as_empty = false;  ///< If not, a missing header fails, inverted or not.

    /// Whether a header is there may be asked inverted, too: is it missing?
    bool matches(const RequestHead& head) const;
};

/// The first value of a query parameter. A parameter that is missing does not match.
struct QueryMatch {
    std::string name{};
    StringMatch value{};
    bool invert = false;  ///< Must not match.

    bool matches(const RequestView& view) const;
    bool matches(const RequestHead& head) const { return matches(RequestView{head}); }
};

/// All that is given must hold. The path is matched without its query.
struct RouteMatch {
    std::optional<StringMatch> path{};
    std::optional<StringMatch> method{};
    std::optional<StringMatch> authority{};
    std::vector<HeaderMatch> headers{};
    std::vector<QueryMatch> queries{};

    bool matches(const RequestView& view) const {
        return (!path || path->matches(view.parts.path)) && rest_matches(view);
    }
    bool matches(const RequestHead& head) const { return matches(RequestView{head}); }

private:
    bool rest_matches(const RequestView& view) const;
};

/// The first value of a query parameter as it is written, "" if it has none; nothing if there is no
/// such parameter.
std::optional<std::string_view> query_value(std::string_view path, std::string_view name);

/// All values of a header, in the order sent.
std::vector<std::string_view> header_values(const RequestHead& head, std::string_view name);

/// The value of the first cookie of that name, without quotes; "" if there is none.
std::string_view cookie_value(const RequestHead& head, std::string_view name);

}  // namespace weft::mesh
