#include "gui/source/waterfall.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>

namespace weft::gui {
namespace {

using reports::RecordedSpan;

/// The tree of a request's spans.
class SpanTree {
public:
    explicit SpanTree(const std::vector<RecordedSpan>& spans) : spans_(spans) {
        std::map<std::uint32_t, std::size_t> places;
        for (std::size_t place = 0; place < spans.size(); ++place)
            places[spans[place].id] = place;
        children_.resize(spans.size());
        for (std::size_t place = 0; place < spans.size(); ++place) {
            const auto parent =
                spans[place].parent ? places.find(*spans[place].parent) : places.end();
            const auto caller =
                parent == places.end() ? caller_of(spans[place]) : std::optional{parent->second};
            (caller ? children_[*caller] : roots_).push_back(place);
        }
        const auto by_start = [&](std::size_t a, std::size_t b) {
            return std::pair{spans[a].started, spans[a].id} <
                   std::pair{spans[b].started, spans[b].id};
        };
        std::ranges::sort(roots_, by_start);
        for (auto& children : children_)
            std::ranges::sort(children, by_start);
    }

    std::vector<WaterfallRow> rows() {
        critical_.assign(spans_.size(), false);
        // Nobody waited for work whose caller is not known, unless there is nothing else.
        const auto is_call = [&](std::size_t root) { return !spans_[root].is_work; };
        const bool has_call = std::ranges::any_of(roots_, is_call);
        for (const std::size_t root : roots_)
            if (!has_call || is_call(root)) mark(root);
        for (const std::size_t root : roots_)
            add(root, 0);
        return std::move(rows_);
    }

private:
    /// Work that goes on after its caller gave up is recorded without it: it is of the only call
    /// that can have sent it, if there is one.
    std::optional<std::size_t> caller_of(const RecordedSpan& work) const {
        std::optional<std::size_t> found;
        if (!work.is_work || work.parent) return found;
        for (std::size_t place = 0; place < spans_.size(); ++place) {
            const RecordedSpan& call = spans_[place];
            const bool can_have_sent = !call.is_work && call.service == work.service &&
                                       work.attempt < call.attempt &&
                                       call.started <= work.started && work.started <= call.ended;
            if (!can_have_sent) continue;
            if (found) return std::nullopt;
            found = place;
        }
        return found;
    }

    /// Back from the end of a span: what ended last was waited for, then what ended before that
    /// began.
    void mark(std::size_t place) {
        critical_[place] = true;
        std::vector<std::size_t> children = children_[place];
        std::ranges::sort(children, std::ranges::greater{},
                          [&](std::size_t child) { return spans_[child].ended; });
        mesh::Instant until = spans_[place].ended;
        for (const std::size_t child : children) {
            if (spans_[child].ended > until) continue;
            mark(child);
            until = spans_[child].started;
        }
    }

    void add(std::size_t place, int depth) {
        rows_.push_back({spans_[place], depth, critical_[place]});
        for (const std::size_t child : children_[place])
            add(child, depth + 1);
    }

    const std::vector<RecordedSpan>& spans_;
    std::vector<std::size_t> roots_;
    std::vector<std::vector<std::size_t>> children_;
    std::vector<bool> critical_;
    std::vector<WaterfallRow> rows_;
};

}  // namespace

std::string WaterfallRow::words(Say say) const {
    if (span.is_work)
        return fmt::format("{}, {} {}: {}", span.pod, say("attempt"), span.attempt + 1,
                           span.status);
    if (span.attempt > 1)
        return fmt::format("{} {} ({} {}): {}", say("call"), span.service, span.attempt,
                           say("attempts"), span.status);
    return fmt::format("{} {}: {}", say("call"), span.service, span.status);
}

std::vector<WaterfallRow> waterfall(const std::vector<RecordedSpan>& spans) {
    return SpanTree{spans}.rows();
}

}  // namespace weft::gui
