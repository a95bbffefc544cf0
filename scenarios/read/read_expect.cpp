#include "scenarios/read/read_expect.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/expression/expectation_grammar.hpp"
#include "scenarios/model/measure_rules.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

namespace weft::scenarios {
namespace {

using reports::Measure;

/// Gives meaning to one written expectation.
class ExpectationReader {
public:
    ExpectationReader(Expectation& expectation,
                      const std::vector<sim::LoadPlan>& loads,
                      const std::vector<TimelineStep>& timeline,
                      References& references,
                      Diagnostics& diagnostics)
        : expectation_(expectation),
          loads_(loads),
          timeline_(timeline),
          references_(references),
          diagnostics_(diagnostics) {}

    void read() {
        const auto written = parse_expectation(expectation_.text);
        if (!written) return error(written.error().position, written.error().message);
        const auto rule = find_measure(written->measure.text);
        if (!rule) {
            return error(written->measure.position,
                         "unknown measure '" + written->measure.text + "'" +
                             did_you_mean(written->measure.text, measure_names()));
        }
        expectation_.measure.kind = rule->kind;
        expectation_.measure.quantile = rule->quantile;
        expectation_.comparison = written->comparison;
        read_subject(*rule, *written);
        read_argument(*rule, *written);
        read_bound(*rule, written->bound);
        if (written->window) read_window(*written->window, *written);
    }

private:
    void read_subject(const MeasureRule& rule, const WrittenExpectation& written) {
        Measure& measure = expectation_.measure;
        if (written.callee) {
            measure.source = written.subject.text;
            measure.destination = written.callee->text;
            const bool is_client = std::ranges::any_of(
                loads_, [&](const sim::LoadPlan& load) { return load.from == measure.source; });
            if (!is_client) refer_to(written.subject);
            return refer_to(*written.callee);
        }
        const bool is_load = std::ranges::any_of(
            loads_, [&](const sim::LoadPlan& load) { return load.id == written.subject.text; });
        if (is_load && rule.subject == MeasureRule::Subject::load_or_calls) {
            measure.load = written.subject.text;
            return;
        }
        measure.destination = written.subject.text;
        refer_to(written.subject);
    }

    void refer_to(const WrittenWord& service) {
        references_.subjects.push_back({service.text, place(service.position)});
    }

    void read_argument(const MeasureRule& rule, const WrittenExpectation& written) {
        const std::optional<WrittenWord>& argument = written.argument;
        if (rule.argument == MeasureRule::Argument::none) {
            if (!argument) return;
            return error(argument->position, rule.name + " takes only a subject and a window");
        }
        if (!argument) {
            const char* const wanted =
                rule.argument == MeasureRule::Argument::flag     ? "a flag such as UO"
                : rule.argument == MeasureRule::Argument::status ? "a status such as 503"
                                                                 : "a version such as v2";
            return error(written.measure.position, rule.name + " needs " + std::string{wanted});
        }
        if (rule.argument == MeasureRule::Argument::flag) return read_flag(*argument);
        if (rule.argument == MeasureRule::Argument::status) return read_status(*argument);
        expectation_.measure.version = argument->text;
    }

    void read_flag(const WrittenWord& argument) {
        std::vector<std::string> names;
        for (std::size_t bit = 0; bit < mesh::flag_count; ++bit) {
            names.emplace_back(mesh::flag_name(bit));
            if (names.back() != argument.text) continue;
            expectation_.measure.flag = static_cast<mesh::Flag>(1U << bit);
            return;
        }
        error(argument.position,
              "unknown flag '" + argument.text + "'" + did_you_mean(argument.text, names));
    }

    void read_status(const WrittenWord& argument) {
        const auto status = mesh::parse_count(argument.text);
        if (status && (*status == 0 || (*status >= 100 && *status <= 599))) {
            expectation_.measure.status_code = static_cast<std::uint16_t>(*status);
            return;
        }
        error(argument.position, "a status is from 100 to 599, or 0 for no answer");
    }

    void read_bound(const MeasureRule& rule, const WrittenWord& bound) {
        using Unit = MeasureRule::Unit;
        std::optional<double> value;
        std::string wanted;
        if (rule.unit == Unit::share) {
            wanted = "a share in percent, such as 99.9%";
            if (const auto ratio = mesh::parse_ratio(bound.text)) {
                value = static_cast<double>(ratio->parts) / mesh::Ratio::whole;
            }
        } else if (rule.unit == Unit::time) {
            wanted = "a duration with its unit, such as 80ms";
            if (const auto time = mesh::parse_duration(bound.text)) {
                value = static_cast<double>(time->count());
            }
        } else if (rule.unit == Unit::rate) {
            wanted = "a rate with its unit, such as 90/s";
            value = mesh::parse_rate(bound.text);
        } else if (rule.unit == Unit::number) {
            wanted = "a number such as 1.2";
            value = mesh::parse_number(bound.text);
        } else {
            wanted = "a whole number";
            if (const auto count = mesh::parse_count(bound.text)) value = *count;
        }
        if (!value) return error(bound.position, rule.name + " is compared with " + wanted);
        expectation_.bound = *value;
    }

    void read_window(const WrittenWindow& window, const WrittenExpectation& written) {
        const auto start = instant_of(window.from);
        const auto end = instant_of(window.to);
        if (!start || !end) return;
        expectation_.measure.start = *start;
        expectation_.measure.end = *end;
        if (*start < *end && *start >= mesh::Instant{}) return;
        error(written.measure.position,
              "the window must begin at 0s or later and end after it began");
    }

    std::optional<mesh::Instant> instant_of(const WrittenMoment& moment) {
        if (moment.offset > longest_duration || moment.offset < -longest_duration) {
            error(moment.step.position, "the window lies too far away");
            return std::nullopt;
        }
        if (moment.base == WrittenMoment::Base::run) return mesh::Instant{moment.offset};
        const auto step = std::ranges::find(timeline_, moment.step.text, &TimelineStep::id);
        if (step == timeline_.end()) {
            std::vector<std::string> ids;
            for (const TimelineStep& known : timeline_)
                ids.push_back(known.id);
            error(moment.step.position,
                  "unknown step '" + moment.step.text + "'" + did_you_mean(moment.step.text, ids));
            return std::nullopt;
        }
        if (moment.base == WrittenMoment::Base::step_start) return step->at + moment.offset;
        const auto* const fault = std::get_if<InjectFault>(&step->action);
        if (fault == nullptr || !fault->length) {
            error(moment.step.position,
                  "step '" + moment.step.text + "' has no end; give it one by for:");
            return std::nullopt;
        }
        return step->at + *fault->length + moment.offset;
    }

    Place place(std::size_t position) const {
        Place place = expectation_.place;
        if (place.line > 0) place.column += position;
        return place;
    }

    void error(std::size_t position, std::string message) {
        diagnostics_.error(place(position), std::move(message));
    }

    Expectation& expectation_;
    const std::vector<sim::LoadPlan>& loads_;
    const std::vector<TimelineStep>& timeline_;
    References& references_;
    Diagnostics& diagnostics_;
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
        ExpectationReader{expectation, loads, timeline, references, scenario.diagnostics()}.read();
        expectations.push_back(std::move(expectation));
    });
    return expectations;
}

}  // namespace weft::scenarios
