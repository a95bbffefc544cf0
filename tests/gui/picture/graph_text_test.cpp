#include "gui/picture/graph_text.hpp"

#include "tests/gui/small_mesh.hpp"

#include <QXmlStreamReader>
#include <doctest/doctest.h>

#include <algorithm>

namespace graph_text_test {

namespace {

using namespace weft;
using namespace weft::tests;

/// Two services, the first of which calls the second; a name that has to be escaped.
struct Pair {
    Pair() {
        add_chain(topology, "shop", 2);
        topology.services[0].name = "a\"<b>";
        snapshot = quiet_snapshot(topology);
        snapshot.edges[0] = flow_of(100, 38);
        graph = gui::mesh_graph(topology, {});
        look = gui::mesh_look(graph, topology, snapshot, gui::Metric::rate);
    }

    gui::Topology topology;
    gui::Snapshot snapshot;
    gui::MeshGraph graph;
    gui::MeshLook look;
};

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("graph as text") {
    TEST_CASE("Graphviz is told boxes and lines, with what they say and where they are from") {
        const Pair it;
        const std::string dot = gui::as_dot(it.graph, it.look, "shop, seed 7");
        CHECK(dot.starts_with("digraph mesh {"));
        CHECK(dot.ends_with("}\n"));
        CHECK(holds(dot, "label=\"shop, seed 7\""));
        CHECK(holds(dot, "label=\"a\\\"<b>\""));
        CHECK(holds(dot, "state=\"failing\""));
        CHECK(std::ranges::count(dot, '>') == 2);  // One arrow, and the one of the name.
    }

    TEST_CASE("GraphML is well formed and holds every box and every line") {
        const Pair it;
        const std::string text = gui::as_graphml(it.graph, it.look, "a < b");
        QXmlStreamReader xml{QString::fromStdString(text)};
        int nodes = 0;
        int edges = 0;
        QString origin;
        QStringList values;
        while (!xml.atEnd()) {
            xml.readNext();
            if (!xml.isStartElement()) continue;
            nodes += xml.name() == QString{"node"} ? 1 : 0;
            edges += xml.name() == QString{"edge"} ? 1 : 0;
            if (xml.name() == QString{"desc"}) origin = xml.readElementText();
            if (xml.name() == QString{"data"}) values.push_back(xml.readElementText());
        }
        CHECK_FALSE(xml.hasError());
        CHECK(nodes == 2);
        CHECK(edges == 1);
        CHECK(origin == "a < b");
        CHECK(values.contains("a\"<b>"));
        CHECK(values.contains("100.000"));
        CHECK(values.contains("38.000"));
    }

    TEST_CASE("a chart is a line for each interval, behind what it is of") {
        const std::vector<reports::Interval> intervals{{at(0s), at(1s)}, {at(1s), at(2s)}};
        gui::Flow flow = flow_of(10, 1);
        flow.p50 = 2ms;
        flow.p99 = 12'500us;
        CHECK(gui::curve_as_csv(intervals, {flow, {}}, "shop") ==
              "# shop\nstart_s,end_s,requests,attempts,failed,per_second,p50_ms,p99_ms\n"
              "0.000,1.000,10,10,1,10.000,2.000,12.500\n"
              "1.000,2.000,0,0,0,0.000,0.000,0.000\n");
    }
}

}  // namespace graph_text_test
