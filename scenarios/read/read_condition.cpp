#include "scenarios/read/read_condition.hpp"

#include "scenarios/expression/parse_expression.hpp"

#include <fmt/format.h>
#include <utility>
#include <variant>

namespace weft::scenarios {
namespace {

constexpr mesh::Duration shortest_look_back = std::chrono::milliseconds{100};
constexpr mesh::Duration longest_look_back = std::chrono::minutes{10};

/// How far a measure looks back; zero if it is about now. Nothing if there was a mistake.
std::optional<mesh::Duration> look_back(const AskedMeasure& asked,
                                        const WrittenWord& name,
                                        const ExpressionContext& context) {
    const bool wants_window = sim::looks_back(*asked.rule.signal);
    if (!wants_window && !asked.window) return mesh::Duration::zero();
    if (!wants_window) {
        context.error(asked.window->position,
                      fmt::format("{} is asked about now: a window has no meaning", name.text));
        return std::nullopt;
    }
    if (!asked.window || !asked.window->last) {
        context.error(asked.window ? asked.window->position : name.position,
                      fmt::format("a condition looks back from now: write how far, as in "
                                  "{}(..., 5s)",
                                  name.text));
        return std::nullopt;
    }
    const mesh::Duration last = *asked.window->last;
    if (last >= shortest_look_back && last <= longest_look_back) return last;
    context.error(asked.window->position, "a condition looks back from 100ms up to 10m");
    return std::nullopt;
}

}  // namespace

std::optional<Condition> read_condition(const std::string& text,
                                        const ExpressionContext& context,
                                        std::vector<sim::Signal>& watched) {
    const auto written = parse_expression(text);
    if (!written) {
        context.error(written.error().position, written.error().message);
        return std::nullopt;
    }
    Condition condition;
    const auto resolve = [&](const WrittenCall& call) -> std::optional<ResolvedCall> {
        const auto asked = read_measure(call, context);
        if (!asked) return std::nullopt;
        if (!asked->rule.signal) {
            context.error(
                call.measure.position,
                fmt::format("{} is for expectations, once the run is over", call.measure.text));
            return std::nullopt;
        }
        const auto window = look_back(*asked, call.measure, context);
        if (!window) return std::nullopt;
        condition.signals.push_back(static_cast<std::uint32_t>(watched.size()));
        watched.push_back({.kind = *asked->rule.signal,
                           .load = asked->load,
                           .source = asked->source,
                           .destination = asked->destination,
                           .version = asked->version,
                           .quantile = asked->rule.quantile,
                           .window = *window});
        return ResolvedCall{static_cast<std::uint32_t>(condition.signals.size() - 1),
                            asked->rule.quantity};
    };
    const auto formula = compile(*written, resolve, [&](const ExpressionError& error) {
        context.error(error.position, error.message);
    });
    if (!formula) return std::nullopt;
    if (condition.signals.empty()) {
        context.error(0,
                      "measures nothing, so it holds at once or never; a condition asks for "
                      "something, as error_share(web, 5s) > 20% does");
        return std::nullopt;
    }
    condition.formula = *formula;
    return condition;
}

tl::expected<Condition, std::string> read_condition(const std::string& text,
                                                    const Scenario& scenario,
                                                    std::vector<sim::Signal>& watched) {
    Diagnostics diagnostics;
    References references;
    for (const sim::LoadPlan& load : scenario.loads)
        references.loads.push_back(load.id);
    const ExpressionContext context{
        {.file = "", .line = 1, .column = 1}, scenario.loads, references, diagnostics};
    auto condition = read_condition(text, context, watched);
    check_references(references, scenario.resources, diagnostics);
    if (condition && !diagnostics.has_errors()) return std::move(*condition);
    std::string mistakes;
    for (const Diagnostic& each : diagnostics.sorted()) {
        if (!mistakes.empty()) mistakes += '\n';
        mistakes += fmt::format("{}: {}", each.place.column, each.message);
    }
    return tl::make_unexpected(std::move(mistakes));
}

std::vector<sim::Signal> read_conditions(std::vector<TimelineStep>& timeline,
                                         const std::vector<sim::LoadPlan>& loads,
                                         References& references,
                                         Diagnostics& diagnostics) {
    std::vector<sim::Signal> watched;
    const auto read = [&](const WrittenCondition& written) -> sim::Condition {
        const ExpressionContext context{written.place, loads, references, diagnostics};
        auto condition = read_condition(written.text, context, watched);
        if (!condition) return {};
        return [condition = std::move(*condition)](const sim::Signals& signals) {
            return condition.holds(signals);
        };
    };
    for (TimelineStep& step : timeline) {
        if (!step.when.text.empty()) step.start.condition = read(step.when);
        auto* const fault = std::get_if<InjectFault>(&step.action);
        if (fault != nullptr && !fault->ends_when.text.empty())
            fault->until = read(fault->ends_when);
    }
    return watched;
}

}  // namespace weft::scenarios
