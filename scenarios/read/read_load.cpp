#include "scenarios/read/read_load.hpp"

#include "scenarios/model/kinds.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/read_distribution.hpp"
#include "scenarios/read/read_request.hpp"
#include "scenarios/read/written_settings.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace weft::scenarios {
namespace {

using sim::LoadPlan;

constexpr double highest_rate = 1e9;  ///< One request each nanosecond.
constexpr std::uint32_t most_users = 10'000'000;

bool is_letter(char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
}

/// One sort of request in a mix; what it leaves out is as the load says.
LoadPlan::Variant read_variant(YamlMap map, const mesh::RequestHead& head) {
    LoadPlan::Variant variant;
    variant.weight = map.number("weight", {.fallback = 1, .min = 0, .max = 1e12});
    variant.head = read_request(map, head);
    map.reject_unknown_keys();
    return variant;
}

void read_mix(YamlMap& map, LoadPlan& load) {
    const mesh::RequestHead head = read_request(map, {});
    if (!map.has("mix")) {
        load.mix.push_back({1, head});
        return;
    }
    double total = 0;
    map.each("mix", [&](const YAML::Node& node) {
        load.mix.push_back(read_variant({node, map.file(), map.diagnostics()}, head));
        total += load.mix.back().weight;
    });
    map.require(total > 0, "mix", "must list requests whose weights sum to more than 0");
}

/// rate, and how requests arrive at that rate.
void read_open_loop(YamlMap& map, const sim::ArrivalRegistry& registry, LoadPlan& load) {
    sim::ArrivalChoice choice;
    choice.name = map.text("arrivals", "poisson");
    if (!map.has("rate")) map.error("rate", "rate is missing: arrivals need one, such as 400/s");
    choice.rate = map.rate("rate", {.fallback = 1, .min = 0, .max = highest_rate});
    map.require(choice.rate > 0, "rate", "must be more than 0");
    const sim::ArrivalKind* const kind = registry.find(choice.name);
    if (kind == nullptr) {
        return map.error("arrivals", fmt::format("unknown arrival process '{}'{}", choice.name,
                                                 did_you_mean_or_list(
                                                     choice.name, names_of(registry), "arrivals")));
    }
    WrittenSettings settings{map};
    kind->make(choice.rate > 0 ? choice.rate : 1, settings);
    choice.parameters = settings.values();
    load.arrivals = std::move(choice);
}

/// users that wait for each answer and think before they ask again.
void read_closed_loop(YamlMap& map, LoadPlan& load) {
    sim::UsersPlan users;
    users.count = map.count("users", {.fallback = 1, .min = 1, .max = most_users});
    if (!map.has("think"))
        map.error("think", "think is missing: how long a user waits between requests");
    users.think = read_distribution(map, "think", sim::Distribution::constant(mesh::Duration{1}));
    load.users = std::move(users);
}

void read_window(YamlMap& map, LoadPlan& load) {
    load.start = mesh::Instant{map.duration("start", any_duration(mesh::Duration::zero()))};
    if (!map.has("end")) return;
    load.end = mesh::Instant{map.duration("end", any_duration(longest_duration))};
    map.require(*load.end > load.start, "end", "must be after start");
}

/// identity: none, or NAMESPACE/ACCOUNT.
void read_caller(YamlMap& map, LoadPlan& load) {
    const auto is_name = [](std::string_view name) {
        return !name.empty() && name.find('/') == std::string_view::npos;
    };
    map.require(is_name(load.from), "from", "must be a name");
    load.caller.service_account = is_name(load.from) ? load.from : "client";
    if (!map.has("identity")) return;
    const std::string written = map.text("identity");
    load.caller.has_certificate = written != "none";
    if (!load.caller.has_certificate) return;
    const std::size_t slash = written.find('/');
    const std::string ns = written.substr(0, slash);
    const std::string account = slash == std::string::npos ? "" : written.substr(slash + 1);
    if (!is_name(ns) || !is_name(account)) {
        return map.error("identity",
                         "identity must be NAMESPACE/ACCOUNT, such as shop/web, or none");
    }
    load.caller.ns = ns;
    load.caller.service_account = account;
}

LoadPlan read_load(YamlMap map,
                   const sim::ArrivalRegistry& arrivals,
                   References& references,
                   std::vector<Reference>& zones) {
    LoadPlan load;
    load.id = map.required_text("id");
    map.require(load.id.empty() || is_id(load.id), "id", "must be of letters, digits, '_' and '-'");
    load.from = map.text("from", load.from);
    read_caller(map, load);
    load.to = map.required_text("to");
    if (!load.to.empty()) references.hosts.push_back({load.to, map.place("to")});
    load.host = map.text("host");
    if (!load.host.empty()) references.gateways.push_back({load.to, map.place("host")});
    load.zone = map.text("zone");
    if (!load.zone.empty()) zones.push_back({load.zone, map.place("zone")});
    const bool is_open = map.has("arrivals") || map.has("rate");
    const bool is_closed = map.has("users") || map.has("think");
    if (is_open == is_closed)
        map.error("", "a load has either arrivals and rate, or users and think");
    for (const char* const key : {"arrivals", "rate", "users", "think"})
        map.node(key);
    if (is_open) read_open_loop(map, arrivals, load);
    if (is_closed) read_closed_loop(map, load);
    read_mix(map, load);
    read_window(map, load);
    if (map.has("timeout")) {
        load.timeout = map.duration("timeout", positive_duration(mesh::Duration{1}));
    }
    load.request_size = map.size("request_size", 0);
    map.reject_unknown_keys();
    return load;
}

}  // namespace

bool is_id(std::string_view text) {
    if (text.empty() || !is_letter(text.front())) return false;
    return std::ranges::all_of(text, [](char c) {
        return is_letter(c) || ('0' <= c && c <= '9') || c == '_' || c == '-';
    });
}

std::vector<LoadPlan> read_loads(YamlMap& scenario,
                                 const sim::ArrivalRegistry& arrivals,
                                 References& references,
                                 std::vector<Reference>& zones) {
    std::vector<LoadPlan> loads;
    std::set<std::string> ids;
    scenario.each("load", [&](const YAML::Node& node) {
        YamlMap map{node, scenario.file(), scenario.diagnostics()};
        loads.push_back(read_load(map, arrivals, references, zones));
        const std::string& id = loads.back().id;
        if (!id.empty() && !ids.insert(id).second)
            map.error("id", "there is already a load '" + id + "'");
    });
    return loads;
}

}  // namespace weft::scenarios
