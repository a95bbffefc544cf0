#pragma once

#include <optional>
#include <string>
#include <vector>

namespace weft::gui {

/// What the picture of the mesh says beside what happens at a moment.
struct MeshSigns {
    std::vector<bool> gateways = {};      ///< By service: its pods only forward.
    std::vector<std::string> rules = {};  ///< By service: "split 90/10", "injects faults" …
    std::vector<std::optional<double>> mutual_tls =
        {};  ///< By edge: the share of its requests, over the whole run; nothing where it is
             ///< unknown.
    std::vector<bool> cut_edges = {};  ///< A partition is on between its ends.
};

}  // namespace weft::gui
