#pragma once

#include "gui/source/run_source.hpp"
#include "gui/source/words.hpp"
#include "scenarios/play/inspect.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace weft::gui {

/// A host as one proxy sees it, in words but for what is sorted by number.
struct HostRow {
    std::string cluster;
    std::string host;  ///< Its pod, or its address if it is in no pod.
    std::uint32_t in_flight = 0;
    std::string state;
    std::uint32_t weight = 1;
    std::optional<double> measure{};  ///< With the balancer,
    std::string measure_of{};         ///< and of what: "cost, ns".
    std::optional<double> share{};    ///< 0 to 1.
};

/// What a proxy uses of one limit.
struct UseRow {
    std::string cluster;
    std::string resource;
    std::uint32_t used = 0;
    std::optional<std::uint32_t> limit{};  ///< Nothing: there is none.
};

std::vector<HostRow> host_rows(const scenarios::Inspection& seen, Say say = in_english);

/// Limits that are reached first, by how much is left of them.
std::vector<UseRow> use_rows(const scenarios::Inspection& seen, Say say = in_english);

/// Whose proxy tells of a service (its first pod that has not gone) or, of an edge, of its source:
/// a pod or the client of a load. Empty if there is none.
std::string proxy_of_service(const Topology& topology,
                             const Snapshot& snapshot,
                             std::uint32_t service);

}  // namespace weft::gui
