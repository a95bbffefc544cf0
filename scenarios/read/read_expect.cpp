#include "scenarios/read/read_expect.hpp"

#include "scenarios/expression/parse_expression.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_measure.hpp"
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
        reports::Measure measure{.kind = asked->rule.kind,
                                 .load = asked->load,
                                 .source = asked->source,
                                 .destination = asked->destination,
                                 .version = asked->version,
                                 .quantile = asked->rule.quantile,
                                 .flag = asked->flag,
                                 .status_code = asked->status_code,
                                 .wanted = asked->wanted};
        if (asked->window && !read_window(*asked->window, call.measure, measure))
            return std::nullopt;
        const bool counts_from_step = asked->rule.argument == MeasureRule::Argument::step;
        if (counts_from_step && !asked->window && !read_start(*asked, call.measure, measure))
            return std::nullopt;
        expectation_.measures.push_back(std::move(measure));
        return ResolvedCall{static_cast<std::uint32_t>(expectation_.measures.size() - 1),
                            asked->rule.quantity};
    }

    bool read_window(const WrittenWindow& window,
                     const WrittenWord& name,
                     reports::Measure& measure) {
        if (window.last) {
            context_.error(window.position,
                           "an expectation looks back at the whole run: write both ends of the "
                           "window, as in 10s .. 20s");
            return false;
        }
        const auto start = instant_of(window.from);
        const auto end = instant_of(window.to);
        if (!start || !end) return false;
        measure.start = *start;
        measure.end = *end;
        if (*start < *end && *start >= mesh::Instant{}) return true;
        context_.error(name.position,
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
        const auto start = instant_of(from);
        if (start) measure.start = *start;
        return start.has_value();
    }

    const TimelineStep* first_fault() const {
        const TimelineStep* first = nullptr;
        for (const TimelineStep& step : timeline_) {
            const bool is_fault = std::holds_alternative<InjectFault>(step.action);
            if (is_fault && (first == nullptr || step.at < first->at)) first = &step;
        }
        return first;
    }

    std::optional<mesh::Instant> instant_of(const WrittenMoment& moment) {
        if (moment.offset > longest_duration || moment.offset < -longest_duration) {
            context_.error(moment.step.position, "the window lies too far away");
            return std::nullopt;
        }
        if (moment.base == WrittenMoment::Base::run) return mesh::Instant{moment.offset};
        const std::string& id = moment.step.text;
        const auto step = std::ranges::find(timeline_, id, &TimelineStep::id);
        if (step == timeline_.end()) {
            std::vector<std::string> ids;
            for (const TimelineStep& known : timeline_)
                ids.push_back(known.id);
            context_.error(moment.step.position,
                           fmt::format("unknown step '{}'{}", id, did_you_mean(id, ids)));
            return std::nullopt;
        }
        if (moment.base == WrittenMoment::Base::step_start) return step->at + moment.offset;
        const auto* const fault = std::get_if<InjectFault>(&step->action);
        if (fault == nullptr || !fault->length) {
            context_.error(moment.step.position,
                           fmt::format("step '{}' has no end; give it one by for:", id));
            return std::nullopt;
        }
        return step->at + *fault->length + moment.offset;
    }

    Expectation& expectation_;
    const std::vector<TimelineStep>& timeline_;
    const ExpressionContext& context_;
};

/// Where the text itself begins: behind the quote, if there is one.
Place text_place(const YAML::Node& node, const std::string& file) {
    Place place = place_of(node, file);
    const bool is_quoted = node.Tag() == "!";
    if (is_quoted && place.line > 0) ++place.column;
    return place;
}

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
        expectation.place = text_place(node, scenario.file());
        const ExpressionContext context{expectation.place, loads, references,
                                        scenario.diagnostics()};
        ExpectationReader{expectation, timeline, context}.read();
        expectations.push_back(std::move(expectation));
    });
    return expectations;
}

}  // namespace weft::scenarios
