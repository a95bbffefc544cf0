#pragma once

#include "gui/picture/mesh_graph.hpp"
#include "gui/source/run_source.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace weft::gui {

/// What is written on the lines of the mesh.
enum class Metric : std::uint8_t { rate, errors, latency, attempts };

/// "p99 latency"
const char* name_of(Metric metric);

/// What a box says: all that is painted of it but its place.
struct BoxLook {
    std::string title;
    std::string figures;  ///< "17/s  38 % err"
    std::string pods;     ///< "2/3 pods"; "" where none are known.
    Health health = Health::idle;
    std::vector<std::string> badges;  ///< "3 ejected", "limit 512×" …
    double difference = 0;            ///< Of A and B, from −1 to 1: more errors, or slower.

    friend bool operator==(const BoxLook&, const BoxLook&) = default;
};

/// What a line says.
struct LinkLook {
    std::string label;
    Health health = Health::idle;
    double width = 1;  ///< In pixels, by the logarithm of the rate.
    double per_second = 0;
    double failed_per_second = 0;
    double extra_per_second = 0;  ///< Attempts beyond the first.
    double difference = 0;

    friend bool operator==(const LinkLook&, const LinkLook&) = default;
};

/// The state of the mesh at one moment, as it is painted.
struct MeshLook {
    std::vector<BoxLook> boxes;  ///< As in the graph.
    std::vector<LinkLook> links;
    std::vector<std::string> faults;  ///< That are on.
    bool is_difference = false;       ///< Two runs are compared.
};

MeshLook mesh_look(const MeshGraph& graph,
                   const Topology& topology,
                   const Snapshot& snapshot,
                   Metric metric);

/// How much worse `now` does than `before`, from −1 to 1: by the share of errors, and if that is
/// the same by the 99th percentile.
double difference_of(const Flow& now, const Flow& before);

}  // namespace weft::gui
