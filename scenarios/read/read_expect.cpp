#include "scenarios/read/read_expect.hpp"

#include "scenarios/expression/parse_expression.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_measure.hpp"
#include "scenarios/read/step_order.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <utility>
#include <variant>

namespace weft::scenarios {
namespace {

/// Gives meaning to one written expectation.
class ExpectationReader {
public:
    ExpectationReader(Expectation& expectation,
                      const std::vector<TimelineStep>& timeline,
                      const ExpressionContext& context)
        : expectation_(expectation), timeline_(timeline), context_(context) {}

    void read() {
        const auto written = parse_expression(expectation_.text);
        if (!written) return context_.error(written.error().position, written.error().message);
        const auto formula = compile(
            *written, [this](const WrittenCall& call) { return resolve(call); },
            [this](const ExpressionError& error) {
                context_.error(error.position, error.message);
            });
        if (formula) expectation_.formula = *formula;
    }

private:
    std::optional<ResolvedCall> resolve(const WrittenCall& call) {
        const auto asked = read_measure(call, context_);
        if (!asked) return std::nullopt;
        if (!asked->rule.kind) {
            context_.error(call.measure.position,
                           fmt::format("{} is for conditions of the timeline, while it runs",
                                       call.measure.text));
            return std::nullopt;
        }
        reports::Measure measure{.kind = *asked->rule.kind,
                                 .load = asked->load,
                                 .source = asked->source,
                                 .destination = asked->destination,
                                 .version = asked->version,
                                 .quantile = asked->rule.quantile,
                                 .flag = asked->flag,
                                 .status_code = asked->status_code,
                                 .wanted = asked->wanted};
        if (asked->window && !read_window(*asked->window, measure)) return std::nullopt;
        const bool counts_from_step = asked->rule.argument == MeasureRule::Argument::step;
        if (counts_from_step && !asked->window && !read_start(*asked, call.measure, measure))
            return std::nullopt;
        expectation_.measures.push_back(std::move(measure));
        return ResolvedCall{static_cast<std::uint32_t>(expectation_.measures.size() - 1),
                            asked->rule.quantity};
    }

    bool read_window(const WrittenWindow& window, reports::Measure& measure) {
        if (window.last) {
            context_.error(window.position,
                           "an expectation looks back at the whole run: write both ends of the "
                           "window, as in 10s .. 20s");
            return false;
        }
        const bool is_known = read_edge(window.from, measure.start, measure.start_at) &&
                              read_edge(window.to, measure.end, measure.end_at);
        if (!is_known) return false;
        const bool are_times = measure.start_at.step.empty() && measure.end_at.step.empty();
        const bool may_be = measure.start >= mesh::Instant{} && measure.start < measure.end;
        if (may_be || !are_times) return true;
        context_.error(window.position,
                       "the window must begin at 0s or later and end after it began");
        return false;
    }

    /// From the step that is named, or the first fault that there is.
    bool read_start(const AskedMeasure& asked, const WrittenWord& name, reports::Measure& measure) {
        WrittenMoment from{.base = WrittenMoment::Base::step_start, .step = {}, .offset = {}};
        if (asked.step) {
            from.step = *asked.step;
        } else {
            const auto* const fault = first_fault();
            if (fault == nullptr) {
                context_.error(name.position,
                               fmt::format("{} counts from a fault, and the timeline has none: "
                                           "name a step, or a window",
                                           name.text));
                return false;
            }
            from.step.text = fault->id;
        }
        return read_edge(from, measure.start, measure.start_at);
    }

    /// The one that begins first at a time; else the first that is written.
    const TimelineStep* first_fault() const {
        const TimelineStep* first = nullptr;
        for (const TimelineStep& step : timeline_) {
            if (!std::holds_alternative<InjectFault>(step.action)) continue;
            const bool is_earlier = first != nullptr && begins_at_time(step) &&
                                    (!begins_at_time(*first) || step.at < first->at);
            if (first == nullptr || is_earlier) first = &step;
        }
        return first;
    }

    static bool begins_at_time(const TimelineStep& step) {
        return step.start.kind == sim::StepStart::Kind::at;
    }

    /// A time, or what has to happen first. Whether it is one of them.
    bool read_edge(const WrittenMoment& moment, mesh::Instant& time, reports::StepEdge& edge) {
        const std::size_t position = moment.step.position;
        if (moment.offset > longest_duration || moment.offset < -longest_duration) {
            context_.error(position, "the window lies too far away");
            return false;
        }
        if (moment.base == WrittenMoment::Base::run) {
            time = mesh::Instant{moment.offset};
            return true;
        }
        const std::string& id = moment.step.text;
        const auto step = std::ranges::find(timeline_, id, &TimelineStep::id);
        if (step == timeline_.end()) {
            std::vector<std::string> ids;
            for (const TimelineStep& known : timeline_)
                ids.push_back(known.id);
            context_.error(position, fmt::format("unknown step '{}'{}", id, did_you_mean(id, ids)));
            return false;
        }
        const bool is_end = moment.base == WrittenMoment::Base::step_end;
        if (is_end && !has_end(timeline_, number_of(*step))) {
            context_.error(position, fmt::format("step '{}' has no end; give it one by for:", id));
            return false;
        }
        const auto fixed = is_end ? fixed_end(*step) : fixed_start(*step);
        if (fixed) {
            time = *fixed + moment.offset;
        } else {
            edge = {.step = id, .is_end = is_end, .offset = moment.offset};
        }
        return true;
    }

    static std::optional<mesh::Instant> fixed_start(const TimelineStep& step) {
        if (!begins_at_time(step)) return std::nullopt;
        return step.at;
    }

    /// Of a fault that nothing ends but its length.
    std::optional<mesh::Instant> fixed_end(const TimelineStep& step) const {
        const auto* const fault = std::get_if<InjectFault>(&step.action);
        const bool is_fixed = fault != nullptr && begins_at_time(step) && fault->length &&
                              fault->ends_when.text.empty() && !fault->until_time &&
                              step.repeat.times == 1 && !is_healed(timeline_, number_of(step));
        if (!is_fixed) return std::nullopt;
        return step.at + *fault->length;
    }

    std::size_t number_of(const TimelineStep& step) const {
        return static_cast<std::size_t>(&step - timeline_.data());
    }

    Expectation& expectation_;
    const std::vector<TimelineStep>& timeline_;
    const ExpressionContext& context_;
};

}  // namespace

std::vector<Expectation> read_expectations(YamlMap& scenario,
                                           const std::vector<sim::LoadPlan>& loads,
                                           const std::vector<TimelineStep>& timeline,
                                           References& references) {
    for (const sim::LoadPlan& load : loads)
        references.loads.push_back(load.id);
    std::vector<Expectation> expectations;
    scenario.each("expect", [&](const YAML::Node& node) {
        if (!node.IsScalar()) {
            scenario.diagnostics().error(place_of(node, scenario.file()),
                                         "an expectation is a text such as success(web) > 99%");
            return;
        }
        Expectation expectation;
        expectation.text = node.Scalar();
        expectation.place = text_place_of(node, scenario.file());
        const ExpressionContext context{expectation.place, loads, references,
                                        scenario.diagnostics()};
        ExpectationReader{expectation, timeline, context}.read();
        expectations.push_back(std::move(expectation));
    });
    return expectations;
}

}  // namespace weft::scenarios
