#include "reports/metrics/mechanisms.hpp"

#include "mesh/request/outcome.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace weft::reports {

using sim::observe::Change;
using sim::observe::Decision;
using sim::observe::Mark;

namespace {

using Words = std::span<const std::string_view>;

/// By mesh::Limit.
constexpr std::array<std::string_view, 8> limit_words{"pending",     "requests",   "retries",
                                                      "connections", "rate",       "concurrency",
                                                      "admission",   "shared_rate"};

/// By mesh::DetectionCause.
constexpr std::array<std::string_view, 7> ejection_words{
    "consecutive_5xx",    "consecutive_gateway_errors", "consecutive_local_origin", "success_rate",
    "failure_percentage", "local_success_rate",         "local_failure_percentage"};

/// By Change::Refusal.
constexpr std::array<std::string_view, 6> refusal_words{
    "modes", "not_yet_valid", "expired", "unknown_root", "no_certificate", "other_identity"};

/// By mesh::ResetReason.
constexpr std::array<std::string_view, 7> reset_words{"connection_failure",
                                                      "connection_timeout",
                                                      "connection_termination",
                                                      "remote_reset",
                                                      "remote_refused_stream",
                                                      "local_reset",
                                                      "overflow"};

/// No app refuses a stream unseen, and what a limit has stopped is not tried again.
constexpr std::array<std::string_view, 2> never_retried{"remote_refused_stream", "overflow"};

/// A proxy resets a stream of its own accord for a time-out alone, which has UT.
constexpr std::string_view never_set = "LR";

constexpr std::string_view server_error = "5xx";
constexpr std::string_view other_status = "other_status";

/// What the value of a change says; nothing where it is no cause.
Words causes_of(Change::Kind kind) {
    switch (kind) {
        case Change::Kind::limit_reached:
            return limit_words;
        case Change::Kind::host_ejected:
            return ejection_words;
        case Change::Kind::handshake_refused:
            return refusal_words;
        default:
            return {};
    }
}

std::string dotted(std::string_view what, std::string_view detail) {
    std::string name{what};
    name.append(".").append(detail);
    return name;
}

std::string name_of_change(Change::Kind kind, std::uint64_t cause) {
    const Words causes = causes_of(kind);
    if (cause >= causes.size()) return name_of(kind);
    return dotted(name_of(kind), causes[static_cast<std::size_t>(cause)]);
}

/// Of an attempt that was made again: a status, or from first_reset on a reason.
std::string_view retry_cause(double value) {
    const auto cause = static_cast<std::size_t>(value);
    if (cause < sim::observe::first_reset) return cause >= 500 ? server_error : other_status;
    const std::size_t reason = cause - sim::observe::first_reset;
    return reason < reset_words.size() ? reset_words[reason] : other_status;
}

std::vector<std::string> all_mechanisms() {
    std::vector<std::string> all;
    for (std::size_t number = 0; number <= static_cast<std::size_t>(Change::last_kind); ++number) {
        const auto kind = static_cast<Change::Kind>(number);
        const std::size_t causes = causes_of(kind).size();
        if (causes == 0) all.emplace_back(name_of(kind));
        for (std::size_t cause = 0; cause < causes; ++cause)
            all.push_back(name_of_change(kind, cause));
    }
    for (std::size_t bit = 0; bit < mesh::flag_count; ++bit) {
        const std::string_view flag = mesh::flag_name(bit);
        if (flag != never_set) all.push_back(dotted("flag", flag));
    }
    for (const std::string_view reset : reset_words) {
        const bool can_be = std::ranges::find(never_retried, reset) == never_retried.end();
        if (can_be) all.push_back(dotted("retry", reset));
    }
    for (const std::string_view status : {server_error, other_status})
        all.push_back(dotted("retry", status));
    all.emplace_back("hedge");
    return all;
}

}  // namespace

const std::vector<std::string>& mechanisms() {
    static const std::vector<std::string> all = all_mechanisms();
    return all;
}

std::string mechanism_of(const Change& change) {
    return name_of_change(change.kind, change.value);
}

void MechanismRecorder::calls(std::span<const sim::observe::CallEnd> ended) {
    for (const sim::observe::CallEnd& end : ended)
        flags_ |= end.flags.bits();
    next_->calls(ended);
}

void MechanismRecorder::inbound(std::span<const sim::observe::InboundEnd> ended) {
    for (const sim::observe::InboundEnd& end : ended)
        flags_ |= end.flags.bits();
    if (next_->wants_inbound()) next_->inbound(ended);
}

void MechanismRecorder::marks(std::span<const Mark> marks) {
    for (const Mark& mark : marks) {
        switch (mark.kind) {
            case Mark::Kind::attempt_sent:
                if (++attempts_out_[mark.span] > 1) hedged_ = true;
                break;
            case Mark::Kind::attempt_ended:
            case Mark::Kind::attempt_given_up: {
                const auto out = attempts_out_.find(mark.span);
                // One that waited for a connection may end without having been sent.
                if (out != attempts_out_.end() && out->second > 0) --out->second;
                break;
            }
            case Mark::Kind::ended:
                attempts_out_.erase(mark.span);
                break;
            default:
                break;
        }
    }
    if (next_->wants_marks()) next_->marks(marks);
}

void MechanismRecorder::decisions(std::span<const Decision> decisions) {
    for (const Decision& decision : decisions) {
        if (decision.kind != Decision::Kind::retried) continue;
        retried_.insert(dotted("retry", retry_cause(decision.value)));
    }
    next_->decisions(decisions);
}

void MechanismRecorder::changes(std::span<const Change> changes) {
    for (const Change& change : changes)
        changes_.emplace(change.kind, causes_of(change.kind).empty() ? 0 : change.value);
    next_->changes(changes);
}

std::set<std::string> MechanismRecorder::seen() const {
    std::set<std::string> names = retried_;
    for (const auto& [kind, cause] : changes_)
        names.insert(name_of_change(kind, cause));
    for (std::size_t bit = 0; bit < mesh::flag_count; ++bit) {
        if ((flags_ >> bit & 1) != 0) names.insert(dotted("flag", mesh::flag_name(bit)));
    }
    if (hedged_) names.emplace("hedge");
    return names;
}

}  // namespace weft::reports
