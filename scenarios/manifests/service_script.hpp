#pragma once

#include "scenarios/read/diagnostics.hpp"
#include "sim/service/behaviour.hpp"

#include <yaml-cpp/yaml.h>

#include <map>
#include <string>
#include <vector>

namespace weft::scenarios {

/// What the script of one service of a graph is read with.
struct GraphScript {
    std::string ns;  ///< Of the service whose script it is: a bare name is looked up here.
    std::uint64_t request_size = 0;  ///< Bytes of a call that names no size.
    const std::map<std::string, std::string>&
        namespaces;  ///< Of every service of the graph, by name.
    std::string file;
    Diagnostics& diagnostics;
};

/// The steps below `node`, one after the other; a nested list is begun at once.
std::vector<sim::ScriptStep> read_graph_script(const YAML::Node& node, const GraphScript& around);

/// "1 KB", or a bare number of bytes. Nothing, and an error, if it is neither.
std::optional<std::uint64_t> read_graph_size(const YAML::Node& node,
                                             const std::string& file,
                                             Diagnostics& diagnostics);

}  // namespace weft::scenarios
