#include "mesh/base/quantity.hpp"
#include "reports/explain/causes.hpp"
#include "reports/explain/reasons.hpp"
#include "reports/explain/tracing.hpp"
#include "reports/store/read_run.hpp"
#include "reports/store/store_error.hpp"
#include "reports/write/cause_steps.hpp"
#include "reports/write/explanation.hpp"
#include "scenarios/expression/request_condition.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/play/replay.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <ostream>
#include <stdexcept>

namespace weft::scenarios {
namespace {

using reports::AskedRequest;
using sim::observe::Mark;
using sim::observe::NameKind;
using sim::observe::RequestEnd;

/// What was asked for cannot be said, for a reason that the user can do something about.
class CannotExplain : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a condition may ask of a request, all of it known.
RequestAttributes attributes_of(const reports::RequestTrace& trace, const reports::Names& names) {
    RequestAttributes it;
    it.load = names.of(NameKind::load, trace.load);
    it.number = trace.request;
    it.sent = trace.sent();
    it.ended = trace.ended();
    it.status = trace.spans.at(trace.root).back().value;
    for (const auto& end : trace.ends) {
        if (end.id == trace.root) it.flags = end.flags;
    }
    it.service = names.of(NameKind::service, trace.service_of(trace.root));
    it.calls.emplace();
    it.attempts.emplace();
    for (const auto& [span, marks] : trace.spans) {
        if (marks.front().kind == Mark::Kind::called)
            ++(*it.calls)[names.of(NameKind::service, trace.service_of(span))];
        for (const Mark& mark : marks) {
            if (mark.kind == Mark::Kind::attempt_sent)
                ++(*it.attempts)[names.of(NameKind::pod, mark.name)];
        }
    }
    return it;
}

RequestCondition read_where(const std::string& where) {
    auto condition = read_request_condition(where);
    if (condition) return std::move(*condition);
    throw CannotExplain{fmt::format("--where, character {}: {}", condition.error().position + 1,
                                    condition.error().message)};
}

/// What the run met, and the services that its manifests have though nobody called them.
RequestNames names_in(const reports::Names& names, const Scenario& scenario) {
    RequestNames known{.loads = names.all(NameKind::load),
                       .services = names.all(NameKind::service),
                       .pods = names.all(NameKind::pod)};
    for (const mesh::control::Resource& resource : scenario.resources) {
        if (const auto* const service = std::get_if<mesh::control::Service>(&resource))
            known.services.push_back(service->meta.name);
    }
    return known;
}

/// A recorded run, its scenario, and playing it with other requests traced each time.
class Explainer {
public:
    explicit Explainer(const ExplainOptions& options)
        : options_(options), run_(reports::read_run(options.run)) {
        if (options.from >= options.to) throw CannotExplain{"--to must be later than --from"};
        if (!options.where.empty()) where_ = read_where(options.where);
        auto scenario = read_again(run_.head, options.kinds);
        if (!scenario) throw CannotExplain{options.run.string() + " " + scenario.error()};
        scenario_ = std::move(*scenario);
        const std::string unknown =
            where_ ? where_->unknown_name(names_in(run_.summary.names, scenario_)) : "";
        if (!unknown.empty()) throw CannotExplain{"--where: " + unknown};
        if (run_.intervals.empty()) {
            const std::string& why = run_.summary.why;
            throw CannotExplain{
                options.run.string() + " holds no interval: its run " +
                (why.empty() ? "was stopped before the first was over" : "failed: " + why)};
        }
    }

    /// How all requests of the window ended, in order of their end.
    std::vector<RequestEnd> ends() {
        reports::Tracing tracing;
        std::vector<RequestEnd> ends;
        if (where_) {
            ends = matching_ends(tracing);
        } else {
            play(0, tracing, run_end(), [] {});
            ends = tracing.take_ends();
        }
        std::erase_if(ends, [&](const RequestEnd& end) { return !is_in_window(end.sent); });
        loads_ = tracing.names().all(NameKind::load);  // Those that apps send to start, too.
        return ends;
    }

    AskedRequest asked_for(const RequestEnd& end) const { return {loads_[end.load], end.number}; }

    /// Explains the requests, in this order.
    void explain(const std::vector<AskedRequest>& requests, std::ostream& out) {
        reports::Reasons reasons{requests};
        reports::Tracing tracing{&reasons};
        std::map<AskedRequest, reports::RequestTrace> traces;
        const auto take = [&] {
            for (reports::RequestTrace& trace : tracing.take_complete()) {
                AskedRequest key{tracing.names().of(NameKind::load, trace.load), trace.request};
                if (std::ranges::find(requests, key) == requests.end()) continue;
                traces.emplace(std::move(key), std::move(trace));
            }
            tracing.take_ends();
            return traces.size() == requests.size();
        };
        play(1, tracing, run_end(), take);
        for (const AskedRequest& asked : requests) {
            const auto trace = traces.find(asked);
            if (trace == traces.end()) {
                throw CannotExplain{fmt::format("request {}/{} has not ended in this run",
                                                asked.first, asked.second)};
            }
            print(trace->second, tracing, reasons, out);
        }
    }

    /// What all requests of the window waited for, and why they failed.
    void explain_all(std::ostream& out) {
        reports::Tracing tracing;
        reports::Causes causes{tracing.names()};
        const auto take = [&] {
            for (const reports::RequestTrace& trace : tracing.take_complete()) {
                if (!is_meant(trace, tracing.names())) continue;
                if (options_.json) {
                    out << reports::explanation_json(trace, tracing.names()) << '\n';
                } else {
                    causes.add(trace);
                }
            }
            tracing.take_ends();
            return false;
        };
        play(1, tracing, run_end(), take);
        if (!options_.json) out << reports::explanation(causes);
    }

    const Scenario& scenario() const { return scenario_; }

    /// What is to be known of a run that did not come to its end; "" of one that did.
    std::string how_it_ended() const {
        const std::string end = mesh::to_text(run_end().time_since_epoch());
        switch (run_.summary.status) {
            case reports::RunStatus::interrupted:
                return fmt::format(
                    "note: this run was interrupted at {}: what came later is not known\n", end);
            case reports::RunStatus::failed:
                return fmt::format("note: this run failed after {}{}{}\n", end,
                                   run_.summary.why.empty() ? "" : ": ", run_.summary.why);
            case reports::RunStatus::running:
            case reports::RunStatus::done:
                break;
        }
        return {};
    }

private:
    mesh::Instant run_end() const { return run_.intervals.back().end; }

    bool is_in_window(mesh::Instant sent) const {
        return sent >= options_.from && sent < options_.to;
    }

    bool is_meant(const reports::RequestTrace& trace, const reports::Names& names) const {
        return is_in_window(trace.sent()) &&
               (!where_ || where_->matches(attributes_of(trace, names)));
    }

    /// How those ended that the condition holds of.
    std::vector<RequestEnd> matching_ends(reports::Tracing& tracing) {
        std::vector<RequestEnd> ends;
        const auto take = [&] {
            for (const reports::RequestTrace& trace : tracing.take_complete()) {
                if (!is_meant(trace, tracing.names())) continue;
                ends.push_back({.sent = trace.sent(),
                                .ended = trace.ended(),
                                .number = trace.request,
                                .load = trace.load,
                                .status = trace.spans.at(trace.root).back().value,
                                .flags = {}});
            }
            tracing.take_ends();
            return false;
        };
        play(1, tracing, run_end(), take);
        std::ranges::stable_sort(ends, {}, &RequestEnd::ended);
        return ends;
    }

    /// Plays interval by interval; `take` looks at what came, and says whether it is enough.
    template <class Take>
    void play(std::uint32_t span_every, reports::Tracing& tracing, mesh::Instant end, Take take) {
        Replay replay{run_, scenario_, options_.kinds, span_every, &tracing};
        for (mesh::Instant until{}; until < end;) {
            until = std::min(until + scenario_.interval, end);
            if (const auto failed = replay.run_until(until)) {
                throw CannotExplain{not_as_recorded(run_, *failed)};
            }
            if (options_.goes_on && !options_.goes_on(until)) throw CannotExplain{"stopped"};
            if constexpr (std::is_same_v<decltype(take()), bool>) {
                if (take()) return;
            }
        }
        replay.world().close_interval();
        take();
    }

    void print(const reports::RequestTrace& trace,
               const reports::Tracing& tracing,
               const reports::Reasons& reasons,
               std::ostream& out) {
        const reports::Names& names = tracing.names();
        const auto& changes = tracing.all_changes();
        if (options_.on_causes || options_.json) {
            const auto causes = reports::cause_chain(trace, names, changes, &reasons);
            if (options_.on_causes) options_.on_causes(causes);
            if (options_.json) out << reports::explanation_json(trace, names, &causes) << '\n';
        }
        if (!options_.json) out << reports::explanation(trace, names, changes, &reasons) << '\n';
    }

    const ExplainOptions& options_;
    reports::RecordedRun run_;
    Scenario scenario_;
    std::optional<RequestCondition> where_;
    std::vector<std::string> loads_;
};

/// "web/1234"
AskedRequest request_of(const std::string& written, const Scenario& scenario) {
    const std::size_t slash = written.rfind('/');
    AskedRequest asked;
    if (slash != std::string::npos) {
        asked.first = written.substr(0, slash);
        const char* const end = written.data() + written.size();
        const auto read = std::from_chars(written.data() + slash + 1, end, asked.second);
        if (read.ec != std::errc{} || read.ptr != end || slash + 1 == written.size())
            asked.first.clear();
    }
    if (asked.first.empty()) {
        throw CannotExplain{"'" + written +
                            "' is no request: write its load and number, as in web/1234"};
    }
    std::vector<std::string> loads;
    for (const auto& load : scenario.loads)
        loads.push_back(load.id);
    // What apps send to start is no load of the scenario: "shop.default-start".
    const bool is_of_scenario = asked.first.find('.') == std::string::npos;
    if (is_of_scenario && std::ranges::find(loads, asked.first) == loads.end()) {
        throw CannotExplain{"there is no load '" + asked.first + "'" +
                            did_you_mean(asked.first, loads)};
    }
    return asked;
}

/// The requests that the options mean.
std::vector<AskedRequest> chosen(const ExplainOptions& options, Explainer& explainer) {
    std::vector<AskedRequest> requests;
    if (!options.request.empty()) {
        requests.push_back(request_of(options.request, explainer.scenario()));
    }
    if (options.slowest == 0 && options.failed == 0) return requests;
    std::vector<RequestEnd> ends = explainer.ends();
    const auto add = [&](const RequestEnd& end) {
        const AskedRequest asked = explainer.asked_for(end);
        if (std::ranges::find(requests, asked) == requests.end()) requests.push_back(asked);
    };
    std::uint32_t failed = 0;
    for (const RequestEnd& end : ends) {
        if (failed < options.failed && mesh::is_failure(end.status)) {
            ++failed;
            add(end);
        }
    }
    std::ranges::stable_sort(ends, std::ranges::greater{},
                             [](const RequestEnd& end) { return end.ended - end.sent; });
    for (std::size_t place = 0; place < std::min<std::size_t>(options.slowest, ends.size());
         ++place)
        add(ends[place]);
    return requests;
}

}  // namespace

int explain(const ExplainOptions& options, std::ostream& out, std::ostream& err) {
    try {
        Explainer explainer{options};
        err << explainer.how_it_ended();
        const bool asks_for_some =
            !options.request.empty() || options.slowest > 0 || options.failed > 0;
        if (!asks_for_some) {
            explainer.explain_all(out);
            return exit_code::done;
        }
        const std::vector<AskedRequest> requests = chosen(options, explainer);
        if (requests.empty()) (options.json ? err : out) << "no such request in this run\n";
        if (!requests.empty()) explainer.explain(requests, out);
        return exit_code::done;
    } catch (const CannotExplain& error) {
        err << "error: " << error.what() << '\n';
    } catch (const reports::NotARunFile& error) {
        err << "error: " << error.what() << '\n';
    } catch (const reports::StoreError& error) {
        err << "error: " << error.what() << '\n';
    }
    return exit_code::bad_input;
}

}  // namespace weft::scenarios
