#include "gui/source/filter.hpp"

#include "gui/source/words.hpp"
#include "mesh/base/quantity.hpp"
#include "mesh/request/outcome.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace weft::gui {
namespace {

using Condition = Filter::Condition;
using ConditionKind = Filter::Condition::Kind;

constexpr std::string_view where_prefix = "where:";
constexpr std::string_view between_prefix = "between:";

/// The number that a text begins with, and the rest.
std::optional<std::pair<double, std::string_view>> leading_number(std::string_view text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || !std::isfinite(value)) return std::nullopt;
    return std::pair{value, text.substr(static_cast<std::size_t>(read.ptr - text.data()))};
}

tl::expected<Condition, std::string> read_time(std::string_view span) {
    Condition condition{.kind = ConditionKind::time, .text = {}};
    const std::size_t dots = span.find("..");
    if (dots == std::string_view::npos)
        return tl::make_unexpected(std::string{"a time is written as t:30s..40s"});
    const std::string_view ends[] = {span.substr(0, dots), span.substr(dots + 2)};
    for (const bool is_begin : {true, false}) {
        const std::string_view written = ends[is_begin ? 0 : 1];
        if (written.empty()) continue;
        const auto moment = read_duration(written);
        if (!moment) return tl::make_unexpected(fmt::format("'{}' is no time", written));
        (is_begin ? condition.from : condition.to) = mesh::Instant{*moment};
    }
    return condition;
}

/// "err>1%": a word, a sign and a bound.
tl::expected<Condition, std::string> read_comparison(std::string_view word, std::size_t sign) {
    const std::string_view what = word.substr(0, sign);
    const std::string_view bound = word.substr(sign + 1);
    Condition condition{.is_more = word[sign] == '>', .text = {}};
    if (what == "p99") {
        const auto latency = read_duration(bound);
        if (!latency) return tl::make_unexpected(fmt::format("'{}' is no latency", bound));
        condition.kind = ConditionKind::latency;
        condition.bound = std::chrono::duration<double>(*latency).count();
        return condition;
    }
    const auto number = leading_number(bound);
    if (!number) return tl::make_unexpected(fmt::format("'{}' is no number", bound));
    if (what == "err" && (number->second == "%" || number->second.empty())) {
        condition.kind = ConditionKind::errors;
        condition.bound = number->second.empty() ? number->first : number->first / 100;
        return condition;
    }
    if (what == "rps" && (number->second.empty() || number->second == "/s")) {
        condition.kind = ConditionKind::rate;
        condition.bound = number->first;
        return condition;
    }
    return tl::make_unexpected(
        fmt::format("'{}' cannot be compared: err>1%, p99>200ms and rps>10 can", word));
}

tl::expected<Condition, std::string> read_between(std::string_view names) {
    const std::size_t comma = names.find(',');
    if (comma == std::string_view::npos || comma == 0 || comma + 1 == names.size())
        return tl::make_unexpected(std::string{"two services are written as between:cart,payment"});
    Condition condition{.kind = ConditionKind::between, .text = {}};
    condition.text = names;
    return condition;
}

/// What is wrong with the beginning of a kind's name; nothing if there are such kinds.
std::optional<std::string> mistake_in_kind(std::string_view begun) {
    using sim::observe::Change;
    std::string known;
    for (int number = 0; number <= static_cast<int>(Change::last_kind); ++number) {
        const std::string_view name = name_of(static_cast<Change::Kind>(number));
        if (name.starts_with(begun)) return std::nullopt;
        known += known.empty() ? "" : ", ";
        known += name;
    }
    return fmt::format("no kind of event is called '{}', nor begins so; there are {}", begun,
                       known);
}

tl::expected<Condition, std::string> read_condition(std::string_view word) {
    Condition condition{.text = {}};
    if (word.starts_with("ns:") || word.starts_with("kind:")) {
        const std::size_t colon = word.find(':');
        condition.kind = word.starts_with("ns:") ? ConditionKind::ns : ConditionKind::kind;
        condition.text = word.substr(colon + 1);
        if (condition.kind == ConditionKind::ns) return condition;
        if (auto mistake = mistake_in_kind(condition.text))
            return tl::make_unexpected(std::move(*mistake));
        return condition;
    }
    if (word.starts_with(between_prefix)) return read_between(word.substr(between_prefix.size()));
    if (word.starts_with("t:")) return read_time(word.substr(2));
    const std::size_t sign = word.find_first_of("<>");
    if (sign != std::string_view::npos) return read_comparison(word, sign);
    if (word.find(':') != std::string_view::npos) {
        return tl::make_unexpected(fmt::format(
            "'{}' is unknown: ns:, kind:, between:, t:, hide: and where: are there", word));
    }
    condition.text = word;
    return condition;
}

/// The rest of a filter: an expression has spaces of its own.
tl::expected<Condition, std::string> read_where(std::string_view expression) {
    auto where = scenarios::read_request_condition(expression);
    if (!where) {
        return tl::make_unexpected(fmt::format("where:, character {}: {}",
                                               where.error().position + 1, where.error().message));
    }
    Condition condition{.kind = ConditionKind::where, .text = {}};
    condition.where = std::move(*where);
    return condition;
}

bool compares(const Condition& condition, double value) {
    return condition.is_more ? value > condition.bound : value < condition.bound;
}

bool is_within(const Condition& condition, mesh::Instant at) {
    return condition.from <= at && at < condition.to;
}

bool holds_letters(const std::string& name, const Condition& condition) {
    return name.find(condition.text) != std::string::npos;
}

/// Whether a service is one of the two; none is not.
bool is_end(const Topology& topology, std::uint32_t service, const Condition& condition) {
    if (service == none) return false;
    const std::string_view ends = condition.text;
    const std::size_t comma = ends.find(',');
    const std::string& name = topology.services[service].name;
    return name == ends.substr(0, comma) || name == ends.substr(comma + 1);
}

/// Who looks for a pod looks for its service, too; who hides one does not mean the service.
bool has_pod_called(const Topology& topology,
                    const Topology::Service& service,
                    const Condition& condition) {
    return std::ranges::any_of(service.pods, [&](std::uint32_t pod) {
        return pod < topology.pods.size() && holds_letters(topology.pods[pod].name, condition);
    });
}

/// Whether every condition holds; `holds` says so of one, or nothing where it does not apply.
template <class Holds>
bool all_hold(const Filter& filter, Holds holds) {
    return std::ranges::all_of(filter.conditions, [&](const Condition& condition) {
        const std::optional<bool> held = holds(condition);
        return !held || *held != condition.is_not;
    });
}

/// What is recorded of a request alone; its calls are not.
scenarios::RequestAttributes attributes_of(const reports::SampledRequest& request) {
    scenarios::RequestAttributes it;
    it.load = request.load;
    it.number = request.number;
    it.sent = request.sent;
    it.ended = request.ended;
    it.status = request.status;
    it.flags = request.flags;
    return it;
}

double seconds_in(mesh::Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

}  // namespace

std::optional<mesh::Duration> read_duration(std::string_view written) {
    if (const auto exact = mesh::parse_duration(written)) return exact;
    const auto number = leading_number(written);
    if (!number || number->first < 0) return std::nullopt;
    const std::string_view unit = number->second;
    double factor = 0;
    if (unit == "s" || unit.empty()) factor = 1e9;
    if (unit == "m") factor = 60e9;
    if (unit == "ms") factor = 1e6;
    if (unit == "us" || unit == "µs") factor = 1e3;
    const double nanoseconds = number->first * factor;
    constexpr double too_long = 9e18;
    if (factor == 0 || nanoseconds > too_long) return std::nullopt;
    return mesh::Duration{static_cast<std::int64_t>(std::llround(nanoseconds))};
}

tl::expected<Filter, std::string> read_filter(std::string_view written) {
    Filter filter;
    while (true) {
        const std::size_t begin = written.find_first_not_of(' ');
        if (begin == std::string_view::npos) return filter;
        written.remove_prefix(begin);
        if (written.starts_with(where_prefix)) {
            auto where = read_where(written.substr(where_prefix.size()));
            if (!where) return tl::make_unexpected(where.error());
            filter.conditions.push_back(std::move(*where));
            return filter;
        }
        std::string_view word = written.substr(0, written.find(' '));
        written.remove_prefix(word.size());
        const bool is_not = word.size() > 1 && word.front() == '-';
        if (is_not) word.remove_prefix(1);
        constexpr std::string_view hide = "hide:";
        const bool is_hiding = !is_not && word.starts_with(hide);
        if (is_hiding) word.remove_prefix(hide.size());
        if (word.empty())
            return tl::make_unexpected(std::string{"hide: needs what is to be hidden"});
        auto condition = read_condition(word);
        if (!condition) return tl::make_unexpected(condition.error());
        condition->is_not = is_not || is_hiding;
        condition->is_hiding = is_hiding;
        filter.conditions.push_back(std::move(*condition));
    }
}

std::optional<FilterMistake> mistake_in(std::string_view written) {
    std::size_t begin = 0;
    while ((begin = written.find_first_not_of(' ', begin)) != std::string_view::npos) {
        // An expression has spaces of its own: it is all that is left.
        const bool is_where = written.substr(begin).starts_with(where_prefix);
        const std::size_t end =
            is_where ? written.size() : std::min(written.find(' ', begin), written.size());
        const auto filter = read_filter(written.substr(begin, end - begin));
        if (!filter) return FilterMistake{begin, end - begin, filter.error()};
        begin = end;
    }
    return std::nullopt;
}

std::string condition_of_line(const Topology& topology, const Topology::Edge& edge) {
    return fmt::format("{}{},{}", between_prefix, topology.services[edge.source].name,
                       topology.services[edge.destination].name);
}

bool Filter::asks_figures() const {
    return std::ranges::any_of(conditions, [](const Condition& condition) {
        return condition.kind == ConditionKind::errors ||
               condition.kind == ConditionKind::latency || condition.kind == ConditionKind::rate;
    });
}

Filter Filter::hiding() const {
    Filter filter;
    std::ranges::copy_if(conditions, std::back_inserter(filter.conditions), &Condition::is_hiding);
    return filter;
}

bool Filter::accepts(const Topology& topology,
                     const Snapshot& snapshot,
                     std::uint32_t service) const {
    const Topology::Service& it = topology.services[service];
    const Flow flow = flow_of_service(topology, snapshot.edges, service);
    return all_hold(*this, [&](const Condition& condition) -> std::optional<bool> {
        switch (condition.kind) {
            case ConditionKind::name:
                return holds_letters(it.name, condition) ||
                       (!condition.is_not && has_pod_called(topology, it, condition));
            case ConditionKind::ns:
                return it.ns == condition.text;
            case ConditionKind::errors:
                return compares(condition, flow.failed_share());
            case ConditionKind::latency:
                return compares(condition, seconds_in(flow.p99));
            case ConditionKind::rate:
                return compares(condition, flow.per_second());
            case ConditionKind::between:
                return is_end(topology, service, condition);
            case ConditionKind::kind:
            case ConditionKind::time:
            case ConditionKind::where:
                break;
        }
        return std::nullopt;
    });
}

bool Filter::accepts(const Topology& topology, const Event& event) const {
    const std::uint32_t service = service_of(event, topology);
    const sim::observe::Change& change = event.change;
    return all_hold(*this, [&](const Condition& condition) -> std::optional<bool> {
        switch (condition.kind) {
            case ConditionKind::name:
                return (service != none &&
                        holds_letters(topology.services[service].name, condition)) ||
                       (change.pod < topology.pods.size() &&
                        holds_letters(topology.pods[change.pod].name, condition)) ||
                       (change.step < topology.steps.size() &&
                        holds_letters(topology.steps[change.step], condition)) ||
                       holds_letters(name_of(change.kind), condition);
            case ConditionKind::ns:
                return service != none && topology.services[service].ns == condition.text;
            case ConditionKind::kind:
                return std::string_view{name_of(change.kind)}.starts_with(condition.text);
            case ConditionKind::time:
                return is_within(condition, change.at);
            case ConditionKind::between:
                return is_end(topology, service, condition);
            case ConditionKind::errors:
            case ConditionKind::latency:
            case ConditionKind::rate:
            case ConditionKind::where:
                break;
        }
        return std::nullopt;
    });
}

bool Filter::accepts(const reports::SampledRequest& request) const {
    return all_hold(*this, [&](const Condition& condition) -> std::optional<bool> {
        switch (condition.kind) {
            case ConditionKind::name:
                return holds_letters(request.load, condition);
            case ConditionKind::latency:
                return compares(condition, seconds_in(request.ended - request.sent));
            case ConditionKind::errors:
                return compares(condition, mesh::is_failure(request.status) ? 1 : 0);
            case ConditionKind::time:
                return is_within(condition, request.sent);
            case ConditionKind::where:
                return condition.where->matches(attributes_of(request));
            case ConditionKind::ns:
            case ConditionKind::kind:
            case ConditionKind::rate:
            case ConditionKind::between:
                break;
        }
        return std::nullopt;
    });
}

bool Filter::accepts_pod(const Topology& topology, std::uint32_t pod) const {
    const Topology::Pod& it = topology.pods[pod];
    return all_hold(*this, [&](const Condition& condition) -> std::optional<bool> {
        if (condition.kind == ConditionKind::name) return holds_letters(it.name, condition);
        if (condition.kind == ConditionKind::ns)
            return it.service != none && topology.services[it.service].ns == condition.text;
        if (condition.kind == ConditionKind::between)
            return is_end(topology, it.service, condition);
        return std::nullopt;
    });
}

}  // namespace weft::gui
