#include "reports/write/explanation.hpp"

#include "mesh/request/outcome.hpp"
#include "reports/explain/critical_path.hpp"
#include "reports/write/numbers.hpp"
#include "reports/write/what_held.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

namespace weft::reports {
namespace {

using sim::observe::Change;
using sim::observe::Decision;
using sim::observe::Mark;
using sim::observe::NameKind;
using sim::observe::nobody;
using Kind = Mark::Kind;

constexpr std::size_t most_causes = 10;

std::string short_duration_of(mesh::Duration duration) {
    return short_duration(static_cast<double>(duration.count()));
}

double seconds(mesh::Instant at) {
    return static_cast<double>(at.time_since_epoch().count()) / 1e9;
}

std::string percent(double share) {
    return fmt::format("{:5.1f}%", 100 * share);
}

/// Tells the tree of a request's calls, each line with the time since the request was sent.
class Story {
public:
    Story(const RequestTrace& trace, const Names& names) : trace_(trace), names_(names) {
        for (const auto& end : trace.ends) {
            if (end.kind == sim::observe::Span::Kind::call) flags_[end.id] = end.flags;
        }
    }

    std::string tell() {
        tell_call(trace_.root, 0);
        return std::move(text_);
    }

private:
    void line(mesh::Instant at, std::size_t depth, const std::string& text) {
        text_ += fmt::format("  {:>9}  {:{}}{}\n", "+" + short_duration_of(at - trace_.sent()), "",
                             2 * depth, text);
    }

    const std::string& pod(std::uint32_t number) const { return names_.of(NameKind::pod, number); }

    void tell_call(std::uint32_t span, std::size_t depth) {
        const auto& marks = trace_.spans.at(span);
        for (const Mark& mark : marks) {
            switch (mark.kind) {
                case Kind::called:
                    line(mark.at, depth, words_for_call(span));
                    break;
                case Kind::delayed:
                    line(mark.at, depth + 1, "a rule delays it");
                    break;
                case Kind::attempt_sent:
                    tell_attempt(span, mark, depth + 1);
                    break;
                case Kind::attempt_ended:
                    line(
                        mark.at, depth + 1,
                        fmt::format("attempt {}: {}", mark.attempt + 1, words_for_end(mark.value)));
                    break;
                case Kind::attempt_given_up:
                    line(mark.at, depth + 1, fmt::format("attempt {}: given up", mark.attempt + 1));
                    break;
                case Kind::backing_off:
                    line(mark.at, depth + 1, "waits to try again");
                    break;
                default:
                    tell_end(span, mark, depth);
            }
        }
    }

    std::string words_for_call(std::uint32_t span) const {
        const std::string& service = names_.of(NameKind::service, trace_.service_of(span));
        const bool is_forwarded = trace_.spans.at(span).front().name == nobody;
        if (!is_forwarded) return fmt::format("calls {}", service);
        return service.empty() ? "forwards it" : fmt::format("forwards it to {}", service);
    }

    void tell_end(std::uint32_t span, const Mark& mark, std::size_t depth) {
        const auto flags = flags_.find(span);
        std::string text = mark.value == 0 ? "no answer" : std::to_string(mark.value);
        if (flags != flags_.end() && flags->second.bits() != 0) {
            text += " " + mesh::to_text(flags->second);
        }
        const mesh::Duration took = mark.at - trace_.spans.at(span).front().at;
        line(mark.at, depth, fmt::format("{} after {}", text, short_duration_of(took)));
    }

    /// Whom the balancer looked at, which rule led there, and what became of it at the pod.
    void tell_attempt(std::uint32_t span, const Mark& sent, std::size_t depth) {
        std::string considered;
        for (const Decision& decision : trace_.decisions) {
            if (decision.span != span || decision.attempt != sent.attempt) continue;
            if (decision.kind != Decision::Kind::considered) continue;
            considered += considered.empty() ? ", of " : ", ";
            considered += fmt::format("{} ({:g})", pod(decision.pod), decision.value);
        }
        std::string text = fmt::format("attempt {} to {}", sent.attempt + 1, pod(sent.name));
        const std::string& rule = names_.of(NameKind::rule, sent.rule);
        if (!rule.empty()) text.append(" by ").append(rule);
        line(sent.at, depth, text + considered);
        const auto work = trace_.spans.find(sent.other);
        if (work != trace_.spans.end()) tell_work(sent.other, work->second, depth + 1);
    }

    void tell_work(std::uint32_t span, const std::vector<Mark>& marks, std::size_t depth) {
        static const std::map<Kind, const char*> words{
            {Kind::arrived, "arrives"},
            {Kind::asking, "asks the rate limit service"},
            {Kind::authorizing, "asks the authorizer"},
            {Kind::queued, "waits for a worker"},
            {Kind::computing, "computes"},
            {Kind::answered, "answers"}};
        for (const Mark& mark : marks) {
            if (mark.kind == Kind::arrived && refuses_at_once(marks)) continue;
            if (mark.kind == Kind::answered && mark.value >= sim::observe::first_reset) {
                line(mark.at, depth, "is refused: " + words_for_end(mark.value));
                continue;
            }
            const auto word = words.find(mark.kind);
            if (word != words.end()) line(mark.at, depth, word->second);
            if (mark.kind == Kind::waiting) tell_calls_of(span, mark.at, depth);
        }
    }

    /// Nobody took it: its connection could not be opened, or was lost.
    static bool refuses_at_once(const std::vector<Mark>& marks) {
        return marks.size() > 1 && marks[1].kind == Kind::answered &&
               marks[1].value >= sim::observe::first_reset;
    }

    /// The calls of the step that begins here, each told once.
    void tell_calls_of(std::uint32_t work, mesh::Instant from, std::size_t depth) {
        for (const auto& [span, marks] : trace_.spans) {
            const Mark& first = marks.front();
            if (first.kind != Kind::called || first.other != work || first.at < from) continue;
            if (told_.insert(span).second) tell_call(span, depth);
        }
    }

    const RequestTrace& trace_;
    const Names& names_;
    std::map<std::uint32_t, mesh::Flags> flags_;
    std::set<std::uint32_t> told_;
    std::string text_;
};

/// Parts of one kind and place, summed.
std::string split(const RequestTrace& trace, const Names& names) {
    struct Sum {
        std::string what;
        mesh::Duration time;
    };
    std::vector<Sum> sums;
    for (const Part& part : critical_path(trace)) {
        std::string what = words_for(part, trace, names);
        const std::string& pod = names.of(NameKind::pod, part.pod);
        if (!pod.empty()) what.append(" (").append(pod).append(")");
        const auto known = std::ranges::find(sums, what, &Sum::what);
        if (known == sums.end()) {
            sums.push_back({std::move(what), part.length()});
        } else {
            known->time += part.length();
        }
    }
    std::ranges::stable_sort(sums, std::ranges::greater{}, &Sum::time);
    const mesh::Duration whole = trace.ended() - trace.sent();
    std::string text;
    for (const Sum& sum : sums) {
        const double share =
            static_cast<double>(sum.time.count()) / static_cast<double>(whole.count());
        text +=
            fmt::format("  {:>9}  {}  {}\n", short_duration_of(sum.time), percent(share), sum.what);
    }
    return text + fmt::format("  {:>9}  in all\n", short_duration_of(whole));
}

std::string list_of(const std::vector<Causes::Share>& shares) {
    std::string text;
    for (std::size_t i = 0; i < std::min(shares.size(), most_causes); ++i)
        text += fmt::format("  {}  {}\n", percent(shares[i].share), shares[i].cause);
    if (shares.size() > most_causes) {
        double rest = 0;
        for (std::size_t i = most_causes; i < shares.size(); ++i)
            rest += shares[i].share;
        text += fmt::format("  {}  {} others\n", percent(rest), shares.size() - most_causes);
    }
    return text;
}

}  // namespace

std::string explanation(const RequestTrace& trace,
                        const Names& names,
                        std::span<const Change> changes,
                        const Reasons* reasons) {
    const Mark& end = trace.spans.at(trace.root).back();
    std::string text = fmt::format(
        "request {}/{}: {} after {}, sent at {:.9g} s\n", names.of(NameKind::load, trace.load),
        trace.request, end.value == 0 ? "no answer" : std::to_string(end.value),
        short_duration_of(trace.ended() - trace.sent()), seconds(trace.sent()));
    const std::string cause = cause_of_failure(trace, names);
    if (!cause.empty()) text += "failed by: " + cause + "\n";
    text += "where its time went:\n" + split(trace, names);
    text += "what happened:\n" + Story{trace, names}.tell();
    const std::string holding = what_held(trace, names, changes, reasons);
    if (!holding.empty()) text += "what held meanwhile:\n" + holding;
    return text;
}

std::string explanation_json(const RequestTrace& trace,
                             const Names& names,
                             const CauseChain* causes) {
    const auto ms = [](mesh::Duration length) { return static_cast<double>(length.count()) / 1e6; };
    nlohmann::ordered_json parts = nlohmann::ordered_json::array();
    for (const Part& part : critical_path(trace)) {
        parts.push_back({{"kind", name_of(part.kind)},
                         {"service", names.of(NameKind::service, trace.service_of(part.call))},
                         {"pod", names.of(NameKind::pod, part.pod)},
                         {"from_ms", ms(part.from - trace.sent())},
                         {"took_ms", ms(part.length())}});
    }
    nlohmann::ordered_json it{{"load", names.of(NameKind::load, trace.load)},
                              {"request", trace.request},
                              {"sent_s", seconds(trace.sent())},
                              {"latency_ms", ms(trace.ended() - trace.sent())},
                              {"status", trace.spans.at(trace.root).back().value},
                              {"cause", cause_of_failure(trace, names)},
                              {"parts", parts}};
    if (causes == nullptr) return it.dump();
    it["causes"] = nlohmann::ordered_json::array();
    for (const CauseStep& step : causes->steps) {
        it["causes"].push_back({{"at_s", seconds(step.at)},
                                {"about", name_of(step.about)},
                                {"name", step.name},
                                {"what", step.what},
                                {"evidence", step.evidence}});
    }
    return it.dump();
}

std::string explanation(const Causes& causes) {
    std::string text =
        fmt::format("{} requests, {} failed, p99 {}\n", grouped(causes.requests()),
                    grouped(causes.failures()), short_duration_of(causes.quantile(0.99)));
    if (causes.failures() > 0) text += "why they failed:\n" + list_of(causes.of_failures());
    if (causes.requests() > 0) {
        text += "where the time of the slowest 1% went:\n" + list_of(causes.of_slow(0.99));
    }
    return text;
}

}  // namespace weft::reports
