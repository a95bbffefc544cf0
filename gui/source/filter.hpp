#pragma once

#include "gui/source/run_source.hpp"
#include "mesh/base/time.hpp"
#include "scenarios/expression/request_condition.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace weft::gui {

/// What the mesh, the events, the requests and the heat map are narrowed to. Conditions that are
/// separated by spaces must all hold:
///
///     payment            a name holds these letters
///     ns:shop            of a namespace
///     kind:host_ejected  an event of a kind, or of one whose name begins so; there must be such
///     err>1%  err<1%     the share of errors
///     p99>200ms          the latency, of a request its own
///     rps>10             requests a second
///     between:a,b        of one of two services, by their whole names: a line's ends
///     t:30s..40s         the moment; one end may be left out
///     where: latency > 200ms and status >= 500
///                        of a request, as `weft explain --where` has it: the rest of the text
///     -payment           not so
///     hide:payment       the same of any condition, and in the mesh it is always left out
struct Filter {
    struct Condition {
        enum class Kind : std::uint8_t {
            name,
            ns,
            kind,
            errors,
            latency,
            rate,
            time,
            where,
            between
        };

        Kind kind = Kind::name;
        bool is_not = false;
        bool is_more = true;     ///< > rather than <.
        bool is_hiding = false;  ///< Written with "hide:"; it is a `not`, too.
        std::string text;
        double bound = 0;  ///< A share, seconds, or requests a second.
        mesh::Instant from{};
        mesh::Instant to = mesh::never;
        std::optional<scenarios::RequestCondition> where{};
    };
    std::vector<Condition> conditions;

    bool accepts_all() const { return conditions.empty(); }

    /// Whether what it accepts differs from moment to moment.
    bool asks_figures() const;

    /// The conditions that were written with "hide:" alone.
    Filter hiding() const;

    /// Conditions that say nothing of one (the kind of a service) hold.
    bool accepts(const Topology& topology, const Snapshot& snapshot, std::uint32_t service) const;
    bool accepts(const Topology& topology, const Event& event) const;
    bool accepts(const reports::SampledRequest& request) const;
    bool accepts_pod(const Topology& topology, std::uint32_t pod) const;
};

/// "between:cart,payment": what an edge is filtered by.
std::string condition_of_line(const Topology& topology, const Topology::Edge& edge);

/// A word of a filter that is wrong.
struct FilterMistake {
    std::size_t begin = 0;  ///< In bytes.
    std::size_t length = 0;
    std::string why;

    friend bool operator==(const FilterMistake&, const FilterMistake&) = default;
};

/// The first mistake in a filter; nothing if there is none.
std::optional<FilterMistake> mistake_in(std::string_view written);

/// A filter as it was written, or where it is wrong: the word and why.
tl::expected<Filter, std::string> read_filter(std::string_view written);

/// "2.5s", "200ms", "1m30s", "31.8" (seconds): as moments and latencies are written.
std::optional<mesh::Duration> read_duration(std::string_view written);

}  // namespace weft::gui
