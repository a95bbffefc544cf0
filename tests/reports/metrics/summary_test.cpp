#include "reports/metrics/summary.hpp"

#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

namespace summary_test {

using namespace weft;
using namespace weft::tests;
using reports::Summary;
using sim::observe::CallEnd;
using sim::observe::Change;
using sim::observe::RequestEnd;

namespace {

CallEnd call(std::uint32_t source, std::uint32_t destination, std::uint32_t version) {
    return {at(1s), at(1s + 5ms), 0, source, destination, version, 1, 200, {}};
}

RequestEnd answered(std::uint16_t status) {
    return {at(1s), at(2s), 0, 0, status, {}};
}

}  // namespace

TEST_SUITE("summary") {
    TEST_CASE("a 5xx and an answer that never came are failures, a 4xx is none") {
        Summary summary;
        for (const std::uint16_t status :
             std::vector<std::uint16_t>{200, 302, 404, 499, 500, 503, 0}) {
            summary.add(answered(status));
        }
        const reports::Tally& web = summary.loads()[0];
        CHECK(web.requests() == 7);
        CHECK(web.failed == 3);
        CHECK(web.succeeded() == 4);
        CHECK(web.statuses().size() == 7);
        CHECK(web.statuses()[0].status == 0);
        CHECK(web.statuses()[1].status == 200);
    }

    TEST_CASE("each flag of a request is counted") {
        Summary summary;
        mesh::Flags flags{mesh::Flag::UO};
        flags.add(mesh::Flag::DC);
        summary.add(RequestEnd{at(0s), at(1s), 0, 2, 503, flags});
        const auto& counted = summary.loads().at(2).flags;
        CHECK(counted[3] == 1);
        CHECK(counted[13] == 1);
        CHECK(counted[0] == 0);
        CHECK(summary.requests() == 1);
    }

    TEST_CASE("edges differ by source, by destination and by version") {
        Summary summary;
        for (const CallEnd& end : {call(1, 2, 0), call(2, 1, 0), call(1, 2, 1), call(1, 2, 0)}) {
            summary.add(end);
        }
        REQUIRE(summary.edges().size() == 3);
        CHECK(summary.edges()[0] == reports::Edge{1, 2, 0});
        CHECK(summary.edge_tallies()[0].requests() == 2);
        CHECK(summary.edge_tallies()[0].attempts == 2);
        CHECK(summary.edge_tallies()[2].requests() == 1);
    }

    TEST_CASE("thousands of edges keep their numbers and their counts") {
        Summary summary;
        for (int round = 0; round < 2; ++round) {
            for (std::uint32_t source = 0; source < 100; ++source) {
                for (std::uint32_t destination = 0; destination < 50; ++destination) {
                    summary.add(call(source, destination, source % 3));
                }
            }
        }
        REQUIRE(summary.edges().size() == 5'000);
        CHECK(summary.edges()[4'999] == reports::Edge{99, 49, 0});
        for (const reports::Tally& tally : summary.edge_tallies()) {
            REQUIRE(tally.requests() == 2);
        }
    }

    TEST_CASE("merged intervals equal a summary of the whole, in edge numbers as well") {
        Summary whole;
        Summary merged;
        Summary interval;
        for (std::uint32_t second = 0; second < 3; ++second) {
            for (std::uint32_t number = 0; number <= second; ++number) {
                const CallEnd end = call(0, second - number, 0);
                whole.add(end);
                interval.add(end);
            }
            interval.add(answered(500));
            whole.add(answered(500));
            merged.merge(interval);
            interval.clear();
        }
        CHECK(merged.edges() == whole.edges());
        CHECK(merged.loads()[0].failed == 3);
        CHECK(merged.loads()[0].statuses().at(0).count == 3);
        for (std::size_t edge = 0; edge < whole.edges().size(); ++edge) {
            CHECK(merged.edge_tallies()[edge].requests() == whole.edge_tallies()[edge].requests());
            CHECK(merged.edge_tallies()[edge].attempts == whole.edge_tallies()[edge].attempts);
        }
    }

    TEST_CASE("changes are counted by kind and by what they are about") {
        Summary summary;
        Change ejected{at(1s), Change::Kind::host_ejected, 0, 1, 7};
        summary.add(ejected);
        ejected.pod = 2;
        summary.add(ejected);
        ejected.cluster = 8;
        summary.add(ejected);
        CHECK(summary.changes().size() == 2);
        CHECK(summary.changes().at({Change::Kind::host_ejected, 7}) == 2);
    }
}

}  // namespace summary_test
