#include "gui/picture/walk.hpp"

#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

namespace walk_test {

using namespace weft;
using gui::Direction;
using gui::next_box;

/// 0 calls 1 and 2; 3 stands below 0 and calls nobody.
struct SmallPicture {
    SmallPicture() {
        graph.boxes.resize(4);
        graph.links = {{0, 1, {0}, false}, {0, 2, {1}, false}};
        placement.boxes = {
            {0, 0, 100, 50}, {200, 300, 100, 50}, {200, 10, 100, 50}, {0, 100, 100, 50}};
    }

    gui::MeshGraph graph;
    gui::Placement placement;
};

TEST_SUITE("walking over the mesh") {
    TEST_CASE("right and left lead along a line, to the nearer of several") {
        const SmallPicture it;
        CHECK(next_box(it.graph, it.placement, 0, Direction::right) == 2);
        CHECK(next_box(it.graph, it.placement, 2, Direction::left) == 0);
        CHECK(next_box(it.graph, it.placement, 1, Direction::left) == 0);
    }

    TEST_CASE("up and down, and where there is no line, lead to what is near") {
        const SmallPicture it;
        CHECK(next_box(it.graph, it.placement, 0, Direction::down) == 3);
        CHECK(next_box(it.graph, it.placement, 2, Direction::down) == 1);
        CHECK(next_box(it.graph, it.placement, 3, Direction::right) == 2);
        CHECK(next_box(it.graph, it.placement, 1, Direction::right) == gui::none);
        CHECK(next_box(it.graph, it.placement, gui::none, Direction::up) == 0);
        CHECK(next_box({}, {}, gui::none, Direction::up) == gui::none);
    }

    TEST_CASE("near a box are those that a line joins to it") {
        const SmallPicture it;
        CHECK(boxes_near(it.graph, 1) == std::vector<bool>{true, true, false, false});
        CHECK(boxes_near(it.graph, 3) == std::vector<bool>{false, false, false, true});
    }
}

}  // namespace walk_test
