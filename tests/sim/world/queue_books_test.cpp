#include "sim/world/queue_books.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace queue_books_test {

using namespace std::chrono_literals;
using weft::mesh::Instant;
using weft::sim::QueueBooks;

namespace {

constexpr Instant at(weft::mesh::Duration time) {
    return Instant{time};
}

}  // namespace

TEST_SUITE("books of a queue") {
    TEST_CASE("the length over time is the time that its items spent") {
        QueueBooks books;
        books.changes(0, at(10ns));  // One comes at 10, another at 13; the first leaves at 20.
        books.changes(1, at(13ns));
        books.changes(2, at(20ns));
        books.leaves(at(10ns), at(20ns));
        CHECK(books.area(1, at(25ns)) == 3 + 14 + 5);
        CHECK(books.spent() == 10);
        CHECK(books.area(1, at(25ns)) == books.spent() + 12);
    }

    TEST_CASE("an item that is lost without leaving shows") {
        QueueBooks books;
        books.changes(0, at(0ns));
        books.changes(1, at(7ns));
        CHECK(books.area(0, at(100ns)) != books.spent());
    }
}

}  // namespace queue_books_test
