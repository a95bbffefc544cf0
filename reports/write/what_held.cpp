#include "reports/write/what_held.hpp"

#include "reports/explain/held.hpp"
#include "reports/write/reason_words.hpp"

#include <fmt/format.h>
#include <map>
#include <set>
#include <vector>

namespace weft::reports {
namespace {

using sim::observe::Change;
using sim::observe::NameKind;
using sim::observe::nobody;

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
    if (reason.answers > 0) lines.push_back(words_for_answers(reason));
    if (!reason.hosts_out.empty()) lines.push_back(words_for_hosts_out(reason.hosts_out, names));
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
        fmt::format("  {} {}  {}\n", when, seconds_of(change.at), words_for_change(change, names));
    const Reason* const reason = reasons == nullptr ? nullptr : reasons->of(change);
    if (reason != nullptr) text += words_for_reason(change, *reason, names);
    return text;
}

}  // namespace

std::string what_held(const RequestTrace& trace,
                      const Names& names,
                      std::span<const Change> changes,
                      const Reasons* reasons) {
    std::string text;
    for (const Change& change : states_held(trace, changes))
        text += state_line("since", change, names, reasons);
    if (reasons == nullptr) return text;
    for (const Change& change : limits_met(trace, changes))
        text += state_line("at", change, names, reasons);
    return text;
}

}  // namespace weft::reports
