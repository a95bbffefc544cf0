#include "gui/picture/dot_ids.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace dot_ids_test {

TEST_SUITE("ids for dot") {
    TEST_CASE("objects are numbered as they are made, and subgraphs come in this order") {
        std::string name = "mesh";
        Agraph_t* const graph = agopen(name.data(), Agdirected, weft::gui::ids_in_order());
        const std::vector<std::string> names{"cluster_zebra", "cluster_ant", "cluster_monkey"};
        IDTYPE last = AGID(graph);
        for (std::string frame : names) {
            Agraph_t* const made = agsubg(graph, frame.data(), 1);
            CHECK(AGID(made) > last);
            CHECK(AGID(made) < 100);  // No address.
            last = AGID(made);
        }
        std::vector<std::string> passed;
        for (Agraph_t* it = agfstsubg(graph); it != nullptr; it = agnxtsubg(it))
            passed.emplace_back(agnameof(it));
        CHECK(passed == names);
        std::string node = "checkout";
        Agnode_t* const made = agnode(graph, node.data(), 1);
        CHECK(agnode(graph, node.data(), 0) == made);  // It is known by its name.
        agclose(graph);
    }
}

}  // namespace dot_ids_test
