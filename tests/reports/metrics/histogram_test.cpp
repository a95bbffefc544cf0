#include "reports/metrics/histogram.hpp"

#include <doctest/doctest.h>

namespace histogram_test {

using weft::mesh::Duration;
using weft::reports::Histogram;

TEST_SUITE("histogram") {
    TEST_CASE("values below 128 ns are kept exactly") {
        Histogram latency;
        latency.add(Duration{127});
        CHECK(latency.quantile(0.5) == 127);
        CHECK(latency.counts().size() == 128);
    }

    TEST_CASE("a quantile is within 0.8 % of the value") {
        for (const std::int64_t ns : {128L, 1'000L, 999'999L, 16'145'000L, 86'400'000'000'000L}) {
            Histogram latency;
            latency.add(Duration{ns});
            latency.add(Duration{2 * ns});
            CHECK(latency.quantile(0.1) == doctest::Approx(static_cast<double>(ns)).epsilon(0.008));
        }
    }

    TEST_CASE("a bucket begins where the one before ends") {
        for (std::size_t bucket = 1; bucket < 5'000; ++bucket) {
            const std::uint64_t edge = Histogram::lower_edge(bucket);
            REQUIRE(Histogram::bucket_of(edge) == bucket);
            REQUIRE(Histogram::bucket_of(edge - 1) == bucket - 1);
        }
    }

    TEST_CASE("merged, it equals that of all values") {
        Histogram all;
        Histogram low;
        Histogram high;
        for (std::int64_t ns = 1; ns < 1'000'000; ns += 997) {
            all.add(Duration{ns});
            (ns < 500'000 ? low : high).add(Duration{ns});
        }
        high.merge(low);
        CHECK(high.counts() == all.counts());
        CHECK(high.mean() == all.mean());
        CHECK(high.max() == all.max());
        CHECK(high.quantile(0.99) == all.quantile(0.99));
        CHECK(high.quantile(0) == all.quantile(0));
    }

    TEST_CASE("cleared, it counts as a new one does") {
        Histogram latency;
        latency.add(Duration{1'000'000});
        latency.clear();
        CHECK(latency.count() == 0);
        CHECK(latency.quantile(0.5) == 0);
        latency.add(Duration{5});
        CHECK(latency.quantile(1) == 5);
        CHECK(latency.mean() == 5);
    }

    TEST_CASE("merging an empty one changes nothing") {
        Histogram latency;
        latency.merge(Histogram{});
        CHECK(latency.count() == 0);
        latency.add(Duration{7});
        latency.merge(Histogram{});
        CHECK(latency.quantile(0.5) == 7);
    }
}

}  // namespace histogram_test
