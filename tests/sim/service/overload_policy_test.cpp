#include "sim/service/overload_policy.hpp"

#include <doctest/doctest.h>

namespace overload_policy_test {

using weft::mesh::RequestHead;
using weft::sim::OverloadPolicy;
using weft::sim::priority_of;

namespace {

const OverloadPolicy three_levels{.settings = {.priorities = 3}, .priority_header = "x-priority"};

std::uint32_t with_header(const std::string& value) {
    RequestHead head;
    head.headers = {{"x-other", "1"}, {"x-priority", value}};
    return priority_of(head, three_levels);
}

}  // namespace

TEST_SUITE("overload policy") {
    TEST_CASE("the header names the priority, and a number beyond the lowest is the lowest") {
        CHECK(with_header("0") == 0);
        CHECK(with_header("2") == 2);
        CHECK(with_header("3") == 2);
        CHECK(with_header("4294967296") == 2);
    }

    TEST_CASE("without the header, or if it is no number, a request is of the lowest priority") {
        CHECK(priority_of(RequestHead{}, three_levels) == 2);
        for (const char* const value : {"", "high", "1x", "-1", " 1"}) {
            CAPTURE(value);
            CHECK(with_header(value) == 2);
        }
    }

    TEST_CASE("where no header is named, all are of the highest") {
        RequestHead head;
        head.headers = {{"x-priority", "2"}};
        OverloadPolicy policy = three_levels;
        policy.priority_header.clear();
        CHECK(priority_of(head, policy) == 0);
    }
}

}  // namespace overload_policy_test
