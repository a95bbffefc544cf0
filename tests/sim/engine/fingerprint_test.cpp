#include "sim/engine/fingerprint.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <set>

namespace fingerprint_test {

using namespace weft;
using namespace std::chrono_literals;
using mesh::Instant;
using sim::Fingerprint;

namespace {

std::uint64_t of_one(
    Instant at, std::uint32_t kind, std::uint64_t entity, std::uint64_t key, std::uint64_t number) {
    Fingerprint fingerprint;
    fingerprint.add(at, kind, entity, key, number);
    return fingerprint.value();
}

}  // namespace

TEST_SUITE("fingerprint") {
    TEST_CASE("the order of the events does not matter, how often they happen does") {
        Fingerprint one;
        one.add(Instant{} + 1s, 1, 2, 3, 4);
        one.add(Instant{} + 2s, 5, 6, 7, 8);
        Fingerprint other;
        other.add(Instant{} + 2s, 5, 6, 7, 8);
        other.add(Instant{} + 1s, 1, 2, 3, 4);
        CHECK(one.value() == other.value());
        CHECK(one.events() == 2);
        other.add(Instant{} + 1s, 1, 2, 3, 4);
        CHECK(one.value() != other.value());
    }

    TEST_CASE("a small change of any field changes it, and small values do not collide") {
        std::set<std::uint64_t> values;
        for (std::uint64_t i = 0; i < 5 * 5 * 5 * 5 * 5; ++i) {
            const auto digit = [i](std::uint64_t power) { return i / power % 5; };
            values.insert(of_one(Instant{} + static_cast<std::int64_t>(digit(1)) * 1ns,
                                 static_cast<std::uint32_t>(digit(5)), digit(25), digit(125),
                                 digit(625)));
        }
        CHECK(values.size() == 5 * 5 * 5 * 5 * 5);
    }

    TEST_CASE("its numbers are the same in every build") {
        CHECK(of_one(Instant{} + 1s, 1, 2, 3, 4) == 17853536344930954683U);
    }
}

}  // namespace fingerprint_test
