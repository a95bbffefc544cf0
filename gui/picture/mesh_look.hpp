#pragma once

#include "gui/picture/mesh_graph.hpp"
#include "gui/source/run_source.hpp"
#include "gui/source/signs.hpp"
#include "gui/source/words.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::gui {

/// What is written on the lines of the mesh.
enum class Metric : std::uint8_t { rate, errors, latency, attempts };

/// What colours the boxes: their state, or a figure of what passes.
enum class Colouring : std::uint8_t { health, load, latency, errors };

/// What the colours of boxes mean, if it is a figure: from 0 to the greatest, in requests a second,
/// nanoseconds (p99), or as a share.
struct BoxScale {
    Colouring by = Colouring::health;
    double greatest = 0;

    friend bool operator==(const BoxScale&, const BoxScale&) = default;
};

/// What a box says: all that is painted of it but its place.
struct BoxLook {
    std::string title;
    std::string figures;  ///< "17/s  38 % err"
    std::string pods;     ///< "2/3 pods"; "" where none are known.
    Health health = Health::idle;
    std::vector<std::string> badges;  ///< "3 ejected", "limit 512×" …
    double difference = 0;            ///< Of A and B, from −1 to 1: more errors, or slower.
    bool is_struck = false;           ///< A fault that is on strikes it, or a pod of it.
    bool is_client = false;           ///< A load's requests come from there.
    bool is_gateway = false;          ///< Its pods only forward.
    bool is_behind = false;           ///< A proxy of it does not act on the newest configuration.
    std::string shared = {};          ///< What its title begins with, as those beside it do.
    Flow flow = {};                   ///< That passed, but for pods.

    friend bool operator==(const BoxLook&, const BoxLook&) = default;
};

/// All of it in one line, for where a small box leaves something out.
std::string whole_text(const BoxLook& look);

/// What a line says.
struct LinkLook {
    std::string label;
    Health health = Health::idle;
    double width = 1;  ///< In pixels, by the logarithm of the rate.
    double per_second = 0;
    double failed_per_second = 0;
    double extra_per_second = 0;  ///< Attempts beyond the first.
    double difference = 0;
    bool is_struck = false;
    bool is_cut = false;                    ///< By a partition: nothing passes.
    std::optional<double> mutual_tls = {};  ///< The share of requests, over the whole run.
    double rejected_per_second = 0;         ///< Turned away by a limit.
    double unanswered_per_second = 0;       ///< Of those that failed.

    friend bool operator==(const LinkLook&, const LinkLook&) = default;
};

/// The state of the mesh at one moment, as it is painted.
struct MeshLook {
    std::vector<BoxLook> boxes;  ///< As in the graph.
    std::vector<LinkLook> links;
    std::vector<std::string> faults;  ///< That are on.
    std::string control = {};         ///< "v17 · 8/9": so many proxies act on the newest
                                      ///< configuration; "" if none was recorded.
    bool is_difference = false;       ///< Two runs are compared.
    BoxScale scale = {};
};

MeshLook mesh_look(const MeshGraph& graph,
                   const Topology& topology,
                   const Snapshot& snapshot,
                   Metric metric,
                   const MeshSigns& signs = {},
                   Say say = in_english);

/// How much worse `now` does than `before`, from −1 to 1: by the share of errors, and if that is
/// the same by the 99th percentile.
double difference_of(const Flow& now, const Flow& before);

}  // namespace weft::gui
