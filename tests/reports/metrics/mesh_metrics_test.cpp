#include "reports/metrics/mesh_metrics.hpp"

#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

namespace mesh_metrics_test {

using namespace weft;
using namespace weft::tests;
using reports::DurationTally;
using reports::MeshMetrics;
using reports::Reporter;
using sim::observe::CallEnd;
using sim::observe::InboundEnd;

TEST_SUITE("mesh metrics") {
    TEST_CASE("a bound belongs to the bucket below it, to the nanosecond") {
        DurationTally tally;
        tally.add(0ns);
        tally.add(500us);
        tally.add(500us + 1ns);
        tally.add(1ms);
        tally.add(3600s);
        tally.add(3600s + 1ns);
        CHECK(tally.buckets[0] == 2);
        CHECK(tally.buckets[1] == 2);
        CHECK(tally.buckets[18] == 1);
        CHECK(tally.buckets[19] == 1);
        CHECK(tally.requests == 6);
        CHECK(tally.sum_ns == 7'200'002'000'002);
    }

    TEST_CASE("what differs in anything is counted apart") {
        const CallEnd call{at(0s), at(10ms), 0, 0, 1, 1, 1, 200, {}, 0, 1};
        MeshMetrics metrics;
        metrics.add(call);
        metrics.add(call);
        CallEnd failed = call;
        failed.status = 503;
        metrics.add(failed);
        failed.flags = mesh::Flag::UH;
        metrics.add(failed);
        failed.workload = sim::observe::nobody;
        metrics.add(failed);
        metrics.add(InboundEnd{at(0s), at(1ms), 0, 1, 200, {}});
        metrics.add(InboundEnd{at(0s), at(2ms), 0, 1, 200, {}, true});
        const auto keys = metrics.keys();
        REQUIRE(keys.size() == 6);
        CHECK(metrics.at(keys[0]).requests == 2);
        CHECK(keys[4].reporter == Reporter::destination);
        CHECK(metrics.at(keys[4]).sum_ns == 1'000'000);
    }
}

}  // namespace mesh_metrics_test
