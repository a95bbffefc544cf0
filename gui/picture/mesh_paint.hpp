#pragma once

#include "gui/picture/layout.hpp"
#include "gui/picture/mesh_graph.hpp"
#include "gui/picture/mesh_look.hpp"
#include "gui/picture/palette.hpp"

#include <QPainter>

#include <cstdint>
#include <vector>

namespace weft::gui {

/// What is marked in the picture of the mesh.
struct MeshMarks {
    std::uint32_t selected_box = none;
    std::uint32_t selected_link = none;
    std::uint32_t pointed_box = none;  ///< Under the mouse, or where the keyboard is.
    std::uint32_t pointed_link = none;
    std::vector<bool> faded = {};  ///< By box: of what else is pointed at; empty: none is.

    std::vector<bool> chosen = {};  ///< By box: several, to be shown alone.
    std::vector<bool> pinned = {};  ///< By box: it keeps its place; empty: none does.

    bool is_chosen(std::uint32_t box) const { return box < chosen.size() && chosen[box]; }
    bool is_pinned(std::uint32_t box) const { return box < pinned.size() && pinned[box]; }
    bool fades(std::uint32_t box) const { return box < faded.size() && faded[box]; }

    friend bool operator==(const MeshMarks&, const MeshMarks&) = default;
};

/// Paints boxes, lines and labels. The painter's transformation says where, `zoom` how large: what
/// would be too small to be read is left out.
void paint_mesh(QPainter& painter,
                const MeshGraph& graph,
                const Placement& placement,
                const MeshLook& look,
                const MeshMarks& marks,
                const Palette& palette,
                double zoom);

/// A dot on the way from one box to another.
struct Dot {
    enum class Kind : std::uint8_t { request, error, retry, rejected, unanswered };

    QPointF place;
    Kind kind = Kind::request;

    friend bool operator==(const Dot&, const Dot&) = default;
};

/// How many requests a dot stands for, so that those on the busiest line can be told apart: 1, 2,
/// 5, 10 …
std::uint64_t requests_per_dot(const MeshLook& look);

/// The dots at one moment of simulated time; equal moments give equal dots. Where anything fails,
/// is turned away, gets no answer or is tried again, a dot says so however few they are. Who is
/// turned away goes back near its caller, and who gets no answer vanishes on the way.
std::vector<Dot> dots_at(const Placement& placement, const MeshLook& look, double seconds);

void paint_dots(QPainter& painter, const std::vector<Dot>& dots, const Palette& palette);

}  // namespace weft::gui
