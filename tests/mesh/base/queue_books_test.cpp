#include "mesh/base/queue_books.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace queue_books_test {

using namespace std::chrono_literals;
using weft::mesh::Instant;
using weft::mesh::QueueBooks;
using weft::mesh::WaitBooks;

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

    TEST_CASE("those who wait have waited what the others have not") {
        WaitBooks books;
        books.comes(at(10ns));
        books.comes(at(13ns));
        CHECK(books.waited(at(13ns)) == 3);
        books.leaves(at(10ns), at(20ns));
        CHECK(books.waited(at(25ns)) == 12);
        books.leaves(at(13ns), at(25ns));
        CHECK(books.waited(at(90ns)) == 0);
    }

    TEST_CASE("who leaves twice, never, or another one's time shows") {
        WaitBooks never;
        never.comes(at(10ns));
        CHECK(never.waited(at(20ns)) == 10);  // Nobody is there who has waited so long.
        WaitBooks twice;
        twice.comes(at(10ns));
        twice.leaves(at(10ns), at(20ns));
        twice.leaves(at(10ns), at(20ns));
        CHECK(twice.waited(at(20ns)) != 0);
        WaitBooks other;
        other.comes(at(10ns));
        other.leaves(at(11ns), at(20ns));
        CHECK(other.waited(at(20ns)) == 1);
    }
}

}  // namespace queue_books_test
