#include "mesh/request/outcome.hpp"

#include <doctest/doctest.h>

#include <set>

namespace outcome_test {

using namespace weft::mesh;

TEST_SUITE("outcome") {
    TEST_CASE("flags add up and each is seen alone") {
        Flags flags;
        CHECK(flags.bits() == 0);
        flags.add(Flag::UO);
        flags.add(Flag::URX);
        flags.add(Flag::UO);
        CHECK(flags.has(Flag::UO));
        CHECK(flags.has(Flag::URX));
        CHECK(!flags.has(Flag::UT));
        CHECK(Flags{Flag::UO} != flags);
        CHECK(Flags{flags.bits()} == flags);
    }

    TEST_CASE("flags are written in a fixed order, whatever the order they came in") {
        Flags flags{Flag::DC};
        flags.add(Flag::UT);
        flags.add(Flag::NR);
        CHECK(to_text(flags) == "NR,UT,DC");
        CHECK(to_text(Flags{}) == "");
        CHECK(to_text(Flag::UH) == "UH");
    }

    TEST_CASE("every flag has a name of its own") {
        std::set<std::string_view> names;
        for (std::size_t bit = 0; bit < flag_count; ++bit)
            names.insert(flag_name(bit));
        CHECK(names.size() == flag_count);
        CHECK(flag_name(0) == "NR");
        CHECK(flag_name(flag_count - 1) == "UAEX");
        CHECK(static_cast<std::uint32_t>(Flag::UAEX) == 1U << (flag_count - 1));
    }

    TEST_CASE("a status of 500 and above fails, as does none at all") {
        CHECK(is_failure(0));
        CHECK(!is_failure(200));
        CHECK(!is_failure(404));
        CHECK(!is_failure(499));
        CHECK(is_failure(500));
        CHECK(is_failure(599));
    }
}

}  // namespace outcome_test
