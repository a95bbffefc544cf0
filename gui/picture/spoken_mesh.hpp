#pragma once

#include "gui/picture/mesh_graph.hpp"
#include "gui/picture/mesh_look.hpp"
#include "gui/source/run_source.hpp"
#include "gui/source/words.hpp"
#include "mesh/base/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

/// The mesh for those who hear it.
namespace weft::gui {

/// "checkout, failing, 38 percent errors, 3 of 5 pods, 2 ejected"; "namespace shop (5 services),
/// failing, …"; of a pod how it is.
std::string spoken_box(const MeshGraph& graph,
                       const MeshLook& look,
                       const Topology& topology,
                       const Snapshot& snapshot,
                       std::uint32_t number,
                       Say say = in_english);

/// "calls cart, payment; called by gateway"; "" for a box without lines.
std::string spoken_links(const MeshGraph& graph, std::uint32_t box, Say say = in_english);

/// What to say of boxes whose state has changed: all that came together since it was last said, and
/// not more than once a second of real time, for nobody can listen to more.
class StateNews {
public:
    /// "payment failing, cart healthy"; "" if there is nothing to be said now. `now` is real time,
    /// from whenever. What was not there before is news of nothing.
    std::string hear(const MeshGraph& graph,
                     const MeshLook& look,
                     mesh::Duration now,
                     Say say = in_english);

    /// Whether something has changed that was not said because too little time had passed.
    bool has_more() const { return has_more_; }

private:
    std::map<std::string, Health> said_;  ///< By the title of a box.
    std::optional<mesh::Duration> last_;
    bool has_more_ = false;
};

}  // namespace weft::gui
