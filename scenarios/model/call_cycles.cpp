#include "scenarios/model/call_cycles.hpp"

#include "scenarios/model/known_services.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/depth_first_search.hpp>
#include <map>
#include <set>

namespace weft::scenarios {
namespace {

using Graph = boost::adjacency_list<boost::setS, boost::vecS, boost::directedS>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
using Edge = boost::graph_traits<Graph>::edge_descriptor;

/// Services as vertices, calls that are always made as edges.
class CallGraph {
public:
    explicit CallGraph(const std::vector<mesh::control::Resource>& resources) : known_(resources) {}

    void add(const sim::BehaviourOf& service) {
        const Vertex caller = vertex(known_.app_of(service.name));
        for (const sim::ScriptStep& step : service.behaviour.script)
            add(caller, step);
    }

    const Graph& graph() const { return graph_; }
    const std::string& name(Vertex vertex) const { return names_[vertex]; }

private:
    void add(Vertex caller, const sim::ScriptStep& step) {
        for (const sim::ScriptStep& branch : step.branches)
            add(caller, branch);
        const bool is_certain = step.probability.parts == mesh::Ratio::whole;
        if (step.kind != sim::ScriptStep::Kind::call || !is_certain) return;
        const std::string host = split_host(step.service).name;
        const KnownServices::Service* const callee = known_.find(host);
        if (callee == nullptr || callee->apps.empty()) {
            boost::add_edge(caller, vertex(host), graph_);
            return;
        }
        for (const std::string& app : callee->apps)
            boost::add_edge(caller, vertex(app), graph_);
    }

    Vertex vertex(const std::string& name) {
        const auto [found, is_new] = vertices_.try_emplace(name, 0);
        if (is_new) {
            found->second = boost::add_vertex(graph_);
            names_.push_back(name);
        }
        return found->second;
    }

    KnownServices known_;
    Graph graph_;
    std::map<std::string, Vertex, std::less<>> vertices_;
    std::vector<std::string> names_;
};

/// Keeps the path from the root to the vertex in hand; an edge back to it closes a circle.
class CycleVisitor : public boost::default_dfs_visitor {
public:
    CycleVisitor(std::vector<Vertex>& path, std::vector<std::vector<Vertex>>& cycles)
        : path_(&path), cycles_(&cycles) {}

    void discover_vertex(Vertex vertex, const Graph&) { path_->push_back(vertex); }
    void finish_vertex(Vertex, const Graph&) { path_->pop_back(); }
    void back_edge(const Edge& edge, const Graph& graph) {
        const Vertex first = boost::target(edge, graph);
        cycles_->emplace_back(std::ranges::find(*path_, first), path_->end());
        cycles_->back().push_back(first);
    }

private:
    std::vector<Vertex>* path_;
    std::vector<std::vector<Vertex>>* cycles_;
};

}  // namespace

std::vector<std::vector<std::string>> endless_call_cycles(
    const std::vector<sim::BehaviourOf>& services,
    const std::vector<mesh::control::Resource>& resources) {
    CallGraph calls{resources};
    for (const sim::BehaviourOf& service : services)
        calls.add(service);
    std::vector<Vertex> path;
    std::vector<std::vector<Vertex>> found;
    boost::depth_first_search(calls.graph(), boost::visitor(CycleVisitor{path, found}));
    std::vector<std::vector<std::string>> cycles;
    for (const std::vector<Vertex>& vertices : found) {
        std::vector<std::string>& cycle = cycles.emplace_back();
        for (const Vertex vertex : vertices)
            cycle.push_back(calls.name(vertex));
    }
    return cycles;
}

std::string to_text(const std::vector<std::string>& cycle) {
    std::string text;
    for (const std::string& service : cycle) {
        if (!text.empty()) text += " -> ";
        text += service;
    }
    return text;
}

}  // namespace weft::scenarios
