#include "reports/write/cause_steps.hpp"

#include "mesh/request/outcome.hpp"
#include "reports/explain/causes.hpp"
#include "reports/explain/critical_path.hpp"
#include "reports/explain/held.hpp"
#include "reports/write/numbers.hpp"
#include "reports/write/reason_words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace weft::reports {
namespace {

using sim::observe::Change;
using sim::observe::Mark;
using sim::observe::NameKind;
using sim::observe::nobody;
using About = CauseStep::About;

constexpr double told_share = 0.1;  ///< Of a request's time: less of it is not told.

/// Of a row of the file, by its view.
std::string change_row(Change::Kind kind, mesh::Instant at) {
    return fmt::format("v_changes: {} at {}", name_of(kind), seconds_of(at));
}

/// Finds the steps, one thing after the other.
class Chain {
public:
    Chain(const RequestTrace& trace, const Names& names, const Reasons* reasons)
        : trace_(trace),
          names_(names),
          reasons_(reasons),
          request_(words_for_request({trace.load, trace.request}, names)) {}

    CauseChain find(std::span<const Change> changes) {
        chain_.cause = cause_of_failure(trace_, names_);
        add(trace_.ended(), About::request, request_, words_for_end_of(trace_.root), played());
        for (const FailedCall& failed : failed_calls(trace_))
            add_call(failed);
        if (chain_.cause.empty() || hung_) add_waits();
        std::vector<Change> held = states_held(trace_, changes);
        if (reasons_ != nullptr) {
            for (const Change& change : limits_met(trace_, changes))
                held.push_back(change);
        }
        for (const Change& change : held)
            add_reason(change);
        for (const Change& change : held)
            add_change(change);
        std::ranges::stable_sort(chain_.steps.begin() + 1, chain_.steps.end(),
                                 std::ranges::greater{}, &CauseStep::at);
        return std::move(chain_);
    }

private:
    const std::string& pod(std::uint32_t number) const { return names_.of(NameKind::pod, number); }
    std::string played() const { return request_ + ", played again"; }

    /// What several states have in common is told once.
    void add(
        mesh::Instant at, About about, std::string name, std::string what, std::string evidence) {
        CauseStep step{at, about, std::move(name), std::move(what), std::move(evidence)};
        if (std::ranges::find(chain_.steps, step) == chain_.steps.end())
            chain_.steps.push_back(std::move(step));
    }

    void add_fault(std::uint32_t step) {
        const std::string& name = names_.of(NameKind::step, step);
        if (std::ranges::find(chain_.faults, name) == chain_.faults.end())
            chain_.faults.push_back(name);
    }

    /// "503 UO after 12ms"
    std::string words_for_end_of(std::uint32_t call) const {
        const auto& marks = trace_.spans.at(call);
        const Mark& last = marks.back();
        std::string text = last.value == 0 ? "no answer" : std::to_string(last.value);
        for (const auto& end : trace_.ends) {
            const bool is_it = end.kind == sim::observe::Span::Kind::call && end.id == call;
            if (is_it && end.flags.bits() != 0) text += " " + mesh::to_text(end.flags);
        }
        const auto took = static_cast<double>((last.at - marks.front().at).count());
        return text + " after " + short_duration(took);
    }

    void add_call(const FailedCall& failed) {
        const auto& marks = trace_.spans.at(failed.call);
        const std::string& service = names_.of(NameKind::service, trace_.service_of(failed.call));
        const Mark& last = marks.back();
        const bool is_over = last.kind == Mark::Kind::ended && last.at <= failed.until;
        if (failed.call != trace_.root && is_over)
            add(last.at, About::service, service,
                "the call ended: " + words_for_end_of(failed.call), played());
        for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
            if (mark->kind == Mark::Kind::attempt_sent && mark->at <= failed.until)
                add_attempt(failed, *mark, service);
        }
    }

    /// One that failed, was given up, or was out still.
    void add_attempt(const FailedCall& failed, const Mark& sent, const std::string& service) {
        const auto& marks = trace_.spans.at(failed.call);
        const auto end = std::ranges::find_if(marks, [&](const Mark& mark) {
            const bool ends =
                mark.kind == Mark::Kind::attempt_ended || mark.kind == Mark::Kind::attempt_given_up;
            return ends && mark.attempt == sent.attempt && mark.at <= failed.until;
        });
        const int number = sent.attempt + 1;
        const std::string evidence = fmt::format("attempt {} of {}", number, played());
        const std::string which = fmt::format("attempt {}, calling {}: ", number, service);
        if (end == marks.end()) {
            hung_ = true;
            add(sent.at, About::pod, pod(sent.name),
                which + "no answer until " + seconds_of(failed.until), evidence);
        } else if (end->kind == Mark::Kind::attempt_given_up) {
            hung_ = true;
            add(end->at, About::pod, pod(sent.name), which + "given up", evidence);
        } else if (mesh::is_failure(end->value)) {
            add(end->at, About::pod, pod(sent.name), which + words_for_end(end->value), evidence);
        }
    }

    /// What took most of its time.
    void add_waits() {
        const auto whole = static_cast<double>((trace_.ended() - trace_.sent()).count());
        for (const Part& part : critical_path(trace_)) {
            const auto took = static_cast<double>(part.length().count());
            if (took < told_share * whole) continue;
            const bool is_of_pod = part.pod != nobody;
            add(part.from, is_of_pod ? About::pod : About::service,
                is_of_pod ? pod(part.pod)
                          : names_.of(NameKind::service, trace_.service_of(part.call)),
                fmt::format("{}: {}, {:.0f} % of its time", words_for(part, trace_, names_),
                            short_duration(took), 100 * took / whole),
                played());
        }
    }

    /// What led to a state.
    void add_reason(const Change& change) {
        const Reason* const reason = reasons_ == nullptr ? nullptr : reasons_->of(change);
        if (reason == nullptr) return;
        const FailureRow& row = reason->failures;
        if (row.count > 0) {
            add(row.first, About::pod, pod(change.pod), words_for_row(row, names_),
                words_for_request(row.first_request, names_) + ", played again");
        }
        if (reason->answers > 0)
            add(reason->since, About::pod, pod(change.pod), words_for_answers(*reason),
                "all requests, played again");
        if (reason->use && reason->use->out > 0) {
            const bool is_inbound = change.cluster == nobody;
            add(reason->use->oldest_sent, About::pod, pod(change.source),
                words_for_use(*reason->use, is_inbound, names_),
                words_for_request(reason->use->oldest, names_) + ", played again");
        }
        add_strikes(reason->faults);
        if (!reason->pushed) return;
        told_.insert({Change::Kind::config_pushed, nobody, *reason->pushed});
        add(*reason->pushed, About::all, "",
            "config_pushed, after the last good answer of " + pod(change.pod) + " at " +
                seconds_of(*row.last_good),
            change_row(Change::Kind::config_pushed, *reason->pushed));
    }

    void add_strikes(const std::vector<Reason::Strike>& strikes) {
        std::map<std::pair<std::uint32_t, mesh::Instant>, std::set<std::uint32_t>> rounds;
        for (const Reason::Strike& strike : strikes)
            rounds[{strike.step, strike.from}].insert(strike.pod);
        for (const auto& [round, pods] : rounds) {
            const auto& [step, from] = round;
            add_fault(step);
            told_.insert({Change::Kind::fault_started, step, from});
            std::string what = "fault_started " + names_.of(NameKind::step, step);
            if (pods.size() > 1) what += fmt::format(", here and on {} more", pods.size() - 1);
            add(from, About::pod, pod(*pods.begin()), std::move(what),
                change_row(Change::Kind::fault_started, from));
        }
    }

    void add_change(const Change& change) {
        if (told_.contains({change.kind, change.step, change.at})) return;
        const std::string evidence = change_row(change.kind, change.at);
        std::string what = words_for_change(change, names_);
        const Reason* const reason = reasons_ == nullptr ? nullptr : reasons_->of(change);
        if (reason != nullptr && !reason->hosts_out.empty())
            what += "; " + words_for_hosts_out(reason->hosts_out, names_);
        const std::string& step = names_.of(NameKind::step, change.step);
        const std::string& cluster = names_.of(NameKind::cluster, change.cluster);
        const std::string& whose = pod(change.pod == nobody ? change.source : change.pod);
        if (change.kind == Change::Kind::fault_started) add_fault(change.step);
        if (!step.empty()) return add(change.at, About::step, step, what, evidence);
        if (change.pod == nobody && !cluster.empty())
            return add(change.at, About::cluster, cluster, what, evidence);
        add(change.at, whose.empty() ? About::all : About::pod, whose, what, evidence);
    }

    const RequestTrace& trace_;
    const Names& names_;
    const Reasons* reasons_;
    std::string request_;
    bool hung_ = false;  ///< An attempt was not answered in time.
    std::set<std::tuple<Change::Kind, std::uint32_t, mesh::Instant>> told_;  ///< With its step.
    CauseChain chain_;
};

}  // namespace

const char* name_of(About about) {
    switch (about) {
        case About::all:
            return "";
        case About::request:
            return "request";
        case About::service:
            return "service";
        case About::pod:
            return "pod";
        case About::cluster:
            return "cluster";
        case About::step:
            return "step";
    }
    return "";
}

CauseChain cause_chain(const RequestTrace& trace,
                       const Names& names,
                       std::span<const Change> changes,
                       const Reasons* reasons) {
    return Chain{trace, names, reasons}.find(changes);
}

}  // namespace weft::reports
