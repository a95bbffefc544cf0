#include "mesh/base/quantity.hpp"
#include "reports/metrics/run_summary.hpp"
#include "reports/store/read_run.hpp"
#include "reports/store/store_error.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/first_difference.hpp"
#include "scenarios/play/play.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

namespace weft::scenarios {
namespace {

using Json = nlohmann::ordered_json;
using sim::observe::PlayedEvent;

std::string text_of_event(mesh::Instant at) {
    return mesh::to_text(at.time_since_epoch());
}

std::string text_of_event(const std::optional<PlayedEvent>& event) {
    if (!event) return "nothing more in this interval";
    std::string text = fmt::format("{} {}", text_of_event(event->at), event->kind);
    if (!event->who.empty()) text.append(" at ").append(event->who);
    if (!event->from.empty()) text.append(" from ").append(event->from);
    if (!event->load.empty())
        text += fmt::format(", request {} of {}", event->request, event->load);
    return text;
}

Json json_of(const std::optional<PlayedEvent>& event) {
    if (!event) return nullptr;
    return {{"at_s", static_cast<double>(event->at.time_since_epoch().count()) / 1e9},
            {"kind", event->kind},
            {"who", event->who},
            {"from", event->from},
            {"load", event->load},
            {"request", event->request}};
}

/// What is said before both runs are played again.
struct Compared {
    reports::RecordedRun a;
    reports::RecordedRun b;
    std::vector<std::string> inputs;
    std::optional<std::size_t> interval;
};

void print_runs(const DiffOptions& options, const Compared& compared, std::ostream& out) {
    for (const auto& [letter, path, run] :
         {std::tuple{'A', &options.a, &compared.a}, std::tuple{'B', &options.b, &compared.b}}) {
        out << fmt::format("{}  {}: {}, seed {}, {:.9g} s, fingerprint {}\n", letter,
                           path->string(), run->head.scenario, run->head.seed,
                           run->summary.simulated_s,
                           reports::fingerprint_text(run->summary.fingerprint));
    }
    if (!compared.inputs.empty()) out << "made from (A | B):\n";
    for (const std::string& line : compared.inputs)
        out << "  " << line << '\n';
}

void print_parting(char letter, const Parting& side, std::ostream& out) {
    out << "  " << letter << "  " << text_of_event(side.event) << '\n';
    for (const std::string& decision : side.decisions)
        out << "     " << decision << '\n';
}

void print_difference(const FirstDifference& found, std::size_t number, std::ostream& out) {
    out << fmt::format(
        "first difference in interval {} ({} to {}), after {} events that are the same\n", number,
        text_of_event(found.interval.start), text_of_event(found.interval.end),
        found.events_before);
    if (found.last_common)
        out << "  the last of them: " << text_of_event(found.last_common) << '\n';
    print_parting('A', found.a, out);
    print_parting('B', found.b, out);
}

Json json_of(const FirstDifference& found, std::size_t number) {
    const auto side = [](const Parting& parting) {
        return Json{{"event", json_of(parting.event)}, {"decisions", parting.decisions}};
    };
    return {{"interval", number},
            {"events_before", found.events_before},
            {"last_common", json_of(found.last_common)},
            {"a", side(found.a)},
            {"b", side(found.b)}};
}

int report_difference(const DiffOptions& options,
                      const Compared& compared,
                      std::ostream& out,
                      std::ostream& err) {
    Json json{{"same", !compared.interval.has_value()},
              {"inputs", compared.inputs},
              {"first_difference", nullptr}};
    if (!options.json) print_runs(options, compared, out);
    int result = exit_code::done;
    if (compared.interval) {
        result = exit_code::expectation_failed;
        const auto found =
            find_first_difference(compared.a, compared.b, *compared.interval, options.kinds);
        if (!found) {
            err << fmt::format(
                "error: the runs part in interval {}, but it cannot be told where: {}\n",
                *compared.interval, found.error());
            return exit_code::bad_input;
        }
        json["first_difference"] = json_of(*found, *compared.interval);
        if (!options.json) print_difference(*found, *compared.interval, out);
    } else if (!options.json) {
        out << fmt::format("the same in all of the {} intervals that both have\n",
                           common_intervals(compared.a.intervals, compared.b.intervals));
    }
    if (options.json) out << json.dump(2) << '\n';
    return result;
}

}  // namespace

int diff(const DiffOptions& options, std::ostream& out, std::ostream& err) {
    try {
        Compared compared{reports::read_run(options.a), reports::read_run(options.b), {}, {}};
        compared.inputs = differences_of_input(compared.a.head, compared.b.head);
        compared.interval = first_other_interval(compared.a.intervals, compared.b.intervals);
        return report_difference(options, compared, out, err);
    } catch (const reports::NotARunFile& error) {
        err << "error: " << error.what() << '\n';
        return exit_code::bad_input;
    } catch (const reports::StoreError& error) {
        err << "error: " << error.what() << '\n';
        return exit_code::bad_input;
    }
}

}  // namespace weft::scenarios
