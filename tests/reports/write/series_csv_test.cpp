#include "reports/write/series_csv.hpp"

#include "tests/reports/small_run.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace series_csv_test {

using namespace weft;
using namespace weft::tests;

TEST_SUITE("series as CSV") {
    TEST_CASE("a line for each interval of a load or an edge, below the names") {
        reports::RecordedPoint web;
        web.start = at(1s);
        web.end = at(2s);
        web.load = "web";
        web.requests = 10;
        web.failed = 1;
        web.latency_sum = 105ms;
        web.p50 = web.p90 = web.p99 = web.max = 10ms;
        reports::RecordedPoint edge = web;
        edge.load = "";
        edge.source = "client";
        edge.destination = "shop, \"old\"";
        edge.version = "v1";
        edge.attempts = 11;
        edge.rejected = 3;
        edge.unanswered = 2;
        std::ostringstream out;
        reports::write_series_csv({web, edge}, out);
        const std::string latencies = "10.500000,10.000000,10.000000,10.000000,10.000000,";
        CHECK(out.str() ==
              "start_s,end_s,load,source,destination,version,requests,attempts,failed,mean_ms,"
              "p50_ms,p90_ms,p99_ms,max_ms,rejected,unanswered\n"
              "1,2,web,,,,10,0,1," +
                  latencies + "0,0\n1,2,,client,\"shop, \"\"old\"\"\",v1,10,11,1," + latencies +
                  "3,2\n");
    }
}

}  // namespace series_csv_test
