#include "scenarios/read/read_measure.hpp"

#include "mesh/base/quantity.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace weft::scenarios {
namespace {

using RuleArgument = MeasureRule::Argument;
using RuleSubject = MeasureRule::Subject;

/// What a measure takes beside its subject; empty if nothing.
std::string_view wanted_by(RuleArgument argument) {
    switch (argument) {
        case RuleArgument::none:
        case RuleArgument::step:  // Of which there may be none.
            return "";
        case RuleArgument::flag:
            return "a flag such as UO";
        case RuleArgument::status:
            return "a status such as 503";
        case RuleArgument::version:
            return "a version such as v2";
    }
    return "";
}

class CallReader {
public:
    CallReader(const WrittenCall& call, const MeasureRule& rule, const ExpressionContext& context)
        : call_(call), context_(context), asked_{.rule = rule} {}

    std::optional<AskedMeasure> read() {
        for (const WrittenArgument& argument : call_.arguments) {
            if (argument.window) {
                read_window(*argument.window);
            } else if (argument.key) {
                read_named(*argument.key, argument.word);
            } else if (!has_subject_ && asked_.rule.subject != RuleSubject::none) {
                read_subject(argument);
            } else {
                read_rest(argument.word);
            }
        }
        check_complete();
        if (!is_sound_) return std::nullopt;
        if (!asked_.version.empty()) {
            context_.references.versions.push_back(
                {asked_.version, asked_.destination, context_.place(version_position_)});
        }
        return std::move(asked_);
    }

private:
    void read_window(const WrittenWindow& window) {
        if (asked_.window) return error(window.position, "there is already a window");
        asked_.window = window;
    }

    void read_named(const WrittenWord& key, const WrittenWord& word) {
        const std::string& name = key.text;
        const RuleSubject of = asked_.rule.subject;
        const bool of_calls =
            of == RuleSubject::load_or_calls || of == RuleSubject::service_or_calls;
        const bool of_any = of_calls || of == RuleSubject::service;
        const bool of_load = of == RuleSubject::load_or_calls || of == RuleSubject::load;
        if (name == "load" && of_load && !has_subject_) return read_load(word);
        if ((name == "service" || name == "to") && of_any && asked_.destination.empty()) {
            return refer_to(word, asked_.destination);
        }
        if (name == "from" && of_calls && asked_.source.empty()) return read_source(word);
        if (name == "version" && of == RuleSubject::load_or_calls && asked_.version.empty()) {
            return read_version(word);
        }
        if (name == name_of(asked_.rule.argument)) return read_rest(word);
        std::vector<std::string> known{"load", "service", "from", "to", "version"};
        if (asked_.rule.argument != RuleArgument::none)
            known.emplace_back(name_of(asked_.rule.argument));
        const bool is_known = std::ranges::find(known, name) != known.end();
        error(key.position, is_known ? fmt::format("{} takes no '{}' here", asked_.rule.name, name)
                                     : fmt::format("{} takes no '{}'{}", asked_.rule.name, name,
                                                   did_you_mean(name, known)));
    }

    static std::string_view name_of(RuleArgument argument) {
        constexpr std::array<std::string_view, 5> names{"", "flag", "status", "version", "step"};
        return names[static_cast<std::size_t>(argument)];
    }

    void read_subject(const WrittenArgument& argument) {
        const bool of_load = asked_.rule.subject == RuleSubject::load;
        if (argument.callee && (of_load || asked_.rule.subject == RuleSubject::service)) {
            return error(argument.word.position,
                         fmt::format("{} is asked of one {}", asked_.rule.name,
                                     of_load ? "load" : "service"));
        }
        if (of_load) return read_load(argument.word);
        if (argument.callee) {
            read_source(argument.word);
            return refer_to(*argument.callee, asked_.destination);
        }
        if (asked_.rule.subject != RuleSubject::load_or_calls)
            return refer_to(argument.word, asked_.destination);
        const bool is_load = std::ranges::any_of(context_.loads, [&](const sim::LoadPlan& load) {
            return load.id == argument.word.text;
        });
        if (is_load) return read_load(argument.word);
        refer_to(argument.word, asked_.destination);
    }

    void read_load(const WrittenWord& word) {
        has_subject_ = true;
        asked_.load = word.text;
        std::vector<std::string> ids;
        for (const sim::LoadPlan& load : context_.loads)
            ids.push_back(load.id);
        if (std::ranges::find(ids, word.text) != ids.end()) return;
        error(word.position,
              fmt::format("unknown load '{}'{}", word.text, did_you_mean(word.text, ids)));
    }

    /// A caller: a service, or the client of a load.
    void read_source(const WrittenWord& word) {
        const bool is_client = std::ranges::any_of(
            context_.loads, [&](const sim::LoadPlan& load) { return load.from == word.text; });
        if (!is_client) return refer_to(word, asked_.source);
        has_subject_ = true;
        asked_.source = word.text;
    }

    void refer_to(const WrittenWord& word, std::string& service) {
        has_subject_ = true;
        service = word.text;
        context_.references.subjects.push_back({word.text, context_.place(word.position)});
    }

    void read_rest(const WrittenWord& word) {
        if (asked_.rule.argument == RuleArgument::none) {
            if (mesh::parse_number(word.text)) {
                return error(word.position, fmt::format("'{}' is no window: a time has its unit, "
                                                        "as in 5s",
                                                        word.text));
            }
            return error(word.position,
                         fmt::format("{} takes only a subject and a window", asked_.rule.name));
        }
        if (asked_.window) return error(word.position, "the window comes last");
        if (asked_.rule.argument == RuleArgument::step) return read_step(word);
        if (has_rest_) return error(word.position, "one flag, status or version is enough");
        has_rest_ = true;
        switch (asked_.rule.argument) {
            case RuleArgument::flag:
                return read_flag(word);
            case RuleArgument::status:
                return read_status(word);
            default:
                read_version(word);
        }
    }

    void read_version(const WrittenWord& word) {
        asked_.version = word.text;
        version_position_ = word.position;
    }

    /// From which step a time counts; or the share that has to succeed again.
    void read_step(const WrittenWord& word) {
        const auto share = mesh::parse_ratio(word.text);
        if (share && asked_.rule.kind == reports::Measure::Kind::time_to_recover) {
            asked_.wanted = static_cast<double>(share->parts) / mesh::Ratio::whole;
            return;
        }
        if (asked_.step) return error(word.position, "a time counts from one step");
        asked_.step = word;
    }

    void read_flag(const WrittenWord& word) {
        std::vector<std::string> names;
        for (std::size_t bit = 0; bit < mesh::flag_count; ++bit) {
            names.emplace_back(mesh::flag_name(bit));
            if (names.back() != word.text) continue;
            asked_.flag = static_cast<mesh::Flag>(1U << bit);
            return;
        }
        error(word.position,
              fmt::format("unknown flag '{}'{}", word.text, did_you_mean(word.text, names)));
    }

    void read_status(const WrittenWord& word) {
        const auto status = mesh::parse_count(word.text);
        if (status && (*status == 0 || (*status >= 100 && *status <= 599))) {
            asked_.status_code = static_cast<std::uint16_t>(*status);
            return;
        }
        error(word.position, "a status is from 100 to 599, or 0 for no answer");
    }

    void check_complete() {
        if (!is_sound_) return;  // One message is enough.
        const std::size_t position = call_.measure.position;
        if (!has_subject_ && asked_.rule.subject == RuleSubject::load_or_calls) {
            error(position,
                  fmt::format("{} needs a load, a service, or SERVICE->SERVICE", asked_.rule.name));
        }
        const bool of_service = asked_.rule.subject == RuleSubject::service ||
                                asked_.rule.subject == RuleSubject::service_or_calls;
        if (!has_subject_ && of_service)
            error(position, fmt::format("{} needs a service", asked_.rule.name));
        if (!asked_.load.empty() &&
            !(asked_.source.empty() && asked_.destination.empty() && asked_.version.empty())) {
            error(position,
                  fmt::format("{} is asked of a load or of calls, not of both", asked_.rule.name));
        }
        if (asked_.step && asked_.window) {
            error(asked_.step->position, "a time counts from a step or from a window's beginning");
        }
        const std::string_view wanted = wanted_by(asked_.rule.argument);
        if (!wanted.empty() && !has_rest_)
            error(position, fmt::format("{} needs {}", asked_.rule.name, wanted));
        check_state();
    }

    void check_state() {
        const std::string& state = asked_.rule.state;
        if (!call_.state) {
            if (state.empty()) return;
            return error(call_.measure.position,
                         fmt::format("write {}({}).{} to ask whether it was", asked_.rule.name,
                                     asked_.destination, state));
        }
        if (call_.state->text == state) return;
        if (state.empty()) {
            return error(call_.state->position, fmt::format("{} has no states", asked_.rule.name));
        }
        error(call_.state->position, fmt::format("{} may be {}, but not '{}'", asked_.rule.name,
                                                 state, call_.state->text));
    }

    void error(std::size_t position, std::string message) {
        is_sound_ = false;
        context_.error(position, std::move(message));
    }

    const WrittenCall& call_;
    const ExpressionContext& context_;
    AskedMeasure asked_;
    std::size_t version_position_ = 0;
    bool has_subject_ = false;
    bool has_rest_ = false;
    bool is_sound_ = true;
};

}  // namespace

void ExpressionContext::error(std::size_t position, std::string message) const {
    diagnostics.error(place(position), std::move(message));
}

Place ExpressionContext::place(std::size_t position) const {
    Place place = begin;
    if (place.line > 0) place.column += position;
    return place;
}

std::optional<AskedMeasure> read_measure(const WrittenCall& call,
                                         const ExpressionContext& context) {
    const std::string& name = call.measure.text;
    if (const auto rule = find_measure(name)) return CallReader{call, *rule, context}.read();
    context.error(call.measure.position,
                  fmt::format("unknown measure '{}'{}", name, did_you_mean(name, measure_names())));
    return std::nullopt;
}

}  // namespace weft::scenarios
