#include "mesh/base/draws.hpp"

#include "mesh/base/math.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace draws_test {

using namespace weft::mesh;

namespace {

constexpr std::array purposes{Purpose::route_weight, Purpose::mirror,  Purpose::fault_delay,
                              Purpose::balance,      Purpose::network, Purpose::target_pick};

std::vector<std::uint64_t> first_of(Draws draws, std::size_t count) {
    std::vector<std::uint64_t> numbers;
    for (std::size_t i = 0; i < count; ++i)
        numbers.push_back(draws.next());
    return numbers;
}

/// Streams as a world has them: of parts of the world, of their purposes, of requests.
std::vector<Draws> thousand_streams() {
    std::vector<Draws> streams;
    for (int i = 0; streams.size() < 250; ++i)
        streams.emplace_back(1, "pod-" + std::to_string(i));
    const Draws sidecar{1, "sidecar"};
    constexpr auto kinds = static_cast<std::uint32_t>(purposes.size());
    for (std::uint32_t i = 0; streams.size() < 500; ++i)
        streams.push_back(sidecar.of(purposes[i % kinds], i / kinds));
    for (std::uint32_t i = 0; streams.size() < 750; ++i) {
        streams.emplace_back(RequestKey{.root = root_seed(1, 0, i)});
    }
    const std::uint64_t root = root_seed(1, 1, 0);
    for (std::uint32_t i = 0; streams.size() < 1000; ++i) {
        streams.emplace_back(
            RequestKey{.root = root, .position = child_position(0, i / 4), .attempt = i % 4});
    }
    return streams;
}

}  // namespace

TEST_SUITE("draws") {
    TEST_CASE("seed and owner decide, nothing else") {
        CHECK(first_of(Draws{1, "a"}, 5) == first_of(Draws{1, "a"}, 5));
        CHECK(first_of(Draws{1, "a"}, 5) != first_of(Draws{2, "a"}, 5));
        CHECK(first_of(Draws{1, "a"}, 5) != first_of(Draws{1, "b"}, 5));
    }

    TEST_CASE("known answers of the generators are met") {
        // Published with Random123 for Philox4x32-10, and with the SplitMix64 of prng.di.unimi.it.
        CHECK(root_seed(0, 0, 0) == 0xe169c58d'6627e8d5U);
        CHECK(first_of(Draws{0}, 1).front() == 0xe220a839'7b1dcdafU);
        CHECK(first_of(Draws{1234567}, 2) ==
              std::vector<std::uint64_t>{6457827717110365317U, 3203168211198807973U});
    }

    TEST_CASE("the numbers of a seed never change") {
        CHECK(root_seed(7, 3, 1'000'000'007) == 2779212305635181367U);
        CHECK(child_position(0, 0) == 16294208416658607535U);
        CHECK(Draws{7, "pod-1"}.next() == 17175020729734142984U);
        CHECK(Draws{RequestKey{.root = 1, .position = 2, .attempt = 3}}.next() ==
              4473838479130014992U);
        CHECK(Draws{7}.of(Purpose::balance).next() == 292174375565961690U);
        CHECK(Draws{7}.of(Purpose::balance, 1).next() == 6151869578870075199U);
    }

    TEST_CASE("a purpose's numbers do not depend on how many the others took") {
        Draws used{1, "sidecar"};
        const Draws fresh = used;
        for (int i = 0; i < 10; ++i)
            used.next();
        for (const Purpose purpose : purposes) {
            CHECK(first_of(used.of(purpose), 5) == first_of(fresh.of(purpose), 5));
            CHECK(first_of(used.of(purpose, 3), 5) == first_of(fresh.of(purpose, 3), 5));
        }
    }

    TEST_CASE("purposes, indices, attempts and places all have their own numbers") {
        std::set<std::uint64_t> seen;
        std::size_t streams = 0;
        const auto count = [&](Draws draws) {
            seen.insert(draws.next());
            ++streams;
        };
        for (std::uint32_t attempt = 0; attempt < 5; ++attempt) {
            for (std::uint32_t step = 0; step < 50; ++step) {
                const Draws request{RequestKey{1, child_position(0, step), attempt}};
                count(request);
                for (const Purpose purpose : purposes)
                    count(request.of(purpose));
                for (std::uint32_t i = 0; i < 5; ++i)
                    count(request.of(Purpose::balance, i));
            }
        }
        CHECK(seen.size() == streams);
    }

    TEST_CASE("steps of different callers are at different positions") {
        std::set<std::uint64_t> positions{0};
        for (std::uint32_t step = 0; step < 100; ++step) {
            const std::uint64_t child = child_position(0, step);
            positions.insert(child);
            for (std::uint32_t inner = 0; inner < 100; ++inner) {
                positions.insert(child_position(child, inner));
            }
        }
        CHECK(positions.size() == 1 + 100 + 100 * 100);
    }

    TEST_CASE("a list is handed out in order, to children too") {
        DrawList list{.numbers = {10, 11, 12, 13}};
        Draws draws{list};
        CHECK(draws.next() == 10);
        CHECK(draws.of(Purpose::balance).next() == 11);
        CHECK(draws.below(5) == 12 % 5);
        CHECK(draws.of(Purpose::demand, 4).next() == 13);
        CHECK(list.used == 4);
    }

    TEST_CASE("a bounded draw is the remainder, and a unit draw the upper 53 bits") {
        DrawList list{.numbers = {107, 0, ~std::uint64_t{0}, std::uint64_t{1} << 63, 2047}};
        Draws draws{list};
        CHECK(draws.below(10) == 7);
        CHECK(draws.unit() == 0);
        CHECK(draws.unit() == 1 - 0x1p-53);
        CHECK(draws.unit() == 0.5);
        CHECK(draws.unit() == 0);
    }

    TEST_CASE("a thousand streams are uncorrelated") {
        constexpr std::size_t length = 1000;
        const std::vector<Draws> streams = thousand_streams();
        std::vector<std::vector<float>> centred;
        for (Draws stream : streams) {
            std::vector<float>& numbers = centred.emplace_back(length);
            for (float& number : numbers)
                number = static_cast<float>(stream.unit() - 0.5);
        }

        float worst = 0;
        for (std::size_t i = 0; i < streams.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                float sum = 0;
                for (std::size_t k = 0; k < length; ++k)
                    sum += centred[i][k] * centred[j][k];
                worst = std::max(worst, std::fabs(sum));
            }
        }
        const double variance_of_unit = 1.0 / 12;
        CHECK(worst / (length * variance_of_unit) < 6 / std::sqrt(double{length}));
    }

    TEST_CASE("the numbers of many short streams are uniform") {
        // As demand draws them: one or two numbers of each of very many keys.
        constexpr std::size_t cells = 1000;
        constexpr std::uint32_t requests = 1'000'000;
        std::vector<double> count(cells);
        double log_sum = 0;
        for (std::uint32_t i = 0; i < requests; ++i) {
            Draws draws = Draws{RequestKey{.root = root_seed(1, 0, i)}}.of(Purpose::demand);
            const double number = draws.unit();
            ++count[static_cast<std::size_t>(number * cells)];
            log_sum -= math::log(1 - number);
        }
        double chi_squared = 0;
        for (const double n : count) {
            const double expected = double{requests} / cells;
            chi_squared += (n - expected) * (n - expected) / expected;
        }
        CHECK(std::fabs(chi_squared - (cells - 1)) < 5 * std::sqrt(2.0 * (cells - 1)));
        CHECK(std::fabs(log_sum / requests - 1) < 5 / std::sqrt(double{requests}));
    }
}

}  // namespace draws_test
