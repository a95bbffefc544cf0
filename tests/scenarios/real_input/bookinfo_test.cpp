#include "tests/scenarios/real_input/played.hpp"

#include <algorithm>

namespace weft::tests::bookinfo_test {
namespace {

const std::string page = "productpage";
const std::string subsets = "destination-rule-all.yaml";

/// The sample's pods with files of its networking folder; nothing if it is missing.
Played bookinfo(const fs::path& sample, const std::vector<std::string>& networking) {
    scenarios::PlayOptions options;
    options.scenario = "bookinfo";
    options.manifests = {sample / "platform/kube/bookinfo.yaml"};
    for (const std::string& file : networking)
        options.manifests.push_back(sample / "networking" / file);
    Played run = played(options);
    CAPTURE(run.diagnostics);
    REQUIRE(run.exit_code == 0);
    return run;
}

fs::path sample() {
    return shared_folder("manifests/istio/samples/bookinfo");
}

double share_of(const Played& run, const std::string& version) {
    return run.on_edge(page, "reviews", version, "requests") /
           run.on_edge(page, "reviews", "*", "requests");
}

void check_split(const std::string& file, const std::string& version, double share) {
    const fs::path folder = sample();
    if (folder.empty()) return;
    CAPTURE(file);
    const Played run = bookinfo(folder, {subsets, file});
    const double all = run.on_edge(page, "reviews", "*", "requests");
    CHECK(fits_share(run.on_edge(page, "reviews", "v1", "requests"), all, 1 - share));
    CHECK(fits_share(run.on_edge(page, "reviews", version, "requests"), all, share));
}

}  // namespace

TEST_SUITE("bookinfo") {
    TEST_CASE("every file of networking runs, with its subsets and without") {
        const fs::path folder = sample();
        if (folder.empty()) return;
        for (const auto& entry : fs::directory_iterator{folder / "networking"}) {
            const std::string file = entry.path().filename().string();
            CAPTURE(file);
            const Played with = bookinfo(folder, {subsets, file});
            CHECK(with.load("visitors").at("requests") > 9000);
            const Played without = bookinfo(folder, {file});
            CHECK(without.load("visitors").at("requests") > 9000);
        }
    }

    TEST_CASE("without routes every version gets calls, and subsets alone change nothing") {
        const fs::path folder = sample();
        if (folder.empty()) return;
        const Played plain = bookinfo(folder, {});
        for (const std::string version : {"v1", "v2", "v3"})
            CHECK(share_of(plain, version) == doctest::Approx(1.0 / 3).epsilon(0.1));
        const Played with = bookinfo(folder, {subsets});
        CHECK(with.on_edge(page, "reviews", "v2", "requests") ==
              plain.on_edge(page, "reviews", "v2", "requests"));
    }

    TEST_CASE("all-v1 sends everything to v1") {
        const fs::path folder = sample();
        if (folder.empty()) return;
        const Played run = bookinfo(folder, {subsets, "virtual-service-all-v1.yaml"});
        for (const std::string service : {"reviews", "details"}) {
            CHECK(run.on_edge(page, service, "*", "requests") > 9000);
            CHECK(run.on_edge(page, service, "v1", "requests") ==
                  run.on_edge(page, service, "*", "requests"));
        }
    }

    TEST_CASE("weights hold within four standard errors") {
        check_split("virtual-service-reviews-50-v3.yaml", "v3", 0.5);
        check_split("virtual-service-reviews-80-20.yaml", "v2", 0.2);
        check_split("virtual-service-reviews-90-10.yaml", "v2", 0.1);
    }

    TEST_CASE("jason goes to v2, all others to where the file says") {
        const fs::path folder = sample();
        if (folder.empty()) return;
        for (const auto& [file, others] :
             {std::pair{"virtual-service-reviews-test-v2.yaml", "v1"},
              std::pair{"virtual-service-reviews-jason-v2-v3.yaml", "v3"}}) {
            CAPTURE(file);
            const Played run = bookinfo(folder, {subsets, file});
            // Calls that are under way at the end belong to requests that are not counted.
            const double jason = run.load("jason").at("requests");
            const double visitors = run.load("visitors").at("requests");
            CHECK(std::abs(run.on_edge(page, "reviews", "v2", "requests") - jason) <= 5);
            CHECK(std::abs(run.on_edge(page, "reviews", others, "requests") - visitors) <= 10);
        }
    }

    TEST_CASE("the delay of ratings gives jason a page after 6 s, and nobody else") {
        const fs::path folder = sample();
        if (folder.empty()) return;
        const Played run = bookinfo(folder, {subsets, "virtual-service-reviews-test-v2.yaml",
                                             "virtual-service-ratings-test-delay.yaml"});
        CHECK(run.load("jason").at("latency_ms").at("p50") == doctest::Approx(6000).epsilon(0.02));
        CHECK(run.load("visitors").at("latency_ms").at("max") < 1000);
        CHECK(run.flag_on_edge("reviews", "ratings", "DI") > 1000);
        const Played anyone =
            bookinfo(folder, {subsets, "virtual-service-ratings-test-delay.yaml"});
        CHECK(anyone.load("visitors").at("latency_ms").at("max") < 1000);
        CHECK(anyone.load("jason").at("latency_ms").at("max") > 5900);
    }

    TEST_CASE("the abort of ratings hits jason only, in the caller's sidecar") {
        const fs::path folder = sample();
        if (folder.empty()) return;
        const Played run = bookinfo(folder, {subsets, "virtual-service-reviews-test-v2.yaml",
                                             "virtual-service-ratings-test-abort.yaml"});
        const double aborted = run.flag_on_edge("reviews", "ratings", "FI");
        CHECK(std::abs(aborted - run.load("jason").at("requests").get<double>()) <= 5);
        CHECK(run.on_edge("reviews", "ratings", "*", "failed") == aborted);
        CHECK(run.on_edge("reviews", "ratings", "*", "attempts") == 0);
        CHECK(run.load("jason").at("failed") == 0);
    }

    TEST_CASE("the fault of details aborts every call of the page") {
        const fs::path folder = sample();
        if (folder.empty()) return;
        const Played run = bookinfo(folder, {subsets, "fault-injection-details-v1.yaml"});
        const double all = run.on_edge(page, "details", "*", "requests");
        CHECK(all > 9000);
        CHECK(run.flag_on_edge(page, "details", "FI") == all);
        CHECK(run.on_edge(page, "details", "*", "attempts") == 0);
    }

    TEST_CASE("a route to a subset that is not there has no cluster") {
        const fs::path folder = sample();
        if (folder.empty()) return;
        const Played run = bookinfo(folder, {"virtual-service-reviews-v3.yaml"});
        const double all = run.on_edge(page, "reviews", "*", "requests");
        CHECK(all > 9000);
        CHECK(run.flag_on_edge(page, "reviews", "NC") == all);
        CHECK(run.on_edge(page, "reviews", "*", "failed") == all);
    }
}

}  // namespace weft::tests::bookinfo_test
