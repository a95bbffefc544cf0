#include "scenarios/play/test_report.hpp"

#include "reports/metrics/mechanisms.hpp"
#include "reports/write/json_summary.hpp"
#include "reports/write/numbers.hpp"
#include "reports/write/text_summary.hpp"
#include "scenarios/play/exit_code.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

namespace weft::scenarios {
namespace {

using Verdict = TestedRun::Verdict;
using nlohmann::ordered_json;
using reports::Judgement;

constexpr std::size_t most_columns = 100;
constexpr std::array all_verdicts{Verdict::held,    Verdict::failed, Verdict::no_expectations,
                                  Verdict::skipped, Verdict::wrong,  Verdict::stopped,
                                  Verdict::bug};

std::size_t held_of(const TestedRun& run) {
    return static_cast<std::size_t>(std::ranges::count(run.expectations, true, &Judgement::held));
}

bool was_judged(const TestedRun& run) {
    return run.verdict == Verdict::held || run.verdict == Verdict::failed;
}

bool is_good(Verdict verdict) {
    return verdict <= Verdict::skipped;
}

/// In colour if that is wanted; the words have their final width.
std::string painted_verdict(const std::string& words, Verdict verdict, bool colour) {
    if (!colour || verdict == Verdict::no_expectations || verdict == Verdict::skipped) return words;
    return fmt::format("\x1b[{}m{}\x1b[0m", is_good(verdict) ? "32" : "31", words);
}

/// "held 4 of 4", "FAILED 3 of 4", "skipped"
std::string words_for(const TestedRun& run) {
    if (!was_judged(run)) return name_of(run.verdict);
    return fmt::format("{} {} of {}", run.verdict == Verdict::held ? "held" : "FAILED",
                       held_of(run), run.expectations.size());
}

/// "measured 95.2ms, broken from 35s", and why nothing was measured.
std::string told_of(const Judgement& judged) {
    std::string told = reports::measured_text(judged);
    if (!judged.why.empty()) told.append(" (").append(judged.why).append(")");
    return told;
}

/// "p99(web) < 80ms: measured 95.2ms", of the first one that fails; else why it was not judged.
std::string remark_on(const TestedRun& run) {
    for (const Judgement& judged : run.expectations) {
        if (judged.held) continue;
        return fmt::format("{}: {}", judged.text, told_of(judged));
    }
    return run.why;
}

void add_line(const TestedRun& run, std::size_t name_width, bool colour, std::string& text) {
    const bool was_played = was_judged(run) || run.verdict == Verdict::no_expectations;
    const std::string words = fmt::format("{:<16}", words_for(run));
    text += fmt::format("{:<{}}  {}", run.name, name_width,
                        painted_verdict(words, run.verdict, colour));
    if (was_played) {
        text += fmt::format("{:>11}{:>11}{:>9}", reports::grouped(run.requests),
                            reports::short_duration(run.simulated_s * 1e9),
                            reports::short_duration(run.wall_s * 1e9));
    }
    text.resize(text.find_last_not_of(' ') + 1);
    text += '\n';
    const std::string remark = remark_on(run);
    if (!remark.empty()) text.append("    ").append(remark) += '\n';
}

/// "52 scenarios in 12.1s: 49 held, 1 failed, 2 skipped; 240 of 241 expectations hold"
std::string closing_line(const TestReport& report) {
    std::size_t held = 0;
    std::size_t all = 0;
    for (const TestedRun& run : report.runs) {
        held += held_of(run);
        all += run.expectations.size();
    }
    std::string counts;
    for (const Verdict verdict : all_verdicts) {
        const std::size_t count = report.count(verdict);
        if (count == 0) continue;
        counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, name_of(verdict));
    }
    return fmt::format("{} {} in {}: {}; {} of {} expectations hold\n", report.runs.size(),
                       report.runs.size() == 1 ? "scenario" : "scenarios",
                       reports::short_duration(report.wall_s * 1e9), counts, held, all);
}

/// By mechanism that was seen: the runs that did.
std::map<std::string_view, std::vector<std::string_view>> coverage_of(const TestReport& report) {
    std::map<std::string_view, std::vector<std::string_view>> coverage;
    for (const TestedRun& run : report.runs) {
        for (const std::string& mechanism : run.mechanisms)
            coverage[mechanism].emplace_back(run.name);
    }
    return coverage;
}

void add_words(const std::vector<std::string>& words, std::string& text) {
    std::string line;
    for (const std::string& word : words) {
        if (line.size() + 2 + word.size() > most_columns) {
            text.append(line) += '\n';
            line.clear();
        }
        line.append("  ").append(word);
    }
    if (!line.empty()) text.append(line) += '\n';
}

/// How many runs exercised each mechanism, and which ones none did. Nothing if none was played.
void add_mechanisms(const TestReport& report, std::string& text) {
    const auto coverage = coverage_of(report);
    if (coverage.empty()) return;
    std::vector<std::string> seen;
    std::vector<std::string> never;
    for (const std::string& mechanism : reports::mechanisms()) {
        const auto found = coverage.find(mechanism);
        if (found == coverage.end()) {
            never.push_back(mechanism);
        } else {
            seen.push_back(fmt::format("{} {}", mechanism, found->second.size()));
        }
    }
    text += fmt::format("\nMechanisms: {} of {} exercised, by so many scenarios\n", seen.size(),
                        seen.size() + never.size());
    add_words(seen, text);
    if (!never.empty()) text += "\nNever exercised\n";
    add_words(never, text);
}

ordered_json run_json(const TestedRun& run) {
    ordered_json json{{"name", run.name},
                      {"verdict", name_of(run.verdict)},
                      {"requests", run.requests},
                      {"simulated_s", run.simulated_s},
                      {"wall_s", run.wall_s},
                      {"expectations", ordered_json::array()},
                      {"diagnostics", run.diagnostics}};
    if (!run.why.empty()) json["why"] = run.why;
    for (const Judgement& judged : run.expectations)
        json["expectations"].push_back(reports::expectation_json(judged));
    return json;
}

reports::JunitCase case_of(const Judgement& judged) {
    reports::JunitCase test{.name = judged.text};
    if (!judged.held) test.failure = told_of(judged);
    return test;
}

/// Of a run without expectations that were judged: whether it was played at all.
reports::JunitCase case_of(const TestedRun& run) {
    reports::JunitCase test{.name = "plays"};
    if (run.verdict == Verdict::skipped) {
        test.skipped = run.why;
    } else if (!is_good(run.verdict)) {
        test.error = run.why;
    }
    return test;
}

}  // namespace

std::size_t TestReport::count(TestedRun::Verdict verdict) const {
    return static_cast<std::size_t>(std::ranges::count(runs, verdict, &TestedRun::verdict));
}

int TestReport::exit_code() const {
    Verdict worst = uncovered.empty() ? Verdict::held : Verdict::failed;
    for (const TestedRun& run : runs)
        worst = std::max(worst, run.verdict);
    switch (worst) {
        case Verdict::held:
        case Verdict::no_expectations:
        case Verdict::skipped:
            return exit_code::done;
        case Verdict::failed:
            return exit_code::expectation_failed;
        case Verdict::wrong:
            return exit_code::bad_input;
        case Verdict::stopped:
            return exit_code::environment_failed;
        case Verdict::bug:
            return exit_code::bug;
    }
    return exit_code::bug;
}

std::string text_of(const TestReport& report, bool colour) {
    std::size_t name_width = 0;
    for (const TestedRun& run : report.runs)
        name_width = std::max(name_width, run.name.size());
    std::string text = fmt::format("{:<{}}  {:<16}{:>11}{:>11}{:>9}\n", "", name_width, "",
                                   "requests", "simulated", "wall");
    for (const TestedRun& run : report.runs)
        add_line(run, name_width, colour, text);
    add_mechanisms(report, text);
    for (const std::string& mechanism : report.uncovered)
        text +=
            fmt::format("FAILED: no scenario of the library exercises {} any more\n", mechanism);
    text += '\n';
    return text + closing_line(report);
}

std::string json_of(const TestReport& report) {
    ordered_json json{{"wall_s", report.wall_s},
                      {"scenarios", ordered_json::array()},
                      {"mechanisms", ordered_json::array()},
                      {"no_longer_exercised", report.uncovered}};
    for (const TestedRun& run : report.runs)
        json["scenarios"].push_back(run_json(run));
    const auto coverage = coverage_of(report);
    for (const std::string& mechanism : reports::mechanisms()) {
        ordered_json entry{{"name", mechanism}, {"scenarios", ordered_json::array()}};
        const auto found = coverage.find(mechanism);
        if (found != coverage.end()) entry["scenarios"] = found->second;
        json["mechanisms"].push_back(std::move(entry));
    }
    // Names come from users' files, which may hold bytes that are no UTF-8.
    return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

std::vector<reports::JunitSuite> junit_of(const TestReport& report) {
    std::vector<reports::JunitSuite> suites;
    for (const TestedRun& run : report.runs) {
        reports::JunitSuite suite{.name = run.name, .seconds = run.wall_s};
        for (const Judgement& judged : run.expectations)
            suite.cases.push_back(case_of(judged));
        if (suite.cases.empty()) suite.cases.push_back(case_of(run));
        suites.push_back(std::move(suite));
    }
    return suites;
}

}  // namespace weft::scenarios
