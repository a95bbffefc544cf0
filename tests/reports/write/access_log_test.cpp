#include "reports/write/access_log.hpp"

#include "tests/reports/write/recorded_spans.hpp"

#include <doctest/doctest.h>

#include <sstream>

namespace access_log_test {

TEST_SUITE("access log") {
    TEST_CASE("each span is a line in Istio's default format") {
        std::ostringstream out;
        weft::reports::write_access_log(weft::tests::recorded_spans(), out);
        CHECK(out.str() ==
              "[1970-01-01T00:01:07.045Z] \"- - -\" 200 - - - \"-\" - - 12 - \"-\" \"-\" "
              "\"web/42\" \"stock\" \"stock-0\" inbound - - - - -\n"
              "[1970-01-01T00:01:07.044Z] \"- - -\" 503 URX - - \"-\" - - 14 - \"-\" \"-\" "
              "\"web/42\" \"stock\" \"stock-0\" outbound|80||stock.default.svc.cluster.local "
              "- - - - -\n"
              "[1970-01-01T00:01:07.043Z] \"- - -\" 200 - - - \"-\" - - 16 - \"-\" \"-\" "
              "\"web/42\" \"shop\" \"shop-0\" inbound - - - - -\n"
              "[1970-01-01T00:01:07.042Z] \"- - -\" 200 - - - \"-\" - - 18 - \"-\" \"-\" "
              "\"web/42\" \"shop\" \"shop-0\" - - - - - -\n");
    }
}

}  // namespace access_log_test
