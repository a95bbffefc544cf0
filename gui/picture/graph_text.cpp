#include "gui/picture/graph_text.hpp"

#include <QString>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <fmt/format.h>

namespace weft::gui {
namespace {

/// Between quotes, as Graphviz reads it.
std::string quoted_for_dot(const std::string& text) {
    std::string quoted = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') quoted += '\\';
        quoted += letter;
    }
    quoted += '"';
    return quoted;
}

std::string escaped_for_xml(const std::string& text) {
    return QString::fromStdString(text).toHtmlEscaped().toStdString();
}

double seconds_for_csv(mesh::Instant at) {
    return std::chrono::duration<double>(at.time_since_epoch()).count();
}

double milliseconds_for_csv(mesh::Duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

/// By its name, so that no tool has to guess what a field of a node or an edge is.
std::string key_for_xml(const char* name, const char* of, const char* type) {
    return fmt::format("  <key id=\"{0}\" for=\"{1}\" attr.name=\"{0}\" attr.type=\"{2}\"/>\n",
                       name, of, type);
}

}  // namespace

std::string as_dot(const MeshGraph& graph, const MeshLook& look, const std::string& origin) {
    std::string text =
        fmt::format("digraph mesh {{\n  label={};\n  rankdir=LR;\n  node [shape=box];\n",
                    quoted_for_dot(origin));
    for (std::size_t box = 0; box < graph.boxes.size(); ++box) {
        const BoxLook& it = look.boxes[box];
        text +=
            fmt::format("  n{} [label={}, state={}, figures={}];\n", box, quoted_for_dot(it.title),
                        quoted_for_dot(name_of(it.health)), quoted_for_dot(it.figures));
    }
    for (std::size_t link = 0; link < graph.links.size(); ++link) {
        const LinkLook& it = look.links[link];
        text += fmt::format("  n{} -> n{} [label={}, state={}, penwidth={:.1f}];\n",
                            graph.links[link].from, graph.links[link].to, quoted_for_dot(it.label),
                            quoted_for_dot(name_of(it.health)), it.width);
    }
    return text + "}\n";
}

std::string as_graphml(const MeshGraph& graph, const MeshLook& look, const std::string& origin) {
    std::string text =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n";
    text += fmt::format("  <desc>{}</desc>\n", escaped_for_xml(origin));
    for (const char* const name : {"label", "namespace", "state", "figures"})
        text += key_for_xml(name, "node", "string");
    text += key_for_xml("edge_state", "edge", "string");
    for (const char* const name : {"per_second", "failed_per_second", "extra_per_second"})
        text += key_for_xml(name, "edge", "double");
    text += "  <graph id=\"mesh\" edgedefault=\"directed\">\n";
    const auto data = [&](const char* key, const std::string& value) {
        text += fmt::format("      <data key=\"{}\">{}</data>\n", key, escaped_for_xml(value));
    };
    for (std::size_t box = 0; box < graph.boxes.size(); ++box) {
        text += fmt::format("    <node id=\"n{}\">\n", box);
        data("label", look.boxes[box].title);
        data("namespace", graph.boxes[box].ns);
        data("state", name_of(look.boxes[box].health));
        data("figures", look.boxes[box].figures);
        text += "    </node>\n";
    }
    for (std::size_t link = 0; link < graph.links.size(); ++link) {
        const LinkLook& it = look.links[link];
        text += fmt::format("    <edge source=\"n{}\" target=\"n{}\">\n", graph.links[link].from,
                            graph.links[link].to);
        data("edge_state", name_of(it.health));
        data("per_second", fmt::format("{:.3f}", it.per_second));
        data("failed_per_second", fmt::format("{:.3f}", it.failed_per_second));
        data("extra_per_second", fmt::format("{:.3f}", it.extra_per_second));
        text += "    </edge>\n";
    }
    return text + "  </graph>\n</graphml>\n";
}

std::string curve_as_csv(const std::vector<reports::Interval>& intervals,
                         const std::vector<Flow>& flows,
                         const std::string& origin) {
    std::string text = fmt::format(
        "# {}\nstart_s,end_s,requests,attempts,failed,per_second,p50_ms,p99_ms\n", origin);
    for (std::size_t place = 0; place < std::min(intervals.size(), flows.size()); ++place) {
        const Flow& flow = flows[place];
        const bool is_known = flow.requests == 0 || flow.p99 > mesh::Duration::zero();
        const auto quantile = [is_known](mesh::Duration latency) {
            return is_known ? fmt::format("{:.3f}", milliseconds_for_csv(latency)) : std::string{};
        };
        text += fmt::format("{:.3f},{:.3f},{},{},{},{:.3f},{},{}\n",
                            seconds_for_csv(intervals[place].start),
                            seconds_for_csv(intervals[place].end), flow.requests, flow.attempts,
                            flow.failed, flow.per_second(), quantile(flow.p50), quantile(flow.p99));
    }
    return text;
}

}  // namespace weft::gui
