#include "scenarios/play/print_inspection.hpp"

#include <doctest/doctest.h>

namespace inspection_words_test {

using namespace weft;

TEST_SUITE("words for people who look at a pod") {
    TEST_CASE("they say which init container it has come to, and how that fares") {
        sim::PodView pod;
        pod.stage = sim::PodStage::starting;
        pod.running = false;
        pod.ready = false;
        CHECK(scenarios::state_words(pod) == "starting, takes no requests, not ready");
        pod.init = sim::InitView{.name = "migrate", .number = 2, .of = 3};
        CHECK(scenarios::state_words(pod) ==
              "starting, init container 2 of 3 (migrate), takes no requests, not ready");
        pod.init->failures = 1;
        pod.init->is_waiting = true;
        CHECK(scenarios::state_words(pod) ==
              "starting, init container 2 of 3 (migrate), 1 failure, waits to be started again, "
              "takes no requests, not ready");
        pod.init->name.clear();
        pod.init->failures = 2;
        pod.init->is_waiting = false;
        CHECK(scenarios::state_words(pod) ==
              "starting, init container 2 of 3, 2 failures, takes no requests, not ready");
    }
}

}  // namespace inspection_words_test
