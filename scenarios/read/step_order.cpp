#include "scenarios/read/step_order.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <utility>
#include <variant>

namespace weft::scenarios {
namespace {

using sim::StepStart;

std::optional<std::uint32_t> find_step(const std::vector<TimelineStep>& steps,
                                       const std::string& id) {
    const auto found = std::ranges::find(steps, id, &TimelineStep::id);
    if (found == steps.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - steps.begin());
}

/// Finds what references name, and then what that makes of the order.
class StepOrder {
public:
    StepOrder(std::vector<TimelineStep>& steps,
              const std::set<std::string>& written,
              Diagnostics& diagnostics)
        : steps_(steps), written_(written), diagnostics_(diagnostics) {}

    void find(const StepReference& reference) {
        const auto by = find_step(steps_, reference.by);
        if (!by) return;  // It could not be read.
        const auto other = find_step(steps_, reference.name);
        if (!other) return say_unknown(reference);
        if (reference.kind == StepReference::Kind::follows) {
            steps_[*by].start.step = *other;
            waiting_.insert_or_assign(*by, Wait{*other, reference.place});
            return;
        }
        std::get<sim::PlannedHeal>(steps_[*by].action).step = *other;
        const auto& healed = steps_[*other].action;
        const bool goes_on = std::holds_alternative<InjectFault>(healed) ||
                             std::holds_alternative<sim::PlannedShift>(healed);
        if (goes_on) return;
        diagnostics_.error(reference.place,
                           fmt::format("step '{}' is neither a fault nor a shift of traffic: there "
                                       "is nothing to heal",
                                       reference.name));
    }

    void check() {
        for (const auto& [number, wait] : waiting_) {
            if (is_in_circle(number)) continue;
            const bool waits_for_end = steps_[number].start.kind == StepStart::Kind::after_end;
            if (!waits_for_end || has_end(steps_, wait.other)) continue;
            const std::string& id = steps_[wait.other].id;
            diagnostics_.error(wait.place,
                               fmt::format("step '{}' has no end to wait for; give it one by for:, "
                                           "or write after: {}.start",
                                           id, id));
        }
    }

private:
    struct Wait {
        std::uint32_t other = 0;
        Place place{};
    };

    void say_unknown(const StepReference& reference) {
        if (written_.contains(reference.name)) return;  // It has mistakes of its own.
        const std::vector<std::string> known{written_.begin(), written_.end()};
        diagnostics_.error(reference.place, fmt::format("unknown step '{}'{}", reference.name,
                                                        did_you_mean(reference.name, known)));
    }

    /// Whether the step waits for itself, which is said at the first one of the circle.
    bool is_in_circle(std::uint32_t number) {
        std::vector<std::uint32_t> way{number};
        for (auto wait = waiting_.find(number); wait != waiting_.end();
             wait = waiting_.find(way.back())) {
            way.push_back(wait->second.other);
            if (way.back() == number) break;
            if (way.size() > steps_.size()) return false;  // It only leads into a circle.
        }
        if (way.size() == 1 || way.back() != number) return false;
        if (std::ranges::min(way) == number) say_circle(way);
        return true;
    }

    void say_circle(const std::vector<std::uint32_t>& way) {
        const std::string& first = steps_[way.front()].id;
        std::string message = fmt::format("step '{}' waits for itself", first);
        if (way.size() > 2) {
            message += ": " + first;
            constexpr std::size_t most_shown = 10;
            for (std::size_t at = 1; at < std::min(way.size(), most_shown); ++at)
                message.append(" -> ").append(steps_[way[at]].id);
            if (way.size() > most_shown)
                message += fmt::format(" -> … (of {} steps)", way.size() - 1);
        }
        diagnostics_.error(waiting_.at(way.front()).place, message);
    }

    std::vector<TimelineStep>& steps_;
    const std::set<std::string>& written_;
    Diagnostics& diagnostics_;
    std::map<std::uint32_t, Wait> waiting_;  ///< By the step that waits.
};

}  // namespace

void order_steps(std::vector<TimelineStep>& steps,
                 const std::vector<StepReference>& references,
                 const std::set<std::string>& written,
                 Diagnostics& diagnostics) {
    StepOrder order{steps, written, diagnostics};
    for (const StepReference& reference : references)
        order.find(reference);
    order.check();
}

bool is_healed(const std::vector<TimelineStep>& steps, std::size_t number) {
    return std::ranges::any_of(steps, [number](const TimelineStep& step) {
        const auto* const heal = std::get_if<sim::PlannedHeal>(&step.action);
        return heal != nullptr && heal->step == number;
    });
}

bool has_end(const std::vector<TimelineStep>& steps, std::size_t number) {
    if (is_healed(steps, number)) return true;
    const TimelineStep& step = steps[number];
    if (step.repeat.times == 0) return false;
    const auto* const fault = std::get_if<InjectFault>(&step.action);
    return fault == nullptr || fault->length || fault->until_time || !fault->ends_when.text.empty();
}

}  // namespace weft::scenarios
