#include "reports/explain/reasons.hpp"

#include "mesh/request/outcome.hpp"
#include "mesh/resilience/outlier_detection.hpp"

#include <algorithm>

namespace weft::reports {

using sim::observe::Change;
using sim::observe::first_reset;
using sim::observe::Mark;
using sim::observe::nobody;

namespace {

/// A state that keeps a host from being chosen, by what begins it; nothing if it is none.
std::optional<Change::Kind> begins_to_keep_out(Change::Kind kind) {
    const bool begins = kind == Change::Kind::host_ejected ||
                        kind == Change::Kind::circuit_opened ||
                        kind == Change::Kind::host_unhealthy;
    return begins ? std::optional{kind} : std::nullopt;
}

/// The same by what ends it.
std::optional<Change::Kind> ends_keeping_out(Change::Kind kind) {
    switch (kind) {
        case Change::Kind::host_returned:
            return Change::Kind::host_ejected;
        case Change::Kind::circuit_half_open:
        case Change::Kind::circuit_closed:
            return Change::Kind::circuit_opened;
        case Change::Kind::host_healthy:
            return Change::Kind::host_unhealthy;
        default:
            return std::nullopt;
    }
}

/// What a proxy has made of how its attempts at a host ended: from then on it counts anew.
bool is_judged(Change::Kind kind) {
    return kind == Change::Kind::host_ejected || kind == Change::Kind::ejection_refused ||
           kind == Change::Kind::host_returned || kind == Change::Kind::circuit_opened ||
           kind == Change::Kind::circuit_half_open || kind == Change::Kind::circuit_closed;
}

bool has_reason(Change::Kind kind) {
    switch (kind) {
        case Change::Kind::host_ejected:
        case Change::Kind::ejection_refused:
        case Change::Kind::circuit_opened:
        case Change::Kind::host_unhealthy:
        case Change::Kind::host_degraded:
        case Change::Kind::panic_entered:
        case Change::Kind::overload_entered:
        case Change::Kind::pod_not_ready:
        case Change::Kind::pod_crashed:
        case Change::Kind::certificate_expired:
            return true;
        default:
            return false;
    }
}

}  // namespace

const Reason* Reasons::of(const Change& change) const {
    const auto known = reasons_.find(key_of(change));
    return known == reasons_.end() ? nullptr : &known->second;
}

void Reasons::named(sim::observe::NameKind kind, std::uint32_t number, std::string_view name) {
    if (kind != sim::observe::NameKind::load) return;
    for (const AskedRequest& asked : asked_) {
        if (asked.first == name) asked_numbers_.insert({number, asked.second});
    }
}

void Reasons::marks(std::span<const Mark> marks) {
    marks_.insert(marks_.end(), marks.begin(), marks.end());
}

/// Marks come before the changes of the same time, and both in order of time.
void Reasons::absorb(std::span<const Change> changes) {
    for (const Mark& mark : marks_) {
        if (asked_numbers_.contains({mark.load, mark.request})) moments_.insert(mark.at);
    }
    std::size_t next = 0;
    for (const Change& change : changes) {
        while (next < marks_.size() && marks_[next].at <= change.at)
            take(next++);
        take(change);
    }
    while (next < marks_.size())
        take(next++);
    marks_.clear();
}

void Reasons::take(std::size_t number) {
    const Mark& mark = marks_[number];
    switch (mark.kind) {
        case Mark::Kind::called:
            calls_[mark.span].caller = mark.other;
            return;
        case Mark::Kind::attempt_sent:
            out_[{mark.span, mark.attempt}] = {.host = {mark.source, mark.cluster, mark.name},
                                               .work = mark.other,
                                               .sent = mark.at,
                                               .request = {mark.load, mark.request}};
            works_[mark.other] = {.pod = mark.name, .request = {mark.load, mark.request}};
            return;
        case Mark::Kind::attempt_ended:
        case Mark::Kind::attempt_given_up:
            return end_attempt(number);
        case Mark::Kind::ended:
            return end_call(mark);
        case Mark::Kind::arrived:
            if (const auto work = works_.find(mark.span); work != works_.end())
                work->second.arrived = mark.at;
            return;
        case Mark::Kind::answered:
            if (const auto work = works_.find(mark.span); work != works_.end())
                work->second.has_answered = true;
            return forget_if_over(mark.span);
        default:
            return;
    }
}

void Reasons::forget_if_over(std::uint32_t work) {
    const auto known = works_.find(work);
    const bool is_over =
        known != works_.end() && known->second.has_answered && known->second.is_over;
    if (is_over) works_.erase(known);
}

/// An attempt is given up for no fault of its host where another one has just been answered, or
/// whoever called has gone.
bool Reasons::is_cancelled(std::size_t number) const {
    const Mark& mark = marks_[number];
    const auto call = calls_.find(mark.span);
    if (call != calls_.end() && call->second.answered == mark.at) return true;
    for (std::size_t next = number + 1; next < marks_.size(); ++next) {
        if (marks_[next].at != mark.at) return false;
        if (marks_[next].span != mark.span) continue;
        if (marks_[next].kind == Mark::Kind::ended) return marks_[next].value == 0;
    }
    return false;
}

void Reasons::end_attempt(std::size_t number) {
    const Mark& mark = marks_[number];
    const auto found = out_.find({mark.span, mark.attempt});
    if (found == out_.end()) return;
    const Attempt attempt = found->second;
    out_.erase(found);
    std::uint32_t blamed = std::get<2>(attempt.host);
    if (const auto work = works_.find(attempt.work); work != works_.end()) {
        const bool has_status = mark.value > 0 && mark.value < first_reset;
        if (has_status && work->second.blamed != nobody) blamed = work->second.blamed;
        work->second.is_over = true;
        forget_if_over(attempt.work);
    }
    const bool is_answer = mark.kind == Mark::Kind::attempt_ended;
    OpenCall& call = calls_[mark.span];
    const bool cancelled = !is_answer && is_cancelled(number);
    if (is_answer) call.answered = mark.at;
    if (cancelled) return;

    HostPast& past = hosts_[attempt.host];
    if (past.since == mesh::never) past.since = mark.at;
    ++past.answers;
    const bool is_local = !is_answer || mark.value >= first_reset;
    if (!is_local) past.local = {};
    if (is_answer && !mesh::is_failure(mark.value)) {
        past.all = {};
        past.last_good = mark.at;
        return;
    }
    ++past.failed;
    call.blamed = blamed;
    const FailureRow::How how{is_answer ? mark.value : std::uint16_t{0}, blamed};
    for (FailureRow* const row : {&past.all, &past.local}) {
        if (row == &past.local && !is_local) continue;
        if (row->count == 0) row->last_good = past.last_good;
        add(*row, attempt, how, mark.at);
    }
}

void Reasons::add(FailureRow& row,
                  const Attempt& attempt,
                  FailureRow::How how,
                  mesh::Instant at) const {
    if (row.count == 0) {
        row.first = at;
        row.first_request = attempt.request;
    }
    ++row.count;
    ++row.counts[how];
    row.last = at;
    row.last_request = attempt.request;
}

void Reasons::end_call(const Mark& mark) {
    for (auto attempt = out_.lower_bound({mark.span, 0});
         attempt != out_.end() && attempt->first.first == mark.span;)
        attempt = out_.erase(attempt);
    const auto call = calls_.find(mark.span);
    if (call == calls_.end()) return;
    const auto caller = works_.find(call->second.caller);
    const bool failed = mesh::is_failure(mark.value);
    if (failed && caller != works_.end()) caller->second.blamed = call->second.blamed;
    calls_.erase(call);
}

void Reasons::take(const Change& change) {
    if (change.kind == Change::Kind::config_pushed) pushed_ = change.at;
    follow_fault(change);
    if (has_reason(change.kind)) reasons_[key_of(change)] = reason_of(change);
    if (change.kind == Change::Kind::limit_reached && moments_.contains(change.at)) {
        Reason& reason = reasons_[key_of(change)];
        reason.use = use_of(change);
        add_faults({change.source}, change.at, change.at, reason);
    }
    follow_state(change);
}

/// Whom a round strikes is told before it first acts, and it may act several times.
void Reasons::follow_fault(const Change& change) {
    if (change.kind == Change::Kind::fault_struck) {
        Round& round = rounds_[change.step];
        if (round.begun != change.at) round = {.begun = change.at, .pods = {}};
        round.pods.insert(change.pod);
    } else if (change.kind == Change::Kind::fault_started) {
        faults_.push_back(
            {.step = change.step, .pods = rounds_[change.step].pods, .from = change.at});
    } else if (change.kind == Change::Kind::fault_stopped) {
        for (Fault& fault : faults_) {
            if (fault.step == change.step && fault.to == mesh::never) fault.to = change.at;
        }
    }
}

/// Which hosts are out, and from where on a proxy counts anew.
void Reasons::follow_state(const Change& change) {
    const HostKey host{change.source, change.cluster, change.pod};
    if (const auto kind = begins_to_keep_out(change.kind)) hosts_out_[host].insert(*kind);
    if (const auto kind = ends_keeping_out(change.kind)) hosts_out_[host].erase(*kind);
    if (!is_judged(change.kind)) return;
    const auto past = hosts_.find(host);
    if (past == hosts_.end()) return;
    if (past->second.all.count > 0) past->second.before = past->second.all;
    past->second.all = {};
    past->second.local = {};
    past->second.answers = past->second.failed = 0;
    past->second.since = mesh::never;
}

Reason Reasons::reason_of(const Change& change) {
    Reason reason;
    std::set<std::uint32_t> pods{change.pod, change.source};
    mesh::Instant from = change.at;
    add_failures(change, reason);
    if (reason.failures.count > 0) {
        from = reason.failures.first;
        for (const auto& [how, count] : reason.failures.counts)
            pods.insert(how.second);
        const auto& good = reason.failures.last_good;
        if (good && pushed_ && *good < *pushed_ && *pushed_ <= reason.failures.last)
            reason.pushed = pushed_;
    }
    if (change.kind == Change::Kind::panic_entered) {
        for (const auto& [host, states] : hosts_out_) {
            const auto& [source, cluster, pod] = host;
            if (source == change.source && cluster == change.cluster && !states.empty())
                reason.hosts_out.push_back(pod);
        }
        pods.insert(reason.hosts_out.begin(), reason.hosts_out.end());
    }
    add_faults(pods, from, change.at, reason);
    return reason;
}

/// The row that ended just then: what a proxy judges by the rates of an interval, it judges later.
void Reasons::add_failures(const Change& change, Reason& reason) {
    const bool is_about_answers = change.kind == Change::Kind::host_ejected ||
                                  change.kind == Change::Kind::ejection_refused ||
                                  change.kind == Change::Kind::circuit_opened;
    const auto past = hosts_.find({change.source, change.cluster, change.pod});
    if (!is_about_answers || past == hosts_.end()) return;
    const HostPast& known = past->second;
    const bool is_local =
        change.kind != Change::Kind::circuit_opened &&
        change.value == static_cast<std::uint64_t>(mesh::DetectionCause::consecutive_local_origin);
    const FailureRow& row = is_local ? known.local : known.all;
    for (const FailureRow* const each : {&row, &known.before}) {
        if (each->count == 0 || each->last != change.at) continue;
        reason.failures = *each;
        return;
    }
    if (known.answers == 0) return;
    reason.answers = known.answers;
    reason.failed = known.failed;
    reason.since = known.since;
}

void Reasons::add_faults(const std::set<std::uint32_t>& pods,
                         mesh::Instant from,
                         mesh::Instant to,
                         Reason& reason) const {
    for (const Fault& fault : faults_) {
        if (fault.from > to || fault.to < from) continue;
        for (const std::uint32_t pod : fault.pods) {
            if (pods.contains(pod))
                reason.faults.push_back({fault.step, pod, fault.from, fault.to});
        }
    }
}

/// A limit of requests to a cluster, or of those at a pod.
Reason::Use Reasons::use_of(const Change& change) const {
    Reason::Use use;
    const auto count = [&](mesh::Instant since, RequestNumber request) {
        if (use.out == 0 || since < use.oldest_sent) {
            use.oldest_sent = since;
            use.oldest = request;
        }
        ++use.out;
    };
    if (change.cluster == nobody) {
        for (const auto& [span, work] : works_) {
            const bool is_there =
                work.pod == change.source && work.arrived != mesh::never && !work.has_answered;
            if (is_there) count(work.arrived, work.request);
        }
        return use;
    }
    for (const auto& [key, attempt] : out_) {
        const auto& [source, cluster, pod] = attempt.host;
        if (source != change.source || cluster != change.cluster) continue;
        count(attempt.sent, attempt.request);
        if (key.second > 0) ++use.retries;
    }
    return use;
}

}  // namespace weft::reports
