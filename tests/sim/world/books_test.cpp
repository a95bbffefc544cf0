#include "sim/world/books.hpp"

#include <doctest/doctest.h>

#include <string>

namespace books_test {

using weft::sim::Audit;
using weft::sim::Imbalance;

TEST_SUITE("books") {
    TEST_CASE("what came in has gone out or is there") {
        Audit audit;
        audit.check("calls", "", 7, 4, 3);
        audit.check("sums that wrap", "", 1, ~std::uint64_t{0}, 2);
        CHECK(audit.broken().empty());
    }

    TEST_CASE("what is missing, and what there is too much of, is named") {
        Audit audit;
        audit.check("works that wait at", "cart-0.default", 7, 4, 2);
        audit.check("calls", "", 7, 4, 4);
        CHECK(audit.broken() ==
              std::vector<std::string>{
                  "works that wait at cart-0.default: 7 came, 4 went, 2 are there",
                  "calls: 7 came, 4 went, 4 are there"});
    }

    TEST_CASE("a world that is wrong everywhere is told of by ten lines") {
        const Imbalance few{std::vector<std::string>(10, "calls")};
        const Imbalance many{std::vector<std::string>(12, "calls")};
        CHECK(std::string{few.what()}.find("more") == std::string::npos);
        CHECK(std::string{many.what()}.ends_with("and 2 more"));
    }
}

}  // namespace books_test
