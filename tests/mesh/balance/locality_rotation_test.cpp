#include "mesh/balance/locality_rotation.hpp"

#include <doctest/doctest.h>

namespace locality_rotation_test {

using namespace weft::mesh;
using doctest::Approx;

namespace {

using Localities = std::vector<LocalityHealth>;
using Positions = std::vector<std::size_t>;

Positions picks(LocalityRotation rotation, std::size_t count) {
    Positions picked;
    while (picked.size() < count) {
        picked.push_back(rotation.pick());
    }
    return picked;
}

}  // namespace

TEST_SUITE("locality rotation") {
    TEST_CASE("a locality keeps its weight while its healthy hosts times 1.4 are enough") {
        CHECK(effective_weight({.weight = 2, .eligible = 5, .hosts = 7}, 140) == Approx(2));
        CHECK(effective_weight({.weight = 2, .eligible = 4, .hosts = 7}, 140) == Approx(1.6));
        CHECK(effective_weight({.weight = 2, .eligible = 0, .hosts = 7}, 140) == 0);
        CHECK(effective_weight({.weight = 2, .eligible = 4, .hosts = 8}, 100) == Approx(1));
    }

    TEST_CASE("hosts that are not yet judged do not count") {
        CHECK(effective_weight({.weight = 1, .eligible = 1, .hosts = 3, .excluded = 2}, 140) == 1);
        CHECK(effective_weight({.weight = 1, .eligible = 0, .hosts = 3, .excluded = 3}, 140) == 0);
        CHECK(effective_weight({.weight = 1}, 140) == 0);
    }

    TEST_CASE("localities take turns by their effective weights") {
        const Localities alike(3, {.weight = 1, .eligible = 1, .hosts = 1});
        CHECK(picks(LocalityRotation{alike, 140, 0}, 6) == Positions{0, 1, 2, 0, 1, 2});
        CHECK(picks(LocalityRotation{alike, 140, 4}, 3) == Positions{1, 2, 0});
        const Localities uneven{{.weight = 1, .eligible = 1, .hosts = 1},
                                {.weight = 2, .eligible = 1, .hosts = 1}};
        CHECK(picks(LocalityRotation{uneven, 140, 0}, 6) == Positions{1, 0, 1, 1, 0, 1});
    }

    TEST_CASE("a locality without weight or without a host that may be chosen has no turn") {
        const Localities some{{.weight = 0, .eligible = 4, .hosts = 4},
                              {.weight = 9, .eligible = 0, .hosts = 4},
                              {.weight = 1, .eligible = 1, .hosts = 4}};
        CHECK(picks(LocalityRotation{some, 140, 0}, 3) == Positions{2, 2, 2});
    }

    TEST_CASE("it is empty if no locality has a turn") {
        CHECK(LocalityRotation{Localities{}, 140, 0}.empty());
        CHECK(
            LocalityRotation{Localities{{.weight = 0, .eligible = 1, .hosts = 1}}, 140, 7}.empty());
    }
}

}  // namespace locality_rotation_test
