#include "mesh/control/injection.hpp"

#include <doctest/doctest.h>

#include <string>

namespace injection_test {

using namespace weft::mesh::control;

TEST_SUITE("sidecar injection") {
    TEST_CASE("pods have a sidecar unless they or their namespace say that they have none") {
        PodTemplate pod;
        CHECK(has_sidecar(pod, {}));
        CHECK(has_sidecar(pod, {{"istio-injection", "enabled"}}));
        CHECK_FALSE(has_sidecar(pod, {{"istio-injection", "disabled"}}));
        pod.labels = {{"sidecar.istio.io/inject", "false"}};
        CHECK_FALSE(has_sidecar(pod, {}));
        CHECK_FALSE(has_sidecar(pod, {{"istio-injection", "enabled"}}));
        pod.labels = {{"sidecar.istio.io/inject", "true"}};
        CHECK(has_sidecar(pod, {}));
        CHECK_FALSE(has_sidecar(pod, {{"istio-injection", "disabled"}}));
    }

    TEST_CASE("the annotation counts where there is no label") {
        PodTemplate pod;
        pod.annotations = {{"sidecar.istio.io/inject", "false"}};
        CHECK_FALSE(has_sidecar(pod, {}));
        pod.labels = {{"sidecar.istio.io/inject", "true"}};
        CHECK(has_sidecar(pod, {}));
    }

    TEST_CASE("a gateway is a proxy, whatever is said") {
        PodTemplate pod;
        pod.is_gateway = true;
        pod.labels = {{"sidecar.istio.io/inject", "false"}};
        CHECK(has_sidecar(pod, {{"istio-injection", "disabled"}}));
    }
}

}  // namespace injection_test
