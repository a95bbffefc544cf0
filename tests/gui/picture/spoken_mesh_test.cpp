#include "gui/picture/spoken_mesh.hpp"

#include "tests/gui/small_mesh.hpp"

#include <doctest/doctest.h>

namespace spoken_mesh_test {

namespace {

using namespace weft;
using namespace weft::tests;
using gui::Health;

/// Three services in a row; the middle one has five pods, two of which have crashed.
struct Chain {
    Chain() {
        add_chain(topology, "shop", 3);
        for (std::uint32_t pod = 0; pod < 5; ++pod) {
            topology.pods.push_back({"pod-" + std::to_string(pod), 1});
            topology.services[1].pods.push_back(pod);
        }
        snapshot = quiet_snapshot(topology);
        for (const std::uint32_t pod : {0U, 3U})
            snapshot.pods[pod].life = gui::PodState::Life::crashed;
        graph = gui::mesh_graph(topology, {});
        REQUIRE(graph.boxes.size() == 3);
    }

    std::string words_of(std::uint32_t service) {
        const auto look = gui::mesh_look(graph, topology, snapshot, gui::Metric::rate);
        return gui::spoken_box(graph, look, topology, snapshot, graph.box_of(service));
    }
    std::string title_of(std::uint32_t service) const {
        return graph.boxes[graph.box_of(service)].title;
    }

    gui::Topology topology;
    gui::Snapshot snapshot;
    gui::MeshGraph graph;
};

}  // namespace

TEST_SUITE("spoken mesh") {
    TEST_CASE("a box says all that its picture says") {
        Chain it;
        it.snapshot.edges[0] = flow_of(100, 38);
        it.snapshot.edges[1] = flow_of(1'000, 4);
        CHECK(it.words_of(1) ==
              it.title_of(1) + ", failing, 38 percent errors, 3 of 5 pods, 2 crashed");
        CHECK(it.words_of(2) == it.title_of(2) + ", healthy, less than 1 percent errors");
        it.snapshot.edges[1] = flow_of(1'000, 0);
        CHECK(it.words_of(2) == it.title_of(2) + ", healthy, 0 percent errors");
        it.snapshot.edges[1] = {};
        CHECK(it.words_of(2) == it.title_of(2) + ", idle");
    }

    TEST_CASE("what stands for many says for how many, and a pod how it is") {
        Chain it;
        it.snapshot.edges[0] = flow_of(100, 38);
        it.graph = gui::mesh_graph(it.topology, {.closed = {"shop"}});
        REQUIRE(it.graph.boxes.size() == 1);
        CHECK(it.words_of(0) ==
              "namespace shop (3 services), failing, 38 percent errors, 3 of 5 pods, 2 crashed");
        it.graph = gui::mesh_graph(it.topology, {.level = gui::Level::pod});
        const auto look = gui::mesh_look(it.graph, it.topology, it.snapshot, gui::Metric::rate);
        const auto words_of_pod = [&](std::uint32_t pod) {
            return gui::spoken_box(it.graph, look, it.topology, it.snapshot,
                                   it.graph.box_of_pod(it.topology, pod));
        };
        CHECK(words_of_pod(0) == "pod-0, down, crashed");
        CHECK(words_of_pod(1).starts_with("pod-1, healthy, "));
    }

    TEST_CASE("whom it calls and who calls it is said by name") {
        const Chain it;
        const auto links_of = [&](std::uint32_t service) {
            return gui::spoken_links(it.graph, it.graph.box_of(service));
        };
        CHECK(links_of(0) == "calls " + it.title_of(1));
        CHECK(links_of(1) == "calls " + it.title_of(2) + "; called by " + it.title_of(0));
        CHECK(links_of(2) == "called by " + it.title_of(1));
    }

    TEST_CASE("news are what has changed since it was last said, once a second at most") {
        const Chain it;
        gui::MeshLook look;
        look.boxes.resize(3);
        for (auto& box : look.boxes)
            box.health = Health::healthy;
        const auto& boxes = it.graph.boxes;
        gui::StateNews news;
        CHECK(news.hear(it.graph, look, 0ms).empty());
        look.boxes[1].health = Health::failing;
        CHECK(news.hear(it.graph, look, 100ms) == boxes[1].title + " failing");
        look.boxes[0].health = Health::degraded;
        CHECK(news.hear(it.graph, look, 1'099ms).empty());
        CHECK(news.has_more());
        look.boxes[1].health = Health::healthy;
        CHECK(news.hear(it.graph, look, 1'100ms) ==
              boxes[0].title + " degraded, " + boxes[1].title + " healthy");
        CHECK_FALSE(news.has_more());

        look.boxes[2].health = Health::down;
        CHECK(news.hear(it.graph, look, 1'200ms).empty());
        look.boxes[2].health = Health::healthy;  // It was over before anybody heard of it.
        CHECK(news.hear(it.graph, look, 1'300ms).empty());
        CHECK_FALSE(news.has_more());
        CHECK(news.hear(it.graph, look, 9s).empty());
    }
}

}  // namespace spoken_mesh_test
