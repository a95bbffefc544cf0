#include "reports/write/what_held.hpp"

#include "reports/explain/causes.hpp"
#include "reports/metrics/mechanisms.hpp"
#include "reports/write/numbers.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <vector>

namespace weft::reports {
namespace {

using sim::observe::Change;
using sim::observe::Decision;
using sim::observe::Mark;
using sim::observe::NameKind;
using sim::observe::nobody;

constexpr std::size_t most_hows = 4;  ///< Ways to fail that are told apart, and hosts that are out.

std::string seconds_of(mesh::Instant at) {
    return fmt::format("{:.9g} s", static_cast<double>(at.time_since_epoch().count()) / 1e9);
}

/// A state that a change begins, with the kinds that end it.
struct State {
    Change::Kind begins;
    std::vector<Change::Kind> ends;
    bool concerns_all = false;  ///< Not only requests that met the pod.
};

const std::vector<State>& states() {
    static const std::vector<State> all{
        {Change::Kind::fault_started, {Change::Kind::fault_stopped}},
        {Change::Kind::pod_not_ready, {Change::Kind::pod_ready, Change::Kind::pod_gone}},
        {Change::Kind::pod_crashed, {Change::Kind::pod_started, Change::Kind::pod_gone}},
        {Change::Kind::host_ejected, {Change::Kind::host_returned}},
        {Change::Kind::panic_entered, {Change::Kind::panic_left}},
        {Change::Kind::overload_entered, {Change::Kind::overload_left}},
        {Change::Kind::circuit_opened,
         {Change::Kind::circuit_half_open, Change::Kind::circuit_closed}},
        {Change::Kind::host_unhealthy, {Change::Kind::host_healthy}},
        {Change::Kind::host_degraded, {Change::Kind::host_recovered}},
        {Change::Kind::certificate_expired,
         {Change::Kind::certificate_signed, Change::Kind::pod_gone}},
        {Change::Kind::config_rejected, {Change::Kind::config_applied, Change::Kind::pod_gone}},
        {Change::Kind::config_pushed, {Change::Kind::config_pushed}},
        {Change::Kind::node_lost, {Change::Kind::node_back}, true},
        {Change::Kind::pod_pending, {Change::Kind::pod_started, Change::Kind::pod_gone}, true},
    };
    return all;
}

/// What is pushed is about all proxies.
bool is_about_the_same(const Change& before, const Change& change) {
    if (change.kind == Change::Kind::config_pushed) return true;
    return before.source == change.source && before.pod == change.pod &&
           before.cluster == change.cluster && before.step == change.step;
}

/// What the change is about, in words; a pod's own changes have no source.
std::string text_of(const Change& change, const Names& names) {
    std::string text = mechanism_of(change);
    const auto add = [&](const char* word, NameKind kind, std::uint32_t number) {
        const std::string& name = names.of(kind, number);
        if (!name.empty()) text.append(" ").append(word).append(name);
    };
    add("", NameKind::step, change.step);
    add("", NameKind::pod, change.pod);
    add("for ", NameKind::pod, change.source);
    add("in ", NameKind::cluster, change.cluster);
    return text;
}

/// What a request met on its way: the pods that its proxies and works are of, and the clusters that
/// its proxies had to choose from.
struct Met {
    std::set<std::uint32_t> pods;
    std::set<std::uint32_t> clusters;

    explicit Met(const RequestTrace& trace) {
        for (const auto& [span, marks] : trace.spans) {
            for (const Mark& mark : marks) {
                if (mark.source != nobody) pods.insert(mark.source);
                if (mark.cluster != nobody) clusters.insert(mark.cluster);
                if (mark.kind == Mark::Kind::attempt_sent) pods.insert(mark.name);
            }
        }
        for (const Decision& decision : trace.decisions)
            pods.insert(decision.pod);
    }

    bool has(std::uint32_t pod) const { return pod == nobody || pods.contains(pod); }

    /// A host is met as well where it could have been chosen.
    bool concerns(const Change& change) const {
        return has(change.source) && (has(change.pod) || clusters.contains(change.cluster));
    }
};

/// "web/12"
std::string words_for_request(RequestNumber request, const Names& names) {
    return fmt::format("{}/{}", names.of(NameKind::load, request.first), request.second);
}

/// "5 failures in a row, from 60.2 s (web/6020) to 60.9 s (web/6088): 5 x 503 of cart-0"
std::string words_for_row(const FailureRow& row, const Names& names) {
    std::vector<std::pair<std::uint32_t, FailureRow::How>> hows;
    for (const auto& [how, count] : row.counts)
        hows.emplace_back(count, how);
    std::ranges::stable_sort(hows, std::ranges::greater{},
                             &std::pair<std::uint32_t, FailureRow::How>::first);
    std::string text =
        row.count == 1
            ? fmt::format("a failure at {} ({})", seconds_of(row.last),
                          words_for_request(row.last_request, names))
            : fmt::format("{} failures in a row, from {} ({}) to {} ({})", row.count,
                          seconds_of(row.first), words_for_request(row.first_request, names),
                          seconds_of(row.last), words_for_request(row.last_request, names));
    for (std::size_t place = 0; place < std::min(hows.size(), most_hows); ++place) {
        const auto& [count, how] = hows[place];
        text += place == 0 ? ": " : ", ";
        if (row.count > 1) text += fmt::format("{} x ", count);
        text += how.first == 0 ? "no answer in time" : words_for_end(how.first);
        const std::string& pod = names.of(NameKind::pod, how.second);
        if (!pod.empty()) text.append(" of ").append(pod);
    }
    if (hows.size() > most_hows) text += ", and others";
    return text;
}

std::string words_for_use(const Reason::Use& use, bool is_inbound, const Names& names) {
    if (use.out == 0) return is_inbound ? "no request was there" : "no attempt was out";
    std::string text =
        fmt::format("{} {}", use.out, is_inbound ? "requests were there" : "attempts were out");
    if (use.retries > 0) text += fmt::format(", {} of them retries", use.retries);
    text += fmt::format(", the oldest since {} ({})", seconds_of(use.oldest_sent),
                        words_for_request(use.oldest, names));
    return text;
}

/// "the fault sick on cart-0 and 2 other pods since 60 s", one line for each step.
std::vector<std::string> words_for_faults(const std::vector<Reason::Strike>& strikes,
                                          const Names& names) {
    std::map<std::uint32_t, std::vector<Reason::Strike>> by_step;
    for (const Reason::Strike& strike : strikes)
        by_step[strike.step].push_back(strike);
    std::vector<std::string> lines;
    for (const auto& [step, of_step] : by_step) {
        std::set<std::uint32_t> pods;
        for (const Reason::Strike& strike : of_step)
            pods.insert(strike.pod);
        const Reason::Strike& last = of_step.back();
        std::string line = fmt::format("fault {} on {}", names.of(NameKind::step, step),
                                       names.of(NameKind::pod, *pods.begin()));
        if (pods.size() > 1) line += fmt::format(" and {} more", pods.size() - 1);
        line += fmt::format(", from {}", seconds_of(of_step.front().from));
        if (last.to != mesh::never) line += fmt::format(" to {}", seconds_of(last.to));
        lines.push_back(std::move(line));
    }
    return lines;
}

/// What led to a change, one line for each thing.
std::string words_for_reason(const Change& change, const Reason& reason, const Names& names) {
    std::vector<std::string> lines;
    if (reason.failures.count > 0) lines.push_back(words_for_row(reason.failures, names));
    if (reason.answers > 0) {
        lines.push_back(fmt::format("{} of {} attempts failed, the first of them over at {}",
                                    reason.failed, reason.answers, seconds_of(reason.since)));
    }
    if (!reason.hosts_out.empty()) {
        std::string line = fmt::format("{} hosts were out:", reason.hosts_out.size());
        const std::size_t told = std::min(reason.hosts_out.size(), most_hows);
        for (std::size_t place = 0; place < told; ++place)
            line.append(" ").append(names.of(NameKind::pod, reason.hosts_out[place]));
        if (told < reason.hosts_out.size()) line += " and others";
        lines.push_back(std::move(line));
    }
    if (reason.use) {
        lines.push_back(words_for_use(*reason.use, change.cluster == nobody, names));
    }
    for (std::string& line : words_for_faults(reason.faults, names))
        lines.push_back(std::move(line));
    if (reason.pushed) {
        lines.push_back(
            fmt::format("after its last good answer, at {}, came the configuration "
                        "that was pushed at {}",
                        seconds_of(*reason.failures.last_good), seconds_of(*reason.pushed)));
    }
    std::string text;
    for (const std::string& line : lines)
        text.append("      ").append(line).append("\n");
    return text;
}

std::string state_line(const char* when,
                       const Change& change,
                       const Names& names,
                       const Reasons* reasons) {
    std::string text =
        fmt::format("  {} {}  {}\n", when, seconds_of(change.at), text_of(change, names));
    const Reason* const reason = reasons == nullptr ? nullptr : reasons->of(change);
    if (reason != nullptr) text += words_for_reason(change, *reason, names);
    return text;
}

/// The moments at which something of the request happened.
std::set<mesh::Instant> moments_of(const RequestTrace& trace) {
    std::set<mesh::Instant> moments;
    for (const auto& [span, marks] : trace.spans) {
        for (const Mark& mark : marks)
            moments.insert(mark.at);
    }
    return moments;
}

/// The states that begin before the request ends, and have not ended then.
std::vector<Change> holding_at_end(const RequestTrace& trace, std::span<const Change> changes) {
    const Met met{trace};
    std::vector<Change> holding;
    for (const Change& change : changes) {
        if (change.at > trace.ended()) break;
        for (const State& state : states()) {
            const bool ends = std::ranges::find(state.ends, change.kind) != state.ends.end();
            if (ends || state.begins == change.kind) {
                std::erase_if(holding, [&](const Change& before) {
                    return before.kind == state.begins && is_about_the_same(before, change);
                });
            }
            if (state.begins != change.kind) continue;
            if (state.concerns_all || met.concerns(change)) holding.push_back(change);
        }
    }
    return holding;
}

}  // namespace

std::string what_held(const RequestTrace& trace,
                      const Names& names,
                      std::span<const Change> changes,
                      const Reasons* reasons) {
    std::string text;
    for (const Change& change : holding_at_end(trace, changes))
        text += state_line("since", change, names, reasons);
    if (reasons == nullptr) return text;
    const Met met{trace};
    const std::set<mesh::Instant> moments = moments_of(trace);
    for (const Change& change : changes) {
        const bool is_own = change.kind == Change::Kind::limit_reached &&
                            moments.contains(change.at) && met.concerns(change);
        if (is_own) text += state_line("at", change, names, reasons);
    }
    return text;
}

}  // namespace weft::reports
