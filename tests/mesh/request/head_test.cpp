#include "mesh/request/head.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace head_test {

using namespace weft::mesh;

TEST_SUITE("shapes") {
    TEST_CASE("heads that are alike share a shape") {
        Shapes shapes;
        const ShapeId first = shapes.intern({.authority = "reviews:9080"});
        const ShapeId second = shapes.intern({.authority = "reviews:9080"});
        CHECK(first == second);
        CHECK(shapes.size() == 1);
    }

    TEST_CASE("every part of a head counts") {
        const RequestHead plain{
            .authority = "a", .path = "/x", .headers = {{"k", "1"}, {"k", "2"}}};
        std::vector<RequestHead> others(5, plain);
        others[0].method = "POST";
        others[1].authority = "b";
        others[2].path = "/x?y";
        others[3].headers[0].value = "3";
        std::swap(others[4].headers[0], others[4].headers[1]);

        Shapes shapes;
        const ShapeId shape = shapes.intern(plain);
        for (const RequestHead& other : others)
            CHECK(shapes.intern(other) != shape);
        CHECK(shapes.size() == 6);
    }

    TEST_CASE("shapes are numbered in the order of their first use") {
        Shapes shapes;
        CHECK(shapes.intern({.path = "/z"}) == ShapeId{0});
        CHECK(shapes.intern({.path = "/a"}) == ShapeId{1});
        CHECK(shapes.intern({.path = "/z"}) == ShapeId{0});
        CHECK(shapes.intern({.path = "/m"}) == ShapeId{2});
    }

    TEST_CASE("a head stays where it is while others come") {
        Shapes shapes;
        const ShapeId shape = shapes.intern({.path = "/first"});
        const RequestHead& head = shapes.head(shape);
        for (int i = 0; i < 1000; ++i)
            shapes.intern({.path = "/" + std::to_string(i)});
        CHECK(&shapes.head(shape) == &head);
        CHECK(head.path == "/first");
        CHECK(shapes.head(ShapeId{1}).path == "/0");
    }
}

}  // namespace head_test
