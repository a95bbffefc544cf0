// The cluster's DNS answers badly: not at all, late, or with what was true when it began.
#include "sim/failure/fault.hpp"

#include <array>
#include <chrono>
#include <string_view>

namespace weft::sim::faults {
namespace {

class NoAnswers final : public Fault {
public:
    explicit NoAnswers(mesh::Ratio rate) : rate_(rate) {}

    void start(FaultId id,
               const FaultScope&,
               Environment& environment,
               Strength strength) override {
        environment.fail_names(id, scaled(rate_, strength));
    }

private:
    mesh::Ratio rate_;
};

class LateAnswers final : public Fault {
public:
    explicit LateAnswers(mesh::Duration delay) : delay_(delay) {}

    void start(FaultId id,
               const FaultScope&,
               Environment& environment,
               Strength strength) override {
        environment.delay_names(id, Distribution::constant(scaled(delay_, strength)));
    }

private:
    mesh::Duration delay_;
};

class StaleAnswers final : public Fault {
public:
    void start(FaultId id,
               const FaultScope&,
               Environment& environment,
               Strength strength) override {
        if (strength > 0) environment.freeze_names(id);
    }
};

}  // namespace

FaultKind dns() {
    return {
        .name = "dns",
        .summary =
            "lookups of names get no answer (`answers: none`, the share `rate`), a `late` one "
            "(by `delay`), or a `stale` one",
        .acts = FaultKind::Acts::on_names,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            using namespace std::chrono_literals;
            constexpr std::array<std::string_view, 3> words{"none", "late", "stale"};
            const std::string answers = settings.choice("answers", words[0], words);
            if (answers == words[1]) {
                return std::make_unique<LateAnswers>(
                    settings.duration("delay", {.fallback = 5s, .min = 1ns, .max = 1h}));
            }
            if (answers == words[2]) return std::make_unique<StaleAnswers>();
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            return std::make_unique<NoAnswers>(
                settings.ratio("rate", {.fallback = all, .min = {0}, .max = all}));
        },
        .scales = true,
    };
}

}  // namespace weft::sim::faults
