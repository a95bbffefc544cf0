#include "scenarios/read/read_profile.hpp"

#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/profile_section.hpp"
#include "scenarios/read/read_policies.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::scenarios {
namespace {

using mesh::control::MeshDefaults;

/// Reads a profile over what the one that it is based on says.
class ProfileReader {
public:
    ProfileReader(const mesh::BalancerRegistry& balancers, std::optional<MeshDefaults> base)
        : balancers_(balancers),
          is_based_(base.has_value()),
          defaults_(std::move(base).value_or(MeshDefaults{})) {}

    MeshDefaults read(const YamlMap& map) {
        ProfileSection profile{map, is_based_};
        profile.map().require(profile.map().text("apiVersion") == "weft/v1", "apiVersion",
                              "must be weft/v1");
        profile.map().require(profile.map().text("kind") == "Profile", "kind", "must be Profile");
        for (const char* const key : {"name", "about", "based_on"})
            profile.map().text(key);
        read_balancers(profile);
        profile.read("connect_timeout", defaults_.connect_timeout);
        profile.read("request_timeout", defaults_.request_timeout);
        if (auto limits = profile.section("limits")) read_limits(*limits, defaults_.limits);
        if (auto retry = profile.section("retry"))
            read_retry(*retry, defaults_.retry, defaults_.backoff_growth);
        if (auto budget = profile.section("retry_budget"))
            read_retry_budget(*budget, defaults_.retry_budget);
        read_fail_fast(profile, defaults_.fail_fast);
        if (auto control = profile.section("control_plane")) read_push(*control, defaults_.push);
        if (auto outlier = profile.section("outlier")) read_outlier(*outlier, defaults_.outlier);
        if (auto panic = profile.section("panic_percent")) {
            panic->read_percent("without_outlier_detection", defaults_.panic_percent);
            panic->read_percent("with_outlier_detection", defaults_.panic_percent_with_outlier);
            panic->reject_unknown_keys();
        }
        if (auto locality = profile.section("locality"))
            read_locality(*locality, defaults_.locality);
        if (auto connections = profile.section("connections"))
            read_connections(*connections, defaults_.connections);
        if (auto security = profile.section("security"))
            read_security(*security, defaults_.security);
        if (auto sidecar = profile.section("sidecar_end")) {
            sidecar->read("outlives_app", defaults_.sidecar_end.outlives_app);
            sidecar->read("drain", defaults_.sidecar_end.drain);
            sidecar->read("ends_with_jobs", defaults_.sidecar_end.ends_with_jobs);
            sidecar->reject_unknown_keys();
        }
        read_sidecar_start(profile, defaults_.sidecar_start);
        read_gateway_defaults(profile, defaults_.gateway);
        read_unknown_hosts(profile, defaults_.unknown_hosts);
        read_terminating_endpoints(profile, defaults_.falls_back_on_terminating);
        profile.reject_unknown_keys();
        return std::move(defaults_);
    }

private:
    void read_balancers(ProfileSection& profile) {
        if (profile.has("balancer")) {
            if (auto balancer = read_balancer(profile.map(), "balancer", balancers_)) {
                defaults_.balancer = std::move(balancer->name);
                defaults_.balancer_parameters = std::move(balancer->parameters);
            }
        }
        if (auto others = profile.section("balancers")) {
            others->map().entries(
                [&](const std::string& name, const Place& place, const YAML::Node& node) {
                    YamlMap parameters{node, others->map().file(), others->map().diagnostics()};
                    auto choice = read_parameters(name, place, parameters, balancers_);
                    if (choice) defaults_.balancers[name] = std::move(choice->parameters);
                });
        }
        if (auto warm_up = profile.section("warm_up")) {
            warm_up->read_number("minimum_percent", defaults_.warm_up_minimum_percent, 0, 100);
            warm_up->read_number("aggression", defaults_.warm_up_aggression, 1, 100);
            warm_up->reject_unknown_keys();
        }
    }

    const mesh::BalancerRegistry& balancers_;
    bool is_based_;
    MeshDefaults defaults_;
};

/// The files that are being read, one based on the other, so that no circle is followed.
using Chain = std::vector<std::filesystem::path>;

std::optional<MeshDefaults> read_file(Chain chain,
                                      const mesh::BalancerRegistry& balancers,
                                      Diagnostics& diagnostics);

std::optional<MeshDefaults> read_named_profile(const std::string& name,
                                               const Place& place,
                                               Chain chain,
                                               const mesh::BalancerRegistry& balancers,
                                               Diagnostics& diagnostics) {
    const std::filesystem::path file = find_data(data::profiles, name);
    if (file.empty()) {
        diagnostics.error(place, "unknown profile '" + name + "'" +
                                     did_you_mean(name, data_names(data::profiles)));
        return std::nullopt;
    }
    if (std::ranges::find(chain, file) != chain.end()) {
        diagnostics.error(place, "profile '" + name + "' is based on itself");
        return std::nullopt;
    }
    chain.push_back(file);
    return read_file(std::move(chain), balancers, diagnostics);
}

std::optional<MeshDefaults> read_file(Chain chain,
                                      const mesh::BalancerRegistry& balancers,
                                      Diagnostics& diagnostics) {
    const std::filesystem::path file = chain.back();
    const std::vector<YAML::Node> documents = load_yaml(file, diagnostics);
    if (documents.empty()) return std::nullopt;
    const auto errors = [&] {
        return std::ranges::count(diagnostics.all(), Diagnostic::Severity::error,
                                  &Diagnostic::severity);
    };
    const auto earlier = errors();
    YamlMap map{documents.front(), file.string(), diagnostics};
    const std::string kind = map.text("kind", "Profile");
    if (kind != "Profile") {  // All else that it says would be wrong, too.
        map.error("kind", fmt::format("kind {} is no profile", kind));
        return std::nullopt;
    }
    std::optional<MeshDefaults> base;
    if (map.has("based_on")) {
        base = read_named_profile(map.text("based_on"), map.place("based_on"), std::move(chain),
                                  balancers, diagnostics);
        if (!base) return std::nullopt;
    }
    MeshDefaults defaults = ProfileReader{balancers, std::move(base)}.read(map);
    if (errors() != earlier) return std::nullopt;
    return defaults;
}

}  // namespace

std::optional<MeshDefaults> read_profile(const std::string& name,
                                         const Place& place,
                                         const mesh::BalancerRegistry& balancers,
                                         Diagnostics& diagnostics,
                                         const std::filesystem::path& folder) {
    if (!name.ends_with(".yaml") && !name.ends_with(".yml"))
        return read_named_profile(name, place, {}, balancers, diagnostics);
    const std::filesystem::path file = folder / name;
    if (!diagnostics.sources()->exists(file)) {
        diagnostics.error(place, "there is no profile '" + name + "'");
        return std::nullopt;
    }
    return read_file({file}, balancers, diagnostics);
}

std::optional<MeshDefaults> read_profile_file(const std::filesystem::path& file,
                                              const mesh::BalancerRegistry& balancers,
                                              Diagnostics& diagnostics) {
    return read_file({file}, balancers, diagnostics);
}

}  // namespace weft::scenarios
