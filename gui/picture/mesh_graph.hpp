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

/// A picture of more boxes cannot be read without zooming in.
inline constexpr std::size_t readable_boxes = 24;

/// How much of the mesh a box is. From versions on, services stay, and what they consist of is
/// behind them.
enum class Level : std::uint8_t { ns, service, version, pod, sidecar };

/// What of the mesh is to be seen.
struct MeshView {
    std::set<std::string> opened = {};  ///< Namespaces that are too large to be opened unasked.
    std::set<std::string> closed = {};  ///< Namespaces that are one box each.
    std::uint32_t focus = none;         ///< A service: it and its neighbours alone.
    std::set<std::uint32_t> only = {};  ///< Services that alone are to be seen; empty: all.
    std::vector<bool> hidden = {};      ///< By service; empty: none is.
    Level level = Level::service;
    std::set<std::uint32_t> unfolded = {};  ///< Services of whose neighbours all are to be seen.
    std::vector<bool> gone = {};            ///< By pod: it has no box; empty: none is.
    bool with_control = true;               ///< The control plane, if there is one.
    bool by_zone = false;                   ///< Frames are zones rather than namespaces.

    /// What the user has chosen for all that is shown, of whatever run.
    MeshView of_all() const {
        return {.level = level, .with_control = with_control, .by_zone = by_zone};
    }

    friend bool operator==(const MeshView&, const MeshView&) = default;
};

/// Which boxes and lines the picture of a mesh has. It says nothing of what happens in them, so
/// that all stays in its place as long as it is equal.
struct MeshGraph {
    struct Box {
        /// `rest`: those that were folded into one, "+12 more".
        enum class Kind : std::uint8_t { service, rest, version, pod, sidecar };

        std::string title;
        std::vector<std::uint32_t> services;  ///< One, or all that the box stands for.
        std::string ns;                       ///< Or zone, in whose frame it is drawn.
        bool is_group = false;                ///< A namespace that is closed, or "+12 more".
        Kind kind = Kind::service;
        std::uint32_t pod = none;  ///< Of a pod or a sidecar,
        std::string version = {};  ///< and of a version.
        bool is_hub = false;       ///< So many call it that it stands on a rail.
        std::size_t more = 0;      ///< Services that call it or that it calls, and have no box.

        friend bool operator==(const Box&, const Box&) = default;
    };
    struct Link {
        std::uint32_t from = 0;  ///< Boxes.
        std::uint32_t to = 0;
        std::vector<std::uint32_t> edges;  ///< All that it stands for.
        bool is_member = false;            ///< From a service to what it consists of.

        friend bool operator==(const Link&, const Link&) = default;
    };

    std::vector<Box> boxes;
    std::vector<Link> links;
    std::vector<std::string> frames;  ///< Namespaces or zones, drawn around their boxes.
    bool has_control = false;         ///< The control plane is to be seen.

    /// The box that stands for a service; none if it is not to be seen.
    std::uint32_t box_of(std::uint32_t service) const;
    /// That of a pod, or else that of its service.
    std::uint32_t box_of_pod(const Topology& topology, std::uint32_t pod) const;
    /// The link that stands for an edge; none if it is not to be seen.
    std::uint32_t link_of(std::uint32_t edge) const;

    friend bool operator==(const MeshGraph&, const MeshGraph&) = default;
};

/// Whether it is "+12 more" or "12 pods": what there is no room for.
bool stands_for_a_rest(const MeshGraph::Box& box);

/// Never more than `most_boxes`. Where the services are more, the largest namespaces are closed
/// first; where that is not enough, or there is one namespace alone, those that have a single
/// neighbour are folded into one box beside it, and then those with the fewest edges go into one.
/// A focus shows those that call the service and that it calls, over two calls, or over one where
/// that would be more than can be read.
MeshGraph mesh_graph(const Topology& topology, const MeshView& view);

}  // namespace weft::gui
