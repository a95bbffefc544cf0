#include "reports/explain/critical_path.hpp"

#include <algorithm>
#include <optional>

namespace weft::reports {
namespace {

using mesh::Instant;
using sim::observe::Mark;
using sim::observe::nobody;
using Kind = Mark::Kind;
using Marks = std::vector<Mark>;

/// An attempt of a call: its work, and from when to when its caller waited for it.
struct Attempt {
    std::uint8_t number = 0;
    std::uint32_t work = nobody;
    std::uint32_t pod = nobody;
    Instant sent{};
    std::optional<Instant> ended{};
    bool was_given_up = false;
};

std::vector<Attempt> attempts_of(const Marks& call) {
    std::vector<Attempt> attempts;
    const auto find = [&](std::uint8_t number) {
        return std::ranges::find_if(attempts, [&](const Attempt& attempt) {
            return attempt.number == number && !attempt.ended;
        });
    };
    for (const Mark& mark : call) {
        if (mark.kind == Kind::attempt_sent) {
            attempts.push_back({mark.attempt, mark.other, mark.name, mark.at});
        }
        if (mark.kind != Kind::attempt_ended && mark.kind != Kind::attempt_given_up) continue;
        const auto attempt = find(mark.attempt);
        if (attempt == attempts.end()) continue;
        attempt->ended = mark.at;
        attempt->was_given_up = mark.kind == Kind::attempt_given_up;
    }
    return attempts;
}

class PathFinder {
public:
    explicit PathFinder(const RequestTrace& trace) : trace_(trace) {
        for (const auto& [span, marks] : trace.spans) {
            const Mark& first = marks.front();
            if (first.kind == Kind::called && first.other != nobody) {
                children_[first.other].push_back(span);
            }
        }
    }

    std::vector<Part> find() {
        walk_call(trace_.root, trace_.sent(), trace_.ended());
        return std::move(parts_);
    }

private:
    void add(PartKind kind, Instant from, Instant to, std::uint32_t call, std::uint32_t pod) {
        if (from < to) parts_.push_back({kind, from, to, call, pod});
    }

    /// What a caller waited for while no attempt was out, or none that it got an answer of.
    void add_waits(std::uint32_t span, const Marks& marks, Instant from, Instant to) {
        PartKind kind = PartKind::host;
        Instant since = from;
        for (const Mark& mark : marks) {
            PartKind next = kind;
            if (mark.kind == Kind::called) next = PartKind::host;
            if (mark.kind == Kind::delayed) next = PartKind::injected_delay;
            if (mark.kind == Kind::backing_off) next = PartKind::backoff;
            if (mark.kind == Kind::attempt_sent) next = PartKind::hedge;
            if (mark.at > from && mark.at < to) {
                add(kind, since, mark.at, span, nobody);
                since = mark.at;
            }
            if (mark.at < to) kind = next;
        }
        add(kind, since, to, span, nobody);
    }

    void walk_call(std::uint32_t span, Instant from, Instant to) {
        const Marks& marks = trace_.spans.at(span);
        std::vector<Attempt> attempts = attempts_of(marks);
        Instant now = from;
        while (now < to) {
            const Attempt* const next = next_to_end(attempts, now, to);
            if (next == nullptr) break;
            if (next->sent > now) add_waits(span, marks, now, next->sent);
            walk_attempt(span, *next, std::max(now, next->sent), *next->ended);
            now = *next->ended;
        }
        if (now == to) return;
        const Attempt* const out = still_out(attempts, now, to);
        if (out == nullptr) return add_waits(span, marks, now, to);
        if (out->sent > now) add_waits(span, marks, now, out->sent);
        walk_attempt(span, *out, std::max(now, out->sent), to);
    }

    /// Of the attempts that end after `now`, the first that does.
    static const Attempt* next_to_end(const std::vector<Attempt>& attempts,
                                      Instant now,
                                      Instant to) {
        const Attempt* first = nullptr;
        for (const Attempt& attempt : attempts) {
            if (!attempt.ended || *attempt.ended <= now || *attempt.ended > to) continue;
            if (first == nullptr || *attempt.ended < *first->ended) first = &attempt;
        }
        return first;
    }

    /// The last attempt that nobody has heard of.
    static const Attempt* still_out(const std::vector<Attempt>& attempts, Instant now, Instant to) {
        const auto is_out = [&](const Attempt& attempt) {
            return attempt.sent < to && (!attempt.ended || *attempt.ended > now);
        };
        const auto found = std::find_if(attempts.rbegin(), attempts.rend(), is_out);
        return found == attempts.rend() ? nullptr : &*found;
    }

    void walk_attempt(std::uint32_t call, const Attempt& attempt, Instant from, Instant to) {
        const auto work = trace_.spans.find(attempt.work);
        if (work == trace_.spans.end())
            return add(PartKind::no_answer, from, to, call, attempt.pod);
        Instant now = from;
        PartKind kind = PartKind::network;
        bool waits = false;
        const auto pass_to = [&](Instant until) {
            until = std::clamp(until, now, to);
            if (waits) {
                walk_step(call, attempt.work, attempt.pod, now, until);
            } else {
                add(kind, now, until, call, attempt.pod);
            }
            now = until;
        };
        for (const Mark& mark : work->second) {
            pass_to(mark.at);
            waits = mark.kind == Kind::waiting;
            kind = kind_after(mark.kind);
        }
        pass_to(to);
    }

    static PartKind kind_after(Kind mark) {
        switch (mark) {
            case Kind::asking:
                return PartKind::rate_limit;
            case Kind::authorizing:
                return PartKind::authorizer;
            case Kind::queued:
                return PartKind::queue;
            case Kind::answered:
                return PartKind::network;
            default:
                return PartKind::service;
        }
    }

    /// A step of a script that waits for calls and sleeps: backwards from its end, each time to the
    /// call that ended last before.
    void walk_step(
        std::uint32_t call, std::uint32_t work, std::uint32_t pod, Instant from, Instant to) {
        struct Stretch {
            std::uint32_t child;
            Instant from;
            Instant to;
        };
        std::vector<Stretch> stretches;
        Instant now = to;
        while (now > from) {
            const std::uint32_t child = last_to_end(work, from, now, now == to);
            if (child == nobody) break;
            const Marks& marks = trace_.spans.at(child);
            const Instant ended = std::min(end_of(marks).value_or(now), now);
            stretches.push_back({child, marks.front().at, ended});
            if (ended < now) stretches.insert(stretches.end() - 1, Stretch{nobody, ended, now});
            now = marks.front().at;
        }
        if (now > from) stretches.push_back({nobody, from, now});
        for (auto stretch = stretches.rbegin(); stretch != stretches.rend(); ++stretch) {
            if (stretch->child == nobody) {
                add(PartKind::sleep, stretch->from, stretch->to, call, pod);
            } else {
                walk_call(stretch->child, stretch->from, stretch->to);
            }
        }
    }

    static std::optional<Instant> end_of(const Marks& call) {
        if (call.back().kind != Kind::ended) return std::nullopt;
        return call.back().at;
    }

    /// If nobody waits for the work any more (`is_cut`), a call that ends later counts as ending
    /// then; so does one that has no end.
    std::uint32_t last_to_end(std::uint32_t work, Instant from, Instant until, bool is_cut) const {
        const auto children = children_.find(work);
        if (children == children_.end()) return nobody;
        std::uint32_t last = nobody;
        Instant last_end{};
        for (const std::uint32_t child : children->second) {
            const Marks& marks = trace_.spans.at(child);
            const Instant called = marks.front().at;
            Instant end = end_of(marks).value_or(until);
            if (is_cut) end = std::min(end, until);
            if (called < from || called >= until || end > until || end <= called) continue;
            if (last == nobody || end >= last_end) {
                last = child;
                last_end = end;
            }
        }
        return last;
    }

    const RequestTrace& trace_;
    std::map<std::uint32_t, std::vector<std::uint32_t>> children_;  ///< Calls of each work.
    std::vector<Part> parts_;
};

}  // namespace

const char* name_of(PartKind kind) {
    switch (kind) {
        case PartKind::injected_delay:
            return "injected delay";
        case PartKind::host:
            return "waiting for a host";
        case PartKind::network:
            return "network";
        case PartKind::rate_limit:
            return "rate limit service";
        case PartKind::queue:
            return "queue";
        case PartKind::service:
            return "service";
        case PartKind::sleep:
            return "sleep";
        case PartKind::backoff:
            return "back-off";
        case PartKind::hedge:
            return "until the hedge";
        case PartKind::no_answer:
            return "no answer";
        case PartKind::authorizer:
            return "authorizer";
    }
    return "";
}

std::vector<Part> critical_path(const RequestTrace& trace) {
    return PathFinder{trace}.find();
}

}  // namespace weft::reports
