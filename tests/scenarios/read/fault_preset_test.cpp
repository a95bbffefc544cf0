#include "scenarios/read/fault_preset.hpp"

#include "scenarios/model/kinds.hpp"
#include "scenarios/read/data_folder.hpp"
#include "tests/scenarios/read/scenario_sample.hpp"

#include <algorithm>
#include <variant>

namespace fault_preset_test {

using namespace weft;
using namespace std::chrono_literals;
using scenarios::FaultPreset;
using scenarios::InjectFault;
using tests::shop_refusal;
using tests::valid_shop;

namespace {

FaultPreset preset_of(const std::string& name) {
    scenarios::Diagnostics diagnostics;
    auto preset = scenarios::find_fault_preset(name, diagnostics);
    for (const auto& each : diagnostics.sorted())
        MESSAGE(to_text(each));
    REQUIRE(preset);
    return std::move(*preset);
}

/// What a step has to say beside the preset's name: where it acts, and what has no default, which
/// is a path.
std::string where(const FaultPreset& preset) {
    const sim::FaultRegistry faults = sim::built_in_faults();
    bool target = false;
    bool ends = false;
    for (const YAML::Node& part : preset.faults) {
        const sim::FaultKind* const kind = faults.find(part["fault"].Scalar());
        REQUIRE(kind != nullptr);
        target |= kind->acts == sim::FaultKind::Acts::on_pods ||
                  kind->acts == sim::FaultKind::Acts::on_nodes ||
                  scenarios::names_value(part, "target");
        ends |= kind->acts == sim::FaultKind::Acts::on_links && !part["to"].IsDefined();
    }
    std::string keys;
    if (target) keys += ", target: {service: cart}";
    if (ends) keys += ", from: {service: web}, to: {service: cart}";
    for (const FaultPreset::Parameter& parameter : preset.parameters) {
        if (!parameter.fallback.IsDefined()) keys += ", " + parameter.name + ": /x";
    }
    return keys;
}

InjectFault only_fault(const std::string& step) {
    return std::get<InjectFault>(valid_shop("timeline:\n  - " + step + "\n").timeline.at(0).action);
}

}  // namespace

TEST_SUITE("presets of faults") {
    TEST_CASE("every preset is played by its name with its defaults, and says what it is") {
        const std::vector<std::string> names = scenarios::data_names(scenarios::data::faults);
        CHECK(names.size() >= 30);
        for (const std::string& name : names) {
            CAPTURE(name);
            const FaultPreset preset = preset_of(name);
            CHECK(preset.about.size() < 120);
            const auto fault = only_fault("{at: 1s, for: 5s, fault: " + name + where(preset) + "}");
            CHECK(fault.effect != nullptr);
            CHECK(1 + fault.others.size() == preset.faults.size());
        }
    }

    TEST_CASE("no preset has the name of a primitive, and every parameter is used") {
        const sim::FaultRegistry faults = sim::built_in_faults();
        for (const std::string& name : scenarios::data_names(scenarios::data::faults)) {
            CAPTURE(name);
            CHECK(faults.find(name) == nullptr);
            const FaultPreset preset = preset_of(name);
            for (const FaultPreset::Parameter& parameter : preset.parameters) {
                CAPTURE(parameter.name);
                bool used = std::ranges::any_of(preset.faults, [&](const YAML::Node& part) {
                    return scenarios::names_value(part, parameter.name);
                });
                if (preset.activation.IsDefined())
                    used |= scenarios::names_value(preset.activation, parameter.name);
                CHECK(used);
            }
        }
    }

    TEST_CASE("parameters of the step win over those of the preset") {
        const auto fault = only_fault(
            "{at: 1s, fault: flapping_link, from: {service: web}, to: {service: cart}, up: 3s}");
        CHECK(fault.activation.kind == sim::Activation::Kind::poisson);
        CHECK(fault.activation.up == 3s);
        CHECK(fault.activation.down == 1s);
        CHECK(fault.target.from.service == "web");
    }

    TEST_CASE("an activation and a ramp of the step hold for the whole preset") {
        const auto steady = only_fault(
            "{at: 1s, fault: flapping_link, from: {}, to: {service: cart}, activation: always}");
        CHECK(steady.activation.kind == sim::Activation::Kind::always);
        const auto fading = only_fault(
            "{at: 1s, for: 60s, fault: cache_loss, target: {service: cart}, ramp: {out: 30s}}");
        CHECK(fading.ramp.out == 30s);
    }

    TEST_CASE("parts act where the step says, or where the preset makes it of that") {
        const auto fault = only_fault("{at: 1s, fault: brown_out, target: {service: cart}}");
        CHECK(fault.acts == sim::FaultKind::Acts::on_pods);
        CHECK(fault.target.pods.service == "cart");
        REQUIRE(fault.others.size() == 2);
        CHECK(fault.others[0].acts == sim::FaultKind::Acts::on_links);
        CHECK(fault.others[0].target.from.service.empty());
        CHECK(fault.others[0].target.to.service == "cart");
    }

    TEST_CASE("what is wrong with a step is told at its place") {
        const auto refusal = [](const std::string& step) {
            return shop_refusal("timeline: [" + step + "]\n");
        };
        CHECK(refusal("{at: 1s, fault: bad_deploi, target: {service: cart}}")
                  .ends_with("unknown fault 'bad_deploi'; did you mean 'bad_deploy'?"));
        CHECK(refusal("{at: 1s, fault: bad_deploy, target: {service: cart}, rates: 10%}")
                  .ends_with("unknown key 'rates'; did you mean 'rate'?"));
        CHECK(refusal("{at: 1s, fault: bad_deploy, target: {service: cart}, rate: 120%}")
                  .starts_with("a.yaml:4:"));
        CHECK(refusal("{at: 1s, fault: partial_endpoint, target: {service: cart}}")
                  .ends_with("path is missing: what the paths of these requests begin with"));
        CHECK(refusal("{at: 1s, fault: bad_deploy}").ends_with("target is missing: which pods"));
        CHECK(refusal("{at: 1s, fault: brown_out}").ends_with("target is missing: which pods"));
        CHECK(refusal("{at: 1s, fault: flapping_link, from: {}}")
                  .ends_with("to is missing: which pods"));
        CHECK(refusal("{at: 1s, fault: bad_deploy, target: {service: crt}}")
                  .ends_with("unknown service 'crt'; did you mean 'cart'?"));
        CHECK(refusal("{at: 1s, fault: flapping_pod, target: {service: cart}, ramp: 5s}")
                  .ends_with("'flapping_pod' cannot be ramped: there is no half of it"));
    }

    TEST_CASE("a preset that is no preset, or has a parameter without a word, is refused") {
        const tests::ScenarioFolder folder;
        const auto read = [&](const std::string& text) {
            scenarios::Diagnostics diagnostics;
            const auto file = folder.write("own.yaml", text);
            CHECK_FALSE(scenarios::read_fault_preset(file, diagnostics));
            REQUIRE(diagnostics.all().size() == 1);
            return diagnostics.all().front().message;
        };
        const std::string head = "apiVersion: weft/v1\nkind: Fault\nabout: a\n";
        CHECK(read("apiVersion: weft/v1\nkind: Scenario\nabout: a\nfaults: [{fault: crash}]\n") ==
              "kind must be Fault");
        CHECK(read(head) == "faults is missing: a list of primitives");
        CHECK(read(head + "faults: [{fault: crash}]\nparameters: {rate: {default: 5%}}\n") ==
              "about is missing");
        CHECK(read(head + "faults: [{fault: crash}]\nfor: 5s\n").find("unknown key 'for'") !=
              std::string::npos);
    }
}

}  // namespace fault_preset_test
