#include "reports/explain/causes.hpp"

#include "mesh/request/outcome.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace weft::reports {
namespace {

using sim::observe::Mark;
using sim::observe::NameKind;
using sim::observe::nobody;
using Kind = Mark::Kind;

const std::string& service_of(std::uint32_t call, const RequestTrace& trace, const Names& names) {
    return names.of(NameKind::service, trace.service_of(call));
}

/// The last mark of one of these kinds; null if there is none.
const Mark* last_of(const std::vector<Mark>& marks, std::initializer_list<Kind> kinds) {
    const auto found = std::find_if(marks.rbegin(), marks.rend(), [&](const Mark& mark) {
        return std::ranges::find(kinds, mark.kind) != kinds.end();
    });
    return found == marks.rend() ? nullptr : &*found;
}

mesh::Flags flags_of(std::uint32_t call, const RequestTrace& trace) {
    for (const auto& end : trace.ends) {
        if (end.kind == sim::observe::Span::Kind::call && end.id == call) return end.flags;
    }
    return {};
}

const char* name_of(mesh::ResetReason reason) {
    switch (reason) {
        case mesh::ResetReason::connection_failure:
            return "connection_failure";
        case mesh::ResetReason::connection_timeout:
            return "connection_timeout";
        case mesh::ResetReason::connection_termination:
            return "connection_termination";
        case mesh::ResetReason::remote_reset:
            return "remote_reset";
        case mesh::ResetReason::remote_refused_stream:
            return "remote_refused_stream";
        case mesh::ResetReason::local_reset:
            return "local_reset";
        case mesh::ResetReason::overflow:
            return "overflow";
    }
    return "";
}

/// A call of the work that ended with a failure, the last of them; nobody if there is none.
std::uint32_t failed_call_of(std::uint32_t work, const RequestTrace& trace) {
    std::uint32_t failed = nobody;
    for (const auto& [span, marks] : trace.spans) {
        if (marks.front().kind != Kind::called || marks.front().other != work) continue;
        const Mark& last = marks.back();
        if (last.kind == Kind::ended && mesh::is_failure(last.value)) failed = span;
    }
    return failed;
}

/// A call of the work that went on at this time, the first of them; nobody if there is none.
std::uint32_t open_call_of(std::uint32_t work, mesh::Instant at, const RequestTrace& trace) {
    if (work == nobody) return nobody;  // Else the first call of all would be its.
    for (const auto& [span, marks] : trace.spans) {
        const Mark& begin = marks.front();
        if (begin.kind != Kind::called || begin.other != work || begin.at > at) continue;
        const Mark& last = marks.back();
        if (last.kind != Kind::ended || last.at >= at) return span;
    }
    return nobody;
}

/// Whom a pod waited for, at the deepest call that its work was not back from at this time: a pod
/// with a request in hand, or a service that none was with. "" if it waited for nobody.
std::string waited_for(std::uint32_t work,
                       mesh::Instant at,
                       const RequestTrace& trace,
                       const Names& names) {
    const std::uint32_t call = open_call_of(work, at, trace);
    if (call == nobody) return "";
    const Mark* out = nullptr;
    for (const Mark& mark : trace.spans.at(call)) {
        if (mark.kind == Kind::attempt_sent && mark.at <= at) out = &mark;
        const bool ends = mark.kind == Kind::attempt_ended || mark.kind == Kind::attempt_given_up;
        const bool was_out = out != nullptr && mark.attempt == out->attempt && mark.at < at;
        if (ends && was_out) out = nullptr;
    }
    if (out == nullptr) return service_of(call, trace, names);
    const std::string deeper = waited_for(out->other, at, trace, names);
    return deeper.empty() ? names.of(NameKind::pod, out->name) : deeper;
}

/// Of a call that no attempt of is to blame for. Without a flag it was given up, or its own proxy
/// answered: admission control, a direct response, a host outside that nobody declared.
std::string cause_without_attempt(std::uint32_t call,
                                  const RequestTrace& trace,
                                  const Names& names) {
    const std::string& service = service_of(call, trace, names);
    const std::string flags = mesh::to_text(flags_of(call, trace));
    if (!flags.empty()) return fmt::format("{} calling {}", flags, service);
    const Mark& last = trace.spans.at(call).back();
    if (last.kind != Kind::ended || last.value == 0)
        return fmt::format("given up calling {}", service);
    return fmt::format("{} of the caller's own proxy, calling {}", last.value, service);
}

std::string cause_of_call(std::uint32_t call, const RequestTrace& trace, const Names& names) {
    const auto& marks = trace.spans.at(call);
    const Mark* const end =
        last_of(marks, {Kind::attempt_ended, Kind::attempt_given_up, Kind::attempt_sent});
    if (end == nullptr) return cause_without_attempt(call, trace, names);
    const auto sent = std::find_if(marks.rbegin(), marks.rend(), [&](const Mark& mark) {
        return mark.kind == Kind::attempt_sent && mark.attempt == end->attempt;
    });
    const std::string& pod = names.of(NameKind::pod, sent->name);
    if (end->kind != Kind::attempt_ended) {
        const mesh::Instant given_up =
            end->kind == Kind::attempt_given_up ? end->at : marks.back().at;
        const std::string hung = waited_for(sent->other, given_up, trace, names);
        return hung.empty()
                   ? fmt::format("no answer of {} in time", pod)
                   : fmt::format("no answer of {} in time, which waited for {}", pod, hung);
    }
    if (end->value >= sim::observe::first_reset) {
        return fmt::format("{} of {}", words_for_end(end->value), pod);
    }
    if (!mesh::is_failure(end->value)) {
        // Its proxy took it for a success.
        const Mark& last = marks.back();
        const bool is_useless = last.kind == Kind::ended && last.value != 0 &&
                                mesh::is_failure(last.value) && flags_of(call, trace).bits() == 0;
        return is_useless ? fmt::format("an answer of {} that is of no use", pod)
                          : cause_without_attempt(call, trace, names);
    }
    const std::uint32_t deeper = failed_call_of(sent->other, trace);
    if (deeper != nobody) return cause_of_call(deeper, trace, names);
    return fmt::format("{} of {}", end->value, pod);
}

/// The call below that a failed one failed for, or hung in, and until when that is of interest.
FailedCall next_below(const FailedCall& failed, const RequestTrace& trace) {
    const auto& marks = trace.spans.at(failed.call);
    const Mark* last = nullptr;
    for (const Mark& mark : marks) {
        const bool is_of_attempt = mark.kind == Kind::attempt_sent ||
                                   mark.kind == Kind::attempt_ended ||
                                   mark.kind == Kind::attempt_given_up;
        if (is_of_attempt && mark.at <= failed.until) last = &mark;
    }
    if (last == nullptr) return {};
    const auto sent = std::ranges::find_if(marks, [&](const Mark& mark) {
        return mark.kind == Kind::attempt_sent && mark.attempt == last->attempt;
    });
    if (sent == marks.end() || sent->other == nobody) return {};
    if (last->kind == Kind::attempt_ended) {
        const bool is_answer = last->value < sim::observe::first_reset;
        if (!is_answer || !mesh::is_failure(last->value)) return {};
        return {failed_call_of(sent->other, trace), last->at};
    }
    const mesh::Instant until = last->kind == Kind::attempt_given_up ? last->at : failed.until;
    return {open_call_of(sent->other, until, trace), until};
}

}  // namespace

std::vector<FailedCall> failed_calls(const RequestTrace& trace) {
    std::vector<FailedCall> calls;
    const Mark& end = trace.spans.at(trace.root).back();
    if (!mesh::is_failure(end.value)) return calls;
    for (FailedCall next{trace.root, end.at}; next.call != nobody; next = next_below(next, trace))
        calls.push_back(next);
    return calls;
}

std::string cause_of_failure(const RequestTrace& trace, const Names& names) {
    const Mark& end = trace.spans.at(trace.root).back();
    return mesh::is_failure(end.value) ? cause_of_call(trace.root, trace, names) : "";
}

std::string words_for_end(std::uint16_t value) {
    if (value < sim::observe::first_reset) return std::to_string(value);
    const auto reason = static_cast<mesh::ResetReason>(value - sim::observe::first_reset);
    return fmt::format("reset ({})", name_of(reason));
}

std::string words_for(const Part& part, const RequestTrace& trace, const Names& names) {
    const std::string& service = service_of(part.call, trace, names);
    switch (part.kind) {
        case PartKind::network:
            return "network to " + service;
        case PartKind::host:
            return "waiting for a host of " + service;
        case PartKind::queue:
            return "queue of " + service;
        case PartKind::service:
            return "work of " + service;
        case PartKind::sleep:
            return "sleep of " + service;
        default:
            return fmt::format("{}, calling {}", name_of(part.kind), service);
    }
}

std::uint32_t Causes::number_of(const std::string& what) {
    const auto [known, is_new] =
        numbers_.try_emplace(what, static_cast<std::uint32_t>(whats_.size()));
    if (is_new) whats_.push_back(what);
    return known->second;
}

void Causes::add(const RequestTrace& trace) {
    Request request{trace.ended() - trace.sent(), {}};
    for (const Part& part : critical_path(trace)) {
        request.parts.push_back({number_of(words_for(part, trace, names_)), part.length()});
    }
    latencies_.push_back(std::move(request));
    const std::string cause = cause_of_failure(trace, names_);
    if (cause.empty()) return;
    ++failures_;
    ++failed_by_[cause];
}

mesh::Duration Causes::quantile(double share) const {
    if (latencies_.empty()) return {};
    std::vector<mesh::Duration> sorted;
    for (const Request& request : latencies_)
        sorted.push_back(request.latency);
    std::ranges::sort(sorted);
    const auto place = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
    return sorted[std::min(place, sorted.size() - 1)];
}

std::vector<Causes::Share> Causes::of_failures() const {
    std::vector<Share> shares;
    for (const auto& [cause, count] : failed_by_)
        shares.push_back({cause, static_cast<double>(count) / static_cast<double>(failures_)});
    std::ranges::stable_sort(shares, std::ranges::greater{}, &Share::share);
    return shares;
}

std::vector<Causes::Share> Causes::of_slow(double share) const {
    const mesh::Duration least = quantile(share);
    std::vector<mesh::Duration> sums(whats_.size());
    mesh::Duration whole{};
    for (const Request& request : latencies_) {
        if (request.latency < least) continue;
        whole += request.latency;
        for (const Taken& taken : request.parts)
            sums[taken.what] += taken.time;
    }
    std::vector<Share> shares;
    for (std::size_t what = 0; what < sums.size(); ++what) {
        if (sums[what] == mesh::Duration::zero()) continue;
        shares.push_back({whats_[what], static_cast<double>(sums[what].count()) /
                                            static_cast<double>(whole.count())});
    }
    std::ranges::stable_sort(shares, std::ranges::greater{}, &Share::share);
    return shares;
}

}  // namespace weft::reports
