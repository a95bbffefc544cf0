#include "scenarios/read/read_profile.hpp"

#include "scenarios/read/data_folder.hpp"
#include "scenarios/read/read_scenario.hpp"
#include "tests/folder.hpp"
#include "tests/scenarios/play/sample_data.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace read_profile_test {

namespace {

using namespace weft;
using namespace weft::scenarios;
using namespace std::chrono_literals;

/// What became of a profile's text behind its first three lines.
struct Reading {
    std::optional<mesh::control::MeshDefaults> profile;
    std::string said;  ///< The first finding, behind the file's name.
};

Reading read_text(const std::string& text) {
    const std::filesystem::path file = std::filesystem::temp_directory_path() /
                                       ("weft-profile-text-test-" + std::to_string(getpid()));
    std::ofstream{file} << "apiVersion: weft/v1\nkind: Profile\nname: own\n" << text;
    Diagnostics diagnostics;
    Reading reading;
    reading.profile = read_profile_file(file, mesh::built_in_balancers(), diagnostics);
    if (!diagnostics.all().empty())
        reading.said = to_text(diagnostics.all().front()).substr(file.string().size());
    std::filesystem::remove(file);
    return reading;
}

}  // namespace

TEST_SUITE("profile") {
    TEST_CASE("istio's defaults are the mesh's") {
        Diagnostics diagnostics;
        const auto istio = read_profile("istio", {}, mesh::built_in_balancers(), diagnostics);
        for (const Diagnostic& diagnostic : diagnostics.all())
            MESSAGE(to_text(diagnostic));
        REQUIRE(istio);
        CHECK(istio->balancer == "least_request");
        CHECK(istio->balancer_parameters.at("choices") == "2");
        CHECK(istio->connect_timeout == 10s);
        CHECK(istio->request_timeout == 0s);
        CHECK(istio->limits == mesh::ResourceLimits{});
        CHECK(istio->retry.retries == 2);
        CHECK(istio->retry.status_codes.empty());
        const auto asks = [&](mesh::RetryOn condition) {
            return (istio->retry.on & static_cast<std::uint32_t>(condition)) != 0;
        };
        CHECK(asks(mesh::RetryOn::connect_failure));
        CHECK(asks(mesh::RetryOn::refused_stream));
        CHECK(asks(mesh::RetryOn::unavailable));
        CHECK(asks(mesh::RetryOn::cancelled));
        CHECK_FALSE(asks(mesh::RetryOn::server_error));
        CHECK(istio->retry.backoff == mesh::BackoffPolicy{25ms, 250ms});
        CHECK(istio->retry.host_selection_attempts == 5);
        CHECK(istio->outlier.consecutive_5xx == 5);
        CHECK(istio->outlier.consecutive_gateway_errors == 0);
        CHECK(istio->outlier.interval == 10s);
        CHECK(istio->outlier.base_ejection_time == 30s);
        CHECK(istio->outlier.max_ejection_time == 300s);
        CHECK(istio->outlier.max_ejection_percent == 10);
        CHECK(istio->push.debounce ==
              mesh::control::DebounceSettings{.quiet = 100ms, .longest = 10s});
        CHECK(istio->push.concurrency == 20);
        CHECK_FALSE(istio->sidecar_end.outlives_app);
        CHECK(istio->sidecar_end.drain == 5s);
        CHECK_FALSE(istio->sidecar_start.holds_app);
        CHECK(istio->sidecar_start.check == 500ms);
        CHECK_FALSE(istio->sidecar_start.native);
        CHECK(istio->sidecar_start.native_check == 1s);
        CHECK_FALSE(istio->sidecar_end.ends_with_jobs);
        CHECK(istio->gateway.replicas == 1);
        CHECK(istio->gateway.ports ==
              std::map<std::uint16_t, std::uint16_t>{{80, 8080}, {443, 8443}});
        CHECK(istio->unknown_hosts == mesh::control::UnknownHosts::pass);
        CHECK_FALSE(istio->falls_back_on_terminating);
        CHECK(istio->panic_percent == 50);
        CHECK(istio->panic_percent_with_outlier == 0);
    }

    TEST_CASE("an unknown profile is refused with what may have been meant") {
        Diagnostics diagnostics;
        CHECK_FALSE(
            read_profile("istoi", {"a.yaml", 3, 10}, mesh::built_in_balancers(), diagnostics));
        REQUIRE(diagnostics.all().size() == 1);
        CHECK(to_text(diagnostics.all().front()) ==
              "a.yaml:3:10: error: unknown profile 'istoi'; did you mean 'istio'?");
    }

    TEST_CASE("a profile leaves no number out") {
        const std::filesystem::path file = std::filesystem::temp_directory_path() /
                                           ("weft-profile-test-" + std::to_string(getpid()));
        std::ofstream{file} << "apiVersion: weft/v1\nkind: Profile\nname: bare\n";
        Diagnostics diagnostics;
        CHECK_FALSE(read_profile_file(file, mesh::built_in_balancers(), diagnostics));
        CHECK(diagnostics.all().size() == 20);
        std::filesystem::remove(file);
    }

    TEST_CASE("a profile that is based on another says only what differs") {
        const Reading kuma = read_text(
            "based_on: istio\n"
            "balancer: {kind: least_request, choices: 3}\n"
            "retry: {backoff: {max: 1s}}\n"
            "outlier: {success_rate: {enforcing: 50}, max_ejection_time_jitter: 2s}\n");
        REQUIRE(kuma.profile);
        CHECK(kuma.profile->balancer_parameters.at("choices") == "3");
        CHECK(kuma.profile->retry.retries == 2);
        CHECK(kuma.profile->retry.backoff == mesh::BackoffPolicy{25ms, 1s});
        CHECK(kuma.profile->outlier.consecutive_5xx == 5);
        CHECK(kuma.profile->outlier.max_ejection_time_jitter == 2s);
        REQUIRE(kuma.profile->outlier.success_rate);
        CHECK(kuma.profile->outlier.success_rate->enforcing == 50);
        CHECK(kuma.profile->outlier.success_rate->minimum_hosts == 5);
        CHECK_FALSE(kuma.profile->fail_fast);
        const Reading shorter = read_text("based_on: linkerd\nfail_fast: {after: 1s}\n");
        REQUIRE(shorter.profile);
        CHECK(shorter.profile->fail_fast == mesh::FailFastSettings{1s, 10'000});
        CHECK_FALSE(read_text("based_on: linkerd\nfail_fast: off\n").profile->fail_fast);
    }

    TEST_CASE("what a profile cannot mean is said at its place") {
        const auto said = [](const std::string& text) {
            return read_text("based_on: istio\n" + text).said;
        };
        CHECK(said("balancer: least_requests\n") ==
              ":5:11: error: unknown balancer 'least_requests'; did you mean 'least_request'?");
        CHECK(said("balancers: {maglev: {table_size: 4}}\n").starts_with(":5:34: error: "));
        CHECK(said("balancers: {magleb: {}}\n") ==
              ":5:13: error: unknown balancer 'magleb'; did you mean 'maglev'?");
        CHECK(said("retry: {on: connect-failur}\n") ==
              ":5:13: error: unknown retry condition 'connect-failur'");
        CHECK(said("retry: {backoff: {base: 0ms}}\n") ==
              ":5:25: error: the back-off must be at least 1ms");
        CHECK(said("outlier: {max_ejection_time: 1s}\n") ==
              ":5:30: error: the longest ejection is shorter than the base ejection time");
        CHECK(said("outlier: {max_ejection_percent: 101}\n") ==
              ":5:33: error: max_ejection_percent must be between 0 and 100");
        CHECK(said("fail_fast: {after: 0s, queue: 5}\n") ==
              ":5:12: error: the time must be above 0");
        CHECK(said("outlier: {cap: sometimes}\n").starts_with(":5:16: error: cap must be "));
        CHECK(said("locality: {mode: near}\n").starts_with(":5:18: error: mode must be "));
        CHECK(said("locality: {overprovisioning_percent: 99}\n") ==
              ":5:38: error: overprovisioning_percent must be 100 or more");
        CHECK(said("control_plane: {longest: 99ms}\n") ==
              ":5:26: error: the longest time must not be below the quiet time");
        CHECK(said("control_plane: {concurrency: 0}\n") ==
              ":5:30: error: concurrency must be 1 or more");
        CHECK(said("control_plane: {connections: {per_second: 0}}\n") ==
              ":5:43: error: per_second must be 1 or more");
        CHECK(said("control_plane: {connections: {retry: {base: 40s}}}\n") ==
              ":5:38: error: the longest back-off must not be below the base");
        CHECK(said("connections: {open: lazily}\n").starts_with(":5:21: error: open must be "));
        CHECK(said("connections: {max_concurrent_streams: 0}\n") ==
              ":5:39: error: max_concurrent_streams must be 1 or more");
        CHECK(said("limits: {request: 5}\n") ==
              ":5:10: error: unknown key 'request'; did you mean 'requests'?");
        CHECK(said("retries: 2\n").find("unknown key 'retries'") != std::string::npos);
    }

    TEST_CASE("a file of another kind is no profile, and nothing else is said of it") {
        const tests::Folder folder;
        const auto file = folder.write("a.yaml", "apiVersion: v1\nkind: Service\nmetadata: {}\n");
        Diagnostics diagnostics;
        CHECK_FALSE(read_profile_file(file, mesh::built_in_balancers(), diagnostics));
        REQUIRE(diagnostics.all().size() == 1);
        CHECK(to_text(diagnostics.all().front()) ==
              file.string() + ":2:7: error: kind Service is no profile");
    }

    TEST_CASE("a scenario's own profile is a file, from the scenario's folder on") {
        const tests::Folder folder;
        folder.write("mine.yaml",
                     "apiVersion: weft/v1\nkind: Profile\nname: mine\nabout: Istio in haste.\n"
                     "based_on: istio\nrequest_timeout: 5s\n");
        folder.write("web.yaml",
                     "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
                     "spec: {selector: {app: web}, ports: [{name: http, port: 80}]}\n");
        const std::string head = "apiVersion: weft/v1\nkind: Scenario\nmanifests: [web.yaml]\n";
        const auto file = folder.write("a.yaml", head + "profile: mine.yaml\n");
        Diagnostics diagnostics;
        const auto scenario = read_scenario(file, {}, diagnostics);
        REQUIRE(scenario);
        CHECK(scenario->defaults.request_timeout == 5s);
        CHECK(scenario->defaults.retry.retries == 2);

        const auto other = folder.write("b.yaml", head + "profile: none.yaml\n");
        Diagnostics found;
        CHECK_FALSE(read_scenario(other, {}, found));
        REQUIRE_FALSE(found.all().empty());
        CHECK(to_text(found.all().front()) ==
              other.string() + ":4:10: error: there is no profile 'none.yaml'");
    }

    TEST_CASE("the profile that another is based on must be there") {
        CHECK(read_text("based_on: itsio\n").said ==
              ":4:11: error: unknown profile 'itsio'; did you mean 'istio'?");
    }

    TEST_CASE("no profile is based on itself, whatever the way round") {
        const tests::SampleData sample;
        sample.write("profiles/a.yaml", "apiVersion: weft/v1\nkind: Profile\nbased_on: b\n");
        sample.write("profiles/b.yaml", "apiVersion: weft/v1\nkind: Profile\nbased_on: a\n");
        Diagnostics diagnostics;
        CHECK_FALSE(read_profile("a", {}, mesh::built_in_balancers(), diagnostics));
        REQUIRE(diagnostics.all().size() == 1);
        CHECK(diagnostics.all().front().message == "profile 'a' is based on itself");
    }

    TEST_CASE("data is found by name and never by path") {
        CHECK(find_data("profiles", "istio").filename() == "istio.yaml");
        CHECK(find_data("profiles", "../profiles/istio").empty());
        CHECK(find_data("profiles", "none").empty());
        CHECK(find_data("profiles", "").empty());
    }
}

}  // namespace read_profile_test
