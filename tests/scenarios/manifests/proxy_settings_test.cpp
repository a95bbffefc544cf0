// What a pod's annotation says of how its proxy ends.
#include "tests/scenarios/manifests/reading.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace weft::scenarios::samples::proxy_settings_test {

using mesh::control::Workload;
using namespace std::chrono_literals;

namespace {

Reading with_config(const std::string& config) {
    return read(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n"
        "  selector: {matchLabels: {a: b}}\n  template:\n"
        "    metadata: {labels: {a: b}, annotations: {proxy.istio.io/config: \"" +
        config + "\"}}\n    spec: {containers: [{name: a}]}\n");
}

mesh::control::PodTemplate pod_with(const std::string& config) {
    const Reading reading = with_config(config);
    CHECK(reading.said() == std::vector<std::string>{});
    return std::get<Workload>(reading.resources.at(0)).pod;
}

}  // namespace

TEST_SUITE("settings of a pod's proxy") {
    TEST_CASE("it drains as long as the pod says") {
        CHECK(pod_with("terminationDrainDuration: 20s").proxy_drain == 20s);
        CHECK_FALSE(pod_with("{}").proxy_drain);
        CHECK(with_config("terminationDrainDuration: soon")
                  .count("annotation 'proxy.istio.io/config': terminationDrainDuration is not "
                         "honoured") == 1);
    }

    TEST_CASE("it goes on while there are requests where its environment says so") {
        const std::string zero = "EXIT_ON_ZERO_ACTIVE_CONNECTIONS";
        CHECK(pod_with("proxyMetadata: {" + zero + ": 'true'}").proxy_outlives_requests == true);
        CHECK(pod_with("proxyMetadata: {" + zero + ": 'false'}").proxy_outlives_requests == false);
        CHECK(with_config("proxyMetadata: {" + zero + ": 'true', OTHER: x}")
                  .count("annotation 'proxy.istio.io/config': proxyMetadata.OTHER is not "
                         "honoured") == 1);
        CHECK(with_config("proxyMetadata: none").count("proxyMetadata is not honoured") == 1);
    }
}

}  // namespace weft::scenarios::samples::proxy_settings_test
