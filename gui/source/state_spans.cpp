#include "gui/source/state_spans.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <tuple>

namespace weft::gui {

using sim::observe::Change;

namespace {

struct SpanKind {
    Change::Kind begins;
    std::vector<Change::Kind> ends;
};

const std::vector<SpanKind>& span_kinds() {
    using Kind = Change::Kind;
    static const std::vector<SpanKind> all{
        {Kind::host_ejected, {Kind::host_returned}},
        {Kind::circuit_opened, {Kind::circuit_half_open, Kind::circuit_closed}},
        {Kind::circuit_half_open, {Kind::circuit_opened, Kind::circuit_closed}},
        {Kind::host_unhealthy, {Kind::host_healthy}},
        {Kind::host_degraded, {Kind::host_recovered}},
        {Kind::panic_entered, {Kind::panic_left}},
        {Kind::overload_entered, {Kind::overload_left}},
    };
    return all;
}

/// Goes through the events and knows which spans have not ended.
class OpenSpans {
public:
    void see(const Event& event) {
        const Change& change = event.change;
        if (change.kind == Change::Kind::pod_gone || change.kind == Change::Kind::pod_stopped)
            return end_all_of(change);
        for (const SpanKind& kind : span_kinds()) {
            const bool begins = kind.begins == change.kind;
            if (begins || std::ranges::find(kind.ends, change.kind) != kind.ends.end())
                end(kind.begins, change);
            if (!begins) continue;
            open_[key_of(kind.begins, change)] = spans_.size();
            spans_.push_back({.began = change, .to = {}});
        }
    }

    std::vector<StateSpan> take() { return std::move(spans_); }

private:
    using Key = std::tuple<Change::Kind, std::uint32_t, std::uint32_t, std::uint32_t>;

    static Key key_of(Change::Kind kind, const Change& change) {
        return {kind, change.source, change.cluster, change.pod};
    }

    void end(Change::Kind kind, const Change& change) {
        const auto found = open_.find(key_of(kind, change));
        if (found == open_.end()) return;
        spans_[found->second].to = change.at;
        open_.erase(found);
    }

    /// A pod that has gone is no host any more.
    void end_all_of(const Change& gone) {
        std::erase_if(open_, [&](const auto& open) {
            const bool is_its = std::get<3>(open.first) == gone.pod;
            if (is_its) spans_[open.second].to = gone.at;
            return is_its;
        });
    }

    std::map<Key, std::size_t> open_;  ///< Places in the spans.
    std::vector<StateSpan> spans_;
};

bool is_of_spans(Change::Kind kind) {
    return std::ranges::any_of(span_kinds(), [kind](const SpanKind& known) {
        return known.begins == kind || std::ranges::find(known.ends, kind) != known.ends.end();
    });
}

}  // namespace

std::vector<StateSpan> state_spans(const std::vector<Event>& events,
                                   const std::function<bool(const Event&)>& wanted) {
    OpenSpans open;
    for (const Event& event : events) {
        const Change::Kind kind = event.change.kind;
        const bool is_end_of_pod =
            kind == Change::Kind::pod_gone || kind == Change::Kind::pod_stopped;
        if (is_end_of_pod || (is_of_spans(kind) && wanted(event))) open.see(event);
    }
    return open.take();
}

}  // namespace weft::gui
