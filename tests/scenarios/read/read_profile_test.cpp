#include "scenarios/read/read_profile.hpp"

#include "scenarios/read/data_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>

namespace {

using namespace weft;
using namespace weft::scenarios;
using namespace std::chrono_literals;

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
        CHECK(diagnostics.all().size() == 8);
        std::filesystem::remove(file);
    }

    TEST_CASE("data is found by name and never by path") {
        CHECK(find_data("profiles", "istio").filename() == "istio.yaml");
        CHECK(find_data("profiles", "../profiles/istio").empty());
        CHECK(find_data("profiles", "none").empty());
        CHECK(find_data("profiles", "").empty());
    }
}
