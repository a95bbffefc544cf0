#include "scenarios/play/judge.hpp"

namespace weft::scenarios {
namespace {

bool holds(double value, Expectation::Comparison comparison, double bound) {
    switch (comparison) {
        case Expectation::Comparison::less:
            return value < bound;
        case Expectation::Comparison::less_equal:
            return value <= bound;
        case Expectation::Comparison::greater:
            return value > bound;
        case Expectation::Comparison::greater_equal:
            return value >= bound;
        case Expectation::Comparison::equal:
            return value == bound;
    }
    return false;
}

}  // namespace

std::vector<reports::Measure> measures_of(const Scenario& scenario) {
    std::vector<reports::Measure> measures;
    for (const Expectation& expectation : scenario.expect) {
        measures.push_back(expectation.measure);
    }
    return measures;
}

std::vector<reports::Judgement> judge(const Scenario& scenario,
                                      const reports::Recording& recording) {
    std::vector<reports::Judgement> judgements;
    for (std::size_t number = 0; number < scenario.expect.size(); ++number) {
        const Expectation& expectation = scenario.expect[number];
        const auto value = recording.value(number);
        judgements.push_back(
            {.text = expectation.text,
             .held = value && holds(*value, expectation.comparison, expectation.bound),
             .value = value,
             .unit = reports::unit_of(expectation.measure.kind)});
    }
    return judgements;
}

}  // namespace weft::scenarios
