// What manifests say of the mesh as a whole, in a scenario.
#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace read_mesh_settings_test {

using namespace weft;
using mesh::control::UnknownHosts;
using mesh::control::Workload;

namespace {

const std::string strict_mesh =
    "apiVersion: install.istio.io/v1alpha1\nkind: IstioOperator\n"
    "spec: {meshConfig: {outboundTrafficPolicy: {mode: REGISTRY_ONLY},"
    " defaultConfig: {holdApplicationUntilProxyStarts: true}}}\n";

/// Of a scenario whose manifests are the shop's and `manifests`; `mesh.yaml` is there.
tests::ReadResult read_with(const std::string& manifests, const std::string& text) {
    const tests::ScenarioFolder folder;
    folder.write("mesh.yaml", strict_mesh);
    const auto file =
        folder.write("a.yaml", "apiVersion: weft/v1\nkind: Scenario\nmanifests: [shop.yaml" +
                                   manifests + "]\n" + text);
    scenarios::Diagnostics diagnostics;
    tests::ReadResult result{scenarios::read_scenario(file, {}, diagnostics), {}};
    for (const scenarios::Diagnostic& diagnostic : diagnostics.sorted())
        result.messages.push_back(diagnostic.message);
    return result;
}

/// What all workloads say alike.
std::optional<bool> holds_app(const std::vector<mesh::control::Resource>& resources) {
    std::vector<std::optional<bool>> said;
    for (const auto& resource : resources) {
        if (const auto* const workload = std::get_if<Workload>(&resource))
            said.push_back(workload->pod.holds_app);
    }
    REQUIRE_FALSE(said.empty());
    CHECK(std::ranges::count(said, said.front()) == static_cast<std::ptrdiff_t>(said.size()));
    return said.front();
}

}  // namespace

TEST_SUITE("settings of the mesh in scenarios") {
    TEST_CASE("they go over the profile, and the scenario goes over them") {
        const auto plain = read_with("", "");
        REQUIRE(plain.scenario);
        CHECK(plain.scenario->defaults.unknown_hosts == UnknownHosts::pass);
        CHECK_FALSE(holds_app(plain.scenario->resources));

        const auto strict = read_with(", mesh.yaml", "");
        REQUIRE(strict.scenario);
        CHECK(strict.scenario->defaults.unknown_hosts == UnknownHosts::refuse);
        CHECK(holds_app(strict.scenario->resources) == true);

        const auto open = read_with(", mesh.yaml", "network: {outbound: allow_any}\n");
        REQUIRE(open.scenario);
        CHECK(open.scenario->defaults.unknown_hosts == UnknownHosts::pass);
    }

    TEST_CASE("they hold for what a step applies, but come with no step") {
        const auto later =
            read_with(", mesh.yaml", "timeline: [{at: 1s, do: apply, manifest: shop.yaml}]\n");
        REQUIRE(later.scenario);
        const auto& applied =
            std::get<scenarios::ApplyManifest>(later.scenario->timeline.at(0).action);
        CHECK(holds_app(applied.resources) == true);

        const auto too_late =
            read_with("", "timeline: [{at: 1s, do: apply, manifest: mesh.yaml}]\n");
        REQUIRE(too_late.scenario);
        CHECK(too_late.scenario->defaults.unknown_hosts == UnknownHosts::pass);
        CHECK(std::ranges::count(too_late.messages,
                                 "IstioOperator is not honoured where a step applies it: name it "
                                 "under 'manifests'") == 1);
    }
}

}  // namespace read_mesh_settings_test
