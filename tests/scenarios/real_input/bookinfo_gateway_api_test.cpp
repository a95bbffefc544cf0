#include "tests/scenarios/real_input/played.hpp"

namespace weft::tests::bookinfo_gateway_api_test {
namespace {

/// The sample with a Service for each version and a route of the Gateway API.
Played bookinfo(const fs::path& sample, const std::string& route) {
    scenarios::PlayOptions options;
    options.scenario = "bookinfo";
    options.manifests = {sample / "platform/kube/bookinfo.yaml",
                         sample / "platform/kube/bookinfo-versions.yaml",
                         sample / "gateway-api" / route};
    Played run = played(options);
    CAPTURE(run.diagnostics);
    REQUIRE(run.exit_code == 0);
    return run;
}

double calls(const Played& run, const std::string& service) {
    return run.on_edge("productpage", service, "*", "requests");
}

}  // namespace

TEST_SUITE("bookinfo by the Gateway API") {
    TEST_CASE("weights hold within four standard errors") {
        const fs::path sample = shared_folder("manifests/istio/samples/bookinfo");
        if (sample.empty()) return;
        const Played half = bookinfo(sample, "route-reviews-50-v3.yaml");
        const double all = calls(half, "reviews-v1") + calls(half, "reviews-v3");
        CHECK(all > 9000);
        CHECK(fits_share(calls(half, "reviews-v3"), all, 0.5));
        const Played canary = bookinfo(sample, "route-reviews-90-10.yaml");
        CHECK(fits_share(calls(canary, "reviews-v2"),
                         calls(canary, "reviews-v1") + calls(canary, "reviews-v2"), 0.1));
    }

    TEST_CASE("a route to one version sends everything there") {
        const fs::path sample = shared_folder("manifests/istio/samples/bookinfo");
        if (sample.empty()) return;
        for (const std::string version : {"v1", "v3"}) {
            CAPTURE(version);
            const Played run = bookinfo(sample, "route-reviews-" + version + ".yaml");
            CHECK(calls(run, "reviews-" + version) > 9000);
            CHECK(calls(run, "reviews") == 0);
        }
    }
}

}  // namespace weft::tests::bookinfo_gateway_api_test
