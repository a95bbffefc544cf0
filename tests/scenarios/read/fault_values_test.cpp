// Values of faults that would do nothing, or what nobody means.
#include "tests/scenarios/read/scenario_sample.hpp"

#include <doctest/doctest.h>

#include <string>

namespace fault_values_test {

using namespace weft;

namespace {

/// What is said of a step that is nothing else than this.
std::string refusal_of(const std::string& step) {
    return tests::shop_refusal("load: [{id: web, to: web, rate: 10/s}]\ntimeline: [{at: 1s, " +
                               step + "}]\n");
}

}  // namespace

TEST_SUITE("values of faults in scenarios") {
    TEST_CASE("a path begins with a slash, and a method has capital letters") {
        const std::string where = "target: {service: cart}";
        CHECK(refusal_of("fault: error, path: buy, " + where)
                  .ends_with("error: path must begin with /; did you mean '/buy'?"));
        CHECK(refusal_of("fault: slow, method: get, " + where)
                  .ends_with("error: method must be in capital letters; did you mean 'GET'?"));
        CHECK(tests::read_shop("load: [{id: web, to: web, rate: 10/s}]\n"
                               "timeline: [{at: 1s, fault: error, path: /buy, method: GET, " +
                               where + "}]\n")
                  .scenario);
    }

    TEST_CASE("a bandwidth of nothing is a partition, and a key is in some header") {
        CHECK(refusal_of("fault: bandwidth, rate: 0B, from: {service: web}, to: {service: cart}")
                  .ends_with("error: rate must be above 0B; where nothing passes the fault is "
                             "'partition'"));
        CHECK(refusal_of("fault: hot_key, header: ''")
                  .ends_with("error: header must not be empty: it is the header whose value "
                             "chooses the host, such as 'x-key'"));
    }
}

}  // namespace fault_values_test
