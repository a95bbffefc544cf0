#include "gui/source/waterfall.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

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
            (parent == places.end() ? roots_ : children_[parent->second]).push_back(place);
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
        for (const std::size_t root : roots_)
            mark(root);
        for (const std::size_t root : roots_)
            add(root, 0);
        return std::move(rows_);
    }

private:
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

std::string WaterfallRow::words() const {
    if (span.is_work)
        return fmt::format("{}, attempt {}: {}", span.pod, span.attempt + 1, span.status);
    if (span.attempt > 1)
        return fmt::format("call {} ({} attempts): {}", span.service, span.attempt, span.status);
    return fmt::format("call {}: {}", span.service, span.status);
}

std::vector<WaterfallRow> waterfall(const std::vector<RecordedSpan>& spans) {
    return SpanTree{spans}.rows();
}

}  // namespace weft::gui
