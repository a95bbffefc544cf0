#include "reports/explain/tracing.hpp"

#include <algorithm>

namespace weft::reports {

using sim::observe::Mark;
using sim::observe::nobody;

namespace {

/// An attempt that is lost with its connection may be refused by its pod besides: its first end
/// counts.
bool ends_again(const Mark& mark, const std::vector<Mark>& earlier) {
    return mark.kind == Mark::Kind::attempt_ended &&
           std::ranges::any_of(earlier, [&](const Mark& before) {
               return before.kind == mark.kind && before.attempt == mark.attempt;
           });
}

}  // namespace

RequestTrace* Tracing::find(std::uint32_t load, std::uint64_t request) {
    const auto trace = traces_.find({load, request});
    return trace == traces_.end() ? nullptr : &trace->second;
}

void Tracing::requests(std::span<const sim::observe::RequestEnd> ended) {
    ends_.insert(ends_.end(), ended.begin(), ended.end());
}

void Tracing::spans(std::span<const sim::observe::Span> spans) {
    for (const auto& span : spans) {
        if (RequestTrace* const trace = find(span.load, span.request)) trace->ends.push_back(span);
    }
}

void Tracing::decisions(std::span<const sim::observe::Decision> decisions) {
    for (const auto& decision : decisions) {
        RequestTrace* const trace = find(decision.load, decision.request);
        if (trace != nullptr) trace->decisions.push_back(decision);
    }
}

void Tracing::marks(std::span<const Mark> marks) {
    if (also_ != nullptr) also_->marks(marks);
    for (const Mark& mark : marks) {
        if (mark.kind == Mark::Kind::called && mark.other == nobody) {
            RequestTrace& trace = traces_[{mark.load, mark.request}];
            trace.load = mark.load;
            trace.request = mark.request;
            trace.root = mark.span;
        }
        RequestTrace* const trace = find(mark.load, mark.request);
        if (trace == nullptr || trace->is_complete()) continue;
        std::vector<Mark>& known = trace->spans[mark.span];
        if (!ends_again(mark, known)) known.push_back(mark);
    }
}

void Tracing::changes(std::span<const sim::observe::Change> changes) {
    changes_.insert(changes_.end(), changes.begin(), changes.end());
    if (also_ != nullptr) also_->changes(changes);
}

std::vector<RequestTrace> Tracing::take_complete() {
    std::vector<RequestTrace> complete;
    for (auto trace = traces_.begin(); trace != traces_.end();) {
        if (trace->second.is_complete()) {
            complete.push_back(std::move(trace->second));
            trace = traces_.erase(trace);
        } else {
            ++trace;
        }
    }
    return complete;
}

}  // namespace weft::reports
