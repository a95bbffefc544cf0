#include "gui/picture/layout.hpp"

#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <set>
#include <string>

namespace layout_test {

using namespace weft;
using namespace weft::tests;

namespace {

/// So many services that call nobody.
gui::Placement lonely_services(int count) {
    gui::Topology topology;
    for (int number = 0; number < count; ++number)
        add_chain(topology, "a" + std::to_string(number), 1);
    for (gui::Topology::Service& service : topology.services)
        service.ns = "a";
    return lay_out(mesh_graph(topology, {}));
}

std::set<long> columns_of(const gui::Placement& placement) {
    std::set<long> columns;
    for (const QRectF& box : placement.boxes)
        columns.insert(std::lround(box.left()));
    return columns;
}

}  // namespace

TEST_SUITE("layout") {
    TEST_CASE("boxes without lines are in several columns, and no line shows why") {
        const gui::Placement placement = lonely_services(12);
        REQUIRE(placement.boxes.size() == 12);
        CHECK(placement.lines.empty());
        CHECK(columns_of(placement).size() == 3);
        for (std::size_t one = 0; one < placement.boxes.size(); ++one)
            for (std::size_t other = 0; other < one; ++other)
                CHECK_FALSE(placement.boxes[one].intersects(placement.boxes[other]));
    }

    TEST_CASE("where many services have a few pods each, the pods are in several columns") {
        gui::Topology topology;
        add_chain(topology, "a", 12);
        topology.edges.clear();
        for (std::uint32_t service = 1; service < 12; ++service)
            topology.edges.push_back({0, service, ""});
        for (std::uint32_t pod = 0; pod < 24; ++pod) {
            topology.services[pod % 12].pods.push_back(pod);
            topology.pods.push_back({"a-" + std::to_string(pod), pod % 12});
        }
        const gui::Placement placement =
            lay_out(mesh_graph(topology, {.level = gui::Level::pod, .with_control = false}));
        REQUIRE(placement.boxes.size() == 36);
        CHECK(columns_of(placement).size() >= 5);
        CHECK(placement.size.height() < placement.size.width());
    }

    TEST_CASE("few of them stay in one") {
        CHECK(columns_of(lonely_services(3)).size() == 1);
    }
}

}  // namespace layout_test
