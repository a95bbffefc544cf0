#include "gui/picture/layout.hpp"

#include "gui/picture/dot_ids.hpp"
#include "gui/picture/hubs.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <graphviz/cgraph.h>
#include <graphviz/gvc.h>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace weft::gui {
namespace {

constexpr double points_per_inch = 72;
constexpr std::size_t points_on_way = 65;
constexpr double below_control = 34;
constexpr std::size_t most_in_column = 10;
constexpr std::size_t many_boxes = 24;
constexpr std::size_t many_leaves = 16;
constexpr std::size_t many_lonely_boxes = 4;
constexpr double columns_of_a_square = 0.6;  ///< Boxes are wider than high, screens less so.
constexpr std::size_t most_labels = 45;      ///< More lines than that have no room for labels.

/// Into how many columns so many leaves go that the picture has the form of a screen: beside a few
/// others, the columns are then 1.6 times as wide together as they are high.
std::size_t columns_for(std::size_t leaves) {
    constexpr std::size_t other_columns = 3;
    constexpr double height_of_widths = 0.3;  // Of a box, with the room around it.
    std::size_t columns = 1;
    while (static_cast<double>(columns * (columns + other_columns)) <
           1.6 * height_of_widths * static_cast<double>(leaves))
        ++columns;
    return columns;
}

/// Graphviz takes what it should not change as char*, too.
char* text_for(const char* text) {
    return const_cast<char*>(text);  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

template <class Value>
std::size_t place_in(const std::vector<Value>& all, const Value& value) {
    return static_cast<std::size_t>(std::ranges::find(all, value) - all.begin());
}

/// A graph of Graphviz while it is laid out.
class DotGraph {
public:
    DotGraph(GVC_t* context, const MeshGraph& graph) : graph_(graph), context_(context) {
        drawing_ = agopen(text_for("mesh"), Agdirected, ids_in_order());
        set_defaults();
        add_boxes();
        add_links();
        spread_lonely_boxes();
        gvLayout(context_, drawing_, "dot");
    }
    ~DotGraph() {
        gvFreeLayout(context_, drawing_);
        agclose(drawing_);
    }
    DotGraph(const DotGraph&) = delete;
    DotGraph& operator=(const DotGraph&) = delete;

    Placement placement() const {
        Placement placement;
        placement.size = {GD_bb(drawing_).UR.x, GD_bb(drawing_).UR.y};
        for (Agnode_t* const node : nodes_) {
            const std::size_t number = placement.boxes.size();
            const QSizeF size = size_of(graph_.boxes[number]);
            // A hub has no place yet.
            const QPointF middle = node != nullptr ? point(ND_coord(node)) : QPointF{};
            const double below = room_for_ports_[number];
            placement.boxes.emplace_back(
                middle - QPointF{size.width() / 2, (size.height() + below) / 2}, size);
        }
        for (Agedge_t* const edge : edges_)
            placement.lines.push_back(line(edge, placement.boxes));
        for (Agraph_t* const frame : frames_) {
            const boxf bounds = GD_bb(frame);
            placement.frames.emplace_back(QRectF{point(bounds.LL), point(bounds.UR)}.normalized());
        }
        return placement;
    }

private:
    void set_defaults() {
        const auto set = [this](int kind, const char* name, const char* value) {
            agattr(drawing_, kind, text_for(name), text_for(value));
        };
        set(AGRAPH, "rankdir", "LR");
        // In inches; of many boxes little would be seen if each had room around it.
        set(AGRAPH, "nodesep", graph_.boxes.size() > many_boxes ? "0.12" : "0.35");
        set(AGRAPH, "ranksep", "0.7");
        set(AGRAPH, "margin", "14");
        set(AGRAPH, "label", "");
        // Of frames: their names are larger in a picture that is small on the screen.
        set(AGRAPH, "fontsize", graph_.boxes.size() > many_boxes ? "28" : "14");
        set(AGNODE, "shape", "box");
        set(AGNODE, "fixedsize", "true");
        set(AGNODE, "label", "");
        set(AGNODE, "width", "1");
        set(AGNODE, "height", "1");
        set(AGEDGE, "label", "");
        set(AGEDGE, "fontsize", "12");
        set(AGEDGE, "arrowhead", "none");
    }

    void add_boxes() {
        std::map<std::string, Agraph_t*> frame_of;
        for (const std::string& ns : graph_.frames) {
            Agraph_t* const frame = agsubg(drawing_, text_for(("cluster_" + ns).c_str()), 1);
            agsafeset(frame, text_for("label"), text_for(ns.c_str()), text_for(""));
            frame_of[ns] = frame;
            frames_.push_back(frame);
        }
        room_for_ports_ = room_for_ports(graph_);
        for (std::size_t number = 0; number < graph_.boxes.size(); ++number) {
            if (graph_.boxes[number].is_hub) {
                nodes_.push_back(nullptr);
                continue;
            }
            const auto frame = frame_of.find(graph_.boxes[number].ns);
            Agraph_t* const where = frame == frame_of.end() ? drawing_ : frame->second;
            const std::string name = std::to_string(number);
            Agnode_t* const node = agnode(where, text_for(name.c_str()), 1);
            const QSizeF size = size_of(graph_.boxes[number]);
            const auto set = [node](const char* side, double pixels) {
                const std::string inches = fmt::format("{:.4f}", pixels / points_per_inch);
                agsafeset(node, text_for(side), text_for(inches.c_str()), text_for("1"));
            };
            set("width", size.width());
            set("height", size.height() + room_for_ports_[number]);
            nodes_.push_back(node);
        }
    }

    /// By box: how many columns those get that it calls and that call nobody. All in one would be
    /// higher than any screen.
    std::vector<std::size_t> columns_of_leaves() const {
        std::vector<std::size_t> leaves(graph_.boxes.size());
        std::set<std::uint32_t> all;
        for (const MeshGraph::Link& link : graph_.links) {
            if (!is_leaf_[link.to] || is_port(graph_, link)) continue;
            ++leaves[link.from];
            all.insert(link.to);
        }
        const std::size_t least = all.size() > many_leaves ? columns_for(all.size()) : 1;
        for (std::size_t& count : leaves)
            count = std::max((count + most_in_column - 1) / most_in_column, least);
        return leaves;
    }

    void add_links() {
        is_leaf_.assign(graph_.boxes.size(), true);
        for (const MeshGraph::Link& link : graph_.links)
            if (!is_port(graph_, link)) is_leaf_[link.from] = false;
        const std::vector<std::size_t> columns = columns_of_leaves();
        std::size_t placed = 0;
        const bool with_labels = graph_.links.size() <= most_labels;
        for (std::size_t number = 0; number < graph_.links.size(); ++number) {
            const MeshGraph::Link& link = graph_.links[number];
            if (is_port(graph_, link)) {
                edges_.push_back(nullptr);
                continue;
            }
            const std::string name = std::to_string(number);
            Agedge_t* const edge =
                agedge(drawing_, nodes_[link.from], nodes_[link.to], text_for(name.c_str()), 1);
            // As wide as the widest label that is painted there.
            if (with_labels && !link.is_member)
                agsafeset(edge, text_for("label"), text_for("0000.0k/s"), text_for(""));
            if (is_leaf_[link.to] && columns[link.from] > 1) {
                const std::size_t column = 1 + placed++ % columns[link.from];
                const std::string length = std::to_string(column);
                agsafeset(edge, text_for("minlen"), text_for(length.c_str()), text_for("1"));
            }
            edges_.push_back(edge);
        }
    }

    /// Boxes without lines would all be in one column: lines that nobody sees put them into
    /// several.
    void spread_lonely_boxes() {
        std::vector<bool> is_lonely(graph_.boxes.size(), true);
        for (const MeshGraph::Link& link : graph_.links) {
            if (!is_port(graph_, link)) is_lonely[link.from] = false;
            is_lonely[link.to] = false;
        }
        std::map<std::string, std::vector<std::size_t>> lonely;  // By frame.
        for (std::size_t number = 0; number < is_lonely.size(); ++number)
            if (is_lonely[number]) lonely[graph_.boxes[number].ns].push_back(number);
        for (const auto& [ns, boxes] : lonely) {
            if (boxes.size() < many_lonely_boxes) continue;
            const auto columns = static_cast<std::size_t>(
                std::lround(std::sqrt(columns_of_a_square * static_cast<double>(boxes.size()))));
            for (std::size_t at = 0; at + 1 < boxes.size(); ++at)
                if ((at + 1) % columns != 0)
                    agedge(drawing_, nodes_[boxes[at]], nodes_[boxes[at + 1]], nullptr, 1);
        }
    }

    /// Graphviz counts upwards.
    QPointF point(const pointf& place) const { return {place.x, GD_bb(drawing_).UR.y - place.y}; }

    /// Of dot's boxes the room for ports is a part, of ours it is not.
    static void lead_to_box(QPointF& end, QPointF& control, const QRectF& box) {
        const double below = end.y() - box.bottom();
        if (below <= 0) return;
        end.ry() -= below;
        control.ry() -= below;
    }

    Placement::Line line(Agedge_t* edge, const std::vector<QRectF>& boxes) const {
        Placement::Line line;
        const splines* const curves = edge != nullptr ? ED_spl(edge) : nullptr;
        if (curves == nullptr || curves->size == 0) return line;
        const bezier& curve = curves->list[0];
        std::vector<QPointF> points;
        for (std::size_t at = 0; at < static_cast<std::size_t>(curve.size); ++at)
            points.push_back(point(curve.list[at]));
        const MeshGraph::Link& link = graph_.links[place_in(edges_, edge)];
        lead_to_box(points[0], points[1], boxes[link.from]);
        lead_to_box(points[points.size() - 1], points[points.size() - 2], boxes[link.to]);
        QPainterPath path{points[0]};
        for (std::size_t at = 1; at + 2 < points.size(); at += 3)
            path.cubicTo(points[at], points[at + 1], points[at + 2]);
        line = line_along(std::move(path));
        const textlabel_t* const label = ED_label(edge);
        line.label = label != nullptr && label->set ? point(label->pos) : QPointF{};
        return line;
    }

    const MeshGraph& graph_;
    GVC_t* context_;
    Agraph_t* drawing_ = nullptr;
    std::vector<Agnode_t*> nodes_;
    std::vector<Agedge_t*> edges_;
    std::vector<Agraph_t*> frames_;
    std::vector<bool> is_leaf_;  ///< By box: it calls nobody, but for hubs.
    std::vector<double> room_for_ports_;
};

/// Moves all of it down, so that the control plane's box has room.
void add_control(Placement& placement) {
    const QSizeF box{230, 30};
    const double down = box.height() + below_control;
    for (QRectF& it : placement.boxes)
        it.translate(0, down);
    for (QRectF& frame : placement.frames)
        frame.translate(0, down);
    for (Placement::Line& line : placement.lines) {
        line.path.translate(0, down);
        for (QPointF& point : line.way)
            point += QPointF{0, down};
        if (!line.label.isNull()) line.label += QPointF{0, down};
    }
    const double width = std::max(placement.size.width(), box.width());
    placement.control = {QPointF{(placement.size.width() - box.width()) / 2, 2}, box};
    placement.size = {width, placement.size.height() + down};
}

}  // namespace

QSizeF size_of(const MeshGraph::Box& box) {
    switch (box.kind) {
        case MeshGraph::Box::Kind::service:
            return {196, 62};  // A title, two figures, badges.
        case MeshGraph::Box::Kind::rest:
            return {116, 30};  // A title.
        case MeshGraph::Box::Kind::version:
            return {150, 44};  // A title and two figures.
        case MeshGraph::Box::Kind::pod:
        case MeshGraph::Box::Kind::sidecar:
            return {176, 62};  // A name, how it is, badges.
    }
    return {};
}

Placement::Line line_along(QPainterPath path) {
    Placement::Line line;
    line.path = std::move(path);
    for (std::size_t number = 0; number < points_on_way; ++number) {
        const double share = static_cast<double>(number) / (points_on_way - 1);
        line.way.push_back(line.path.pointAtPercent(share));
    }
    const QPointF last = line.way.back() - line.way[points_on_way - 3];
    line.angle = std::atan2(last.y(), last.x()) * 180 / 3.14159265358979;
    return line;
}

QPointF origin_of(const Placement& placement) {
    const QRectF& control = placement.control;
    return {0, control.isEmpty() ? 0 : control.height() + below_control};
}

Placement lay_out(const MeshGraph& graph) {
    static std::mutex one_at_a_time;
    const std::lock_guard lock{one_at_a_time};
    if (graph.boxes.empty()) return {};
    // Kept: finding Graphviz's plugins takes longer than a layout.
    static GVC_t* const context = gvContext();
    Placement placement = DotGraph{context, graph}.placement();
    add_rail(graph, placement);
    if (graph.has_control) add_control(placement);
    add_ports(graph, placement);
    return placement;
}

}  // namespace weft::gui
