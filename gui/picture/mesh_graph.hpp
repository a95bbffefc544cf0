#pragma once

#include "gui/source/run_source.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace weft::gui {

/// No picture of more boxes can be read.
inline constexpr std::size_t most_boxes = 60;

/// What of the mesh is to be seen.
struct MeshView {
    std::set<std::string> opened = {};  ///< Namespaces that are too large to be opened unasked.
    std::set<std::string> closed = {};  ///< Namespaces that are one box each.
    std::uint32_t focus = none;         ///< A service: it and its neighbours alone.
    std::vector<bool> hidden = {};      ///< By service; empty: none is.

    friend bool operator==(const MeshView&, const MeshView&) = default;
};

/// Which boxes and lines the picture of a mesh has. It says nothing of what happens in them, so
/// that all stays in its place as long as it is equal.
struct MeshGraph {
    struct Box {
        std::string title;
        std::vector<std::uint32_t> services;  ///< One, or all that the box stands for.
        std::string ns;                       ///< In whose frame it is drawn.
        bool is_group = false;                ///< A namespace that is closed, or "and 12 more".

        friend bool operator==(const Box&, const Box&) = default;
    };
    struct Link {
        std::uint32_t from = 0;  ///< Boxes.
        std::uint32_t to = 0;
        std::vector<std::uint32_t> edges;  ///< All that it stands for.

        friend bool operator==(const Link&, const Link&) = default;
    };

    std::vector<Box> boxes;
    std::vector<Link> links;
    std::vector<std::string> frames;  ///< Namespaces that are drawn around their boxes.

    /// The box that stands for a service; none if it is not to be seen.
    std::uint32_t box_of(std::uint32_t service) const;
    /// The link that stands for an edge; none if it is not to be seen.
    std::uint32_t link_of(std::uint32_t edge) const;

    friend bool operator==(const MeshGraph&, const MeshGraph&) = default;
};

/// Never more than `most_boxes`. Where the services are more, the largest namespaces are closed
/// first; where that is not enough, or there is one namespace alone, those with the fewest edges go
/// into one box.
MeshGraph mesh_graph(const Topology& topology, const MeshView& view);

}  // namespace weft::gui
