#include "tests/scenarios/real_input/played.hpp"

#include <set>

namespace weft::tests::applications_test {

using namespace std::chrono_literals;

TEST_SUITE("real applications") {
    TEST_CASE("each of the eleven services of the online boutique gets calls") {
        const fs::path folder = shared_folder("manifests/online-boutique/release");
        if (folder.empty()) return;
        scenarios::PlayOptions options;
        options.scenario = "online_boutique";
        options.manifests = {folder / "kubernetes-manifests.yaml"};
        const Played run = played(options);
        CAPTURE(run.diagnostics);
        REQUIRE(run.exit_code == 0);
        std::set<std::string> called;
        for (const auto& edge : run.summary.at("edges")) {
            if (edge.at("requests") > 0) called.insert(edge.at("destination").get<std::string>());
        }
        for (const std::string service :
             {"frontend", "adservice", "cartservice", "checkoutservice", "currencyservice",
              "emailservice", "paymentservice", "productcatalogservice", "recommendationservice",
              "shippingservice", "redis-cart"}) {
            CAPTURE(service);
            CHECK(called.contains(service));
        }
        CHECK(run.load("shoppers").at("failed") == 0);
    }

    TEST_CASE("every service graph runs") {
        const fs::path folder = shared_folder("topologies/isotope");
        if (folder.empty()) return;
        for (const auto& entry : fs::directory_iterator{folder}) {
            if (entry.path().extension() != ".yaml") continue;
            CAPTURE(entry.path().string());
            scenarios::PlayOptions options;
            options.scenario = entry.path().string();
            options.until = 2s;
            const Played run = played(options);
            CAPTURE(run.diagnostics);
            CHECK(run.exit_code == 0);
            CHECK(run.summary.at("requests") > 10);
        }
    }
}

}  // namespace weft::tests::applications_test
