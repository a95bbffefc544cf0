#include "scenarios/read/read_behaviour.hpp"

#include "scenarios/model/default_behaviour.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_distribution.hpp"
#include "scenarios/read/read_request.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <array>
#include <chrono>
#include <string_view>
#include <utility>

namespace weft::scenarios {
namespace {

using namespace std::chrono_literals;

using mesh::Duration;
using sim::Behaviour;
using sim::ScriptStep;

constexpr std::uint32_t most_workers = 1'000'000;
constexpr std::uint32_t most_priorities = 1000;
constexpr std::uint32_t most_latencies = 10'000;

ScriptStep step_of(ScriptStep::Kind kind) {
    ScriptStep step;
    step.kind = kind;
    return step;
}

/// Reads scripts; what they call goes to the references.
class ScriptReader {
public:
    ScriptReader(std::string file, Diagnostics& diagnostics, References& references)
        : file_(std::move(file)), diagnostics_(&diagnostics), references_(&references) {}

    void read_step(const YAML::Node& node, std::vector<ScriptStep>& script) {
        if (!node.IsSequence()) return read_single(node, script);
        ScriptStep together = step_of(ScriptStep::Kind::parallel);
        read_branches(node, together.branches);
        if (together.branches.empty()) error(node, "steps at the same time must be at least one");
        script.push_back(std::move(together));
    }

private:
    /// A list in a list of steps at the same time joins it.
    void read_branches(const YAML::Node& list, std::vector<ScriptStep>& branches) {
        for (const YAML::Node& branch : list) {
            if (branch.IsSequence()) {
                read_branches(branch, branches);
            } else {
                read_single(branch, branches);
            }
            // A request has one worker, which does nothing else while it computes.
            if (branch.IsMap() && branch["compute"].IsDefined()) {
                error(branch,
                      "compute cannot be among steps at the same time; put it before or "
                      "behind their list");
            }
        }
    }

    void read_single(const YAML::Node& node, std::vector<ScriptStep>& script) {
        if (!node.IsMap()) {
            return error(node, "a step must be compute, sleep, call, or a list of steps");
        }
        YamlMap map{node, file_, *diagnostics_};
        const int kinds = int{map.has("compute")} + int{map.has("sleep")} + int{map.has("call")};
        if (kinds > 1) error(node, "a step must be one of compute, sleep and call");
        if (map.has("call")) {
            read_call(map, script);
        } else if (kinds == 1) {
            const bool computes = map.has("compute");
            ScriptStep step =
                step_of(computes ? ScriptStep::Kind::compute : ScriptStep::Kind::sleep);
            step.time = read_distribution(map, computes ? "compute" : "sleep", {});
            script.push_back(std::move(step));
        } else {
            for (const char* const key : {"compute", "sleep", "call"})
                map.node(key);
            error(node, "a step must be one of compute, sleep and call");
        }
        map.reject_unknown_keys();
    }

    /// {call: NAME, …} or {call: {service: NAME, …}}
    void read_call(YamlMap& map, std::vector<ScriptStep>& script) {
        if (!map.node("call").IsMap()) {
            return read_call_options(map, map.required_text("call"), map.place("call"), script);
        }
        YamlMap call{map.node("call"), file_, *diagnostics_};
        const std::string service = call.required_text("service");
        read_call_options(call, service, call.place("service"), script);
        call.reject_unknown_keys();
    }

    void read_call_options(YamlMap& map,
                           const std::string& service,
                           Place place,
                           std::vector<ScriptStep>& script) {
        static constexpr std::array<std::string_view, 2> reactions{"fail", "ignore"};
        ScriptStep step = step_of(ScriptStep::Kind::call);
        step.service = service;
        step.probability = map.ratio("probability", any_ratio({mesh::Ratio::whole}));
        step.head = read_request(map, {});
        step.request_size = map.size("request_size", 0);
        if (map.has("timeout")) {
            step.timeout = map.duration("timeout", positive_duration(mesh::Duration{1}));
        }
        step.retries = map.count("retries", {.fallback = 0, .min = 0, .max = 100});
        step.on_failure = map.choice("on_failure", "fail", reactions) == "fail"
                              ? ScriptStep::OnFailure::fail
                              : ScriptStep::OnFailure::ignore;
        if (!service.empty()) references_->hosts.push_back({service, std::move(place)});
        script.push_back(std::move(step));
    }

    void error(const YAML::Node& node, std::string message) {
        diagnostics_->error(place_of(node, file_), std::move(message));
    }

    std::string file_;
    Diagnostics* diagnostics_;
    References* references_;
};

/// What an app asks for before it is up.
void read_start(YamlMap map, References& references, Behaviour& behaviour) {
    ScriptStep step = step_of(ScriptStep::Kind::call);
    step.service = map.required_text("call");
    if (!step.service.empty()) references.hosts.push_back({step.service, map.place("call")});
    step.head = read_request(map, {});
    if (map.has("timeout")) step.timeout = map.duration("timeout", positive_duration(Duration{1}));
    behaviour.start_again = map.duration("again_after", pause_between(1s));
    behaviour.on_start = std::move(step);
    map.reject_unknown_keys();
}

std::uint16_t read_error_status(YamlMap& map, std::uint16_t fallback) {
    return static_cast<std::uint16_t>(
        map.count("error_status", {.fallback = fallback, .min = 400, .max = 599}));
}

std::vector<std::string> read_forward(YamlMap& map) {
    std::vector<std::string> names;
    for (const std::string& name : map.texts("forward"))
        names.push_back(header_name(name));
    return names;
}

/// Off where it is not written.
bool read_switch(YamlMap& map, std::string_view key) {
    static constexpr std::array<std::string_view, 2> switches{"off", "on"};
    return map.choice(key, "off", switches) == "on";
}

sim::OverloadPolicy read_overload(YamlMap map) {
    const auto any = any_duration(mesh::Duration::zero());
    sim::OverloadPolicy policy;
    mesh::OverloadSettings& settings = policy.settings;
    settings.queue_limit =
        map.count("queue_limit", {.fallback = 0, .min = 0, .max = Behaviour::unlimited});
    settings.priorities =
        map.count("priorities", {.fallback = 1, .min = 0, .max = most_priorities});
    settings.patience = map.duration("patience", any);
    settings.patience_overloaded = map.has("patience_overloaded")
                                       ? map.duration("patience_overloaded", any)
                                       : settings.patience;
    settings.newest_first_overloaded = read_switch(map, "newest_first_overloaded");
    policy.priority_header =
        header_name(settings.priorities > 1 ? map.required_text("priority_header")
                                            : map.text("priority_header"));
    policy.heeds_deadlines = read_switch(map, "deadlines");
    const auto mistake = mesh::mistake_in(settings);
    if (mistake) map.diagnostics().error(map.place(), *mistake);
    map.reject_unknown_keys();
    return policy;
}

sim::ServerLoadSettings read_load_report(YamlMap map) {
    sim::ServerLoadSettings settings;
    settings.window = map.duration("window", positive_duration(settings.window));
    settings.latencies =
        map.count("latencies", {.fallback = settings.latencies, .min = 1, .max = most_latencies});
    map.reject_unknown_keys();
    return settings;
}

sim::ColdStart read_cold_start(YamlMap map) {
    sim::ColdStart cold;
    cold.factor = map.number("factor", {.fallback = 1, .min = 1, .max = 1000});
    cold.length = map.duration("over", any_duration(cold.length));
    for (const char* const key : {"factor", "over"})
        map.require(map.has(key), key, "is missing");
    map.reject_unknown_keys();
    return cold;
}

sim::MemoryUse read_memory_use(YamlMap map) {
    const sim::MemoryUse memory{.base = map.size("base", 0),
                                .per_request = map.size("per_request", 0),
                                .leak = map.size("leak", 0)};
    map.reject_unknown_keys();
    return memory;
}

sim::OnTerm read_on_term(YamlMap& map) {
    static constexpr std::array<std::string_view, 3> words{"finish", "exit", "serve"};
    const std::string word = map.choice("on_term", "finish", words);
    if (word == "exit") return sim::OnTerm::exit;
    return word == "serve" ? sim::OnTerm::serve : sim::OnTerm::finish;
}

/// Who answers probes over HTTP: the app, as it does requests, or at once whoever has its port.
bool read_probes(YamlMap& map) {
    static constexpr std::array<std::string_view, 2> words{"port", "app"};
    return map.choice("probes", "port", words) == "app";
}

/// Other containers of its pods than the app. What manifests make of them is looked up later.
std::vector<sim::ContainerBehaviour> read_container_behaviours(const std::string& of,
                                                               YamlMap containers,
                                                               References& references) {
    std::vector<sim::ContainerBehaviour> behaviours;
    containers.entries([&](const std::string& name, const Place& place, const YAML::Node& node) {
        YamlMap map{node, containers.file(), containers.diagnostics()};
        sim::ContainerBehaviour behaviour{.name = name};
        ContainerReference reference{.of = of, .name = name, .place = place};
        for (const char* const key : {"start", "run", "errors"}) {
            if (map.has(key)) reference.keys.emplace_back(key);
        }
        behaviour.start = read_distribution(map, "start", behaviour.start);
        if (map.has("run")) behaviour.run = read_distribution(map, "run", {});
        behaviour.error_rate = map.ratio("errors", any_ratio({0}));
        map.reject_unknown_keys();
        behaviours.push_back(std::move(behaviour));
        references.containers.push_back(std::move(reference));
    });
    return behaviours;
}

Behaviour read_behaviour(const std::string& name, YamlMap map, References& references) {
    static constexpr std::array<std::string_view, 2> modes{"held", "async"};
    static constexpr std::array<std::string_view, 2> reactions{"finish", "drop_queued"};
    Behaviour behaviour = default_behaviour();
    behaviour.workers =
        map.count("workers", {.fallback = behaviour.workers, .min = 1, .max = most_workers});
    behaviour.mode = map.choice("mode", "held", modes) == "held" ? sim::WorkerMode::held
                                                                 : sim::WorkerMode::async;
    behaviour.on_cancel = map.choice("on_cancel", "finish", reactions) == "finish"
                              ? sim::OnCancel::finish
                              : sim::OnCancel::drop_queued;
    behaviour.queue_limit = map.count(
        "queue", {.fallback = Behaviour::unlimited, .min = 0, .max = Behaviour::unlimited});
    if (auto overload = map.map("overload")) behaviour.overload = read_overload(*overload);
    if (auto report = map.map("load_report")) behaviour.load_report = read_load_report(*report);
    behaviour.error_rate = map.ratio("errors", any_ratio({0}));
    behaviour.error_status = read_error_status(map, behaviour.error_status);
    behaviour.keep_alive = map.duration("keep_alive", any_duration(behaviour.keep_alive));
    behaviour.start = read_distribution(map, "start", behaviour.start);
    behaviour.on_term = read_on_term(map);
    if (auto cold = map.map("warm_up")) behaviour.cold_start = read_cold_start(*cold);
    if (auto memory = map.map("memory")) behaviour.memory = read_memory_use(*memory);
    behaviour.answers_probes = read_probes(map);
    behaviour.run = read_distribution(map, "run", behaviour.run);
    if (auto others = map.map("containers"))
        behaviour.containers = read_container_behaviours(name, *others, references);
    behaviour.response_size = map.size("response_size", behaviour.response_size);
    if (map.has("forward")) behaviour.forward = read_forward(map);
    if (map.has("dns_cache"))
        behaviour.name_cache = map.duration("dns_cache", any_duration(Duration::zero()));
    if (map.has("on_start")) {
        read_start({map.node("on_start"), map.file(), map.diagnostics()}, references, behaviour);
    }
    if (map.has("script")) {
        behaviour.script.clear();
        ScriptReader reader{map.file(), map.diagnostics(), references};
        map.each("script",
                 [&](const YAML::Node& step) { reader.read_step(step, behaviour.script); });
    }
    map.reject_unknown_keys();
    return behaviour;
}

}  // namespace

std::vector<sim::BehaviourOf> read_services(YamlMap services, References& references) {
    std::vector<sim::BehaviourOf> behaviours;
    services.entries([&](const std::string& name, const Place& place, const YAML::Node& node) {
        references.described.push_back({name, place});
        YamlMap map{node, services.file(), services.diagnostics()};
        behaviours.push_back({name, read_behaviour(name, std::move(map), references)});
    });
    return behaviours;
}

}  // namespace weft::scenarios
