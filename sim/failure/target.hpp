#pragma once

#include "mesh/base/draws.hpp"
#include "mesh/base/id.hpp"
#include "mesh/control/resources/metadata.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weft::sim {

using PodId = mesh::Id<struct PodTag>;
using NodeId = mesh::Id<struct NodeTag>;
using LoadId = mesh::Id<struct LoadTag>;

/// Which pods a fault strikes, or, for faults of the network, the pods at one end.
struct PodSelector {
    enum class Pick : std::uint8_t { all, one, count, percent, up_to_percent };

    std::string service = {};           ///< Canonical name; empty: any.
    mesh::control::Labels labels = {};  ///< All must be there.
    std::string zone = {};              ///< Empty: any.
    Pick pick = Pick::all;
    std::uint32_t amount = 0;  ///< For count and percentages. Which ones the seed decides.
    bool rounds_down = false;  ///< Percentages, which otherwise give at least one.
    std::vector<std::string> namespaces = {};  ///< One of these; none: any.
    std::vector<std::string> names = {};       ///< Of pods: one of these; none: any.
    std::vector<std::string> nodes = {};       ///< They run on one of these; none: any.
};

/// Where a fault acts. Network faults act between `from` and `to`, those of nodes on the `nodes`
/// that run what `pods` says, those of loads on `loads`; all others on `pods`.
struct FaultTarget {
    PodSelector pods = {};
    PodSelector from = {};
    PodSelector to = {};
    bool one_way = false;                 ///< Only what goes from `from` to `to`.
    std::vector<std::string> nodes = {};  ///< Names; none: any. `pods.pick` counts nodes.
    std::vector<std::string> loads = {};  ///< Ids; none: all. Of faults of loads.
};

/// A pod that a selector may choose.
struct Candidate {
    PodId id;
    std::string_view service;                       ///< Canonical name.
    const mesh::control::Labels* labels = nullptr;  ///< Null: none.
    std::string_view zone;
    std::string_view ns = {};
    std::string_view name = {};
    std::string_view node = {};
};

/// Whether the selector names the candidate; how many it picks is another matter.
bool matches(const PodSelector& selector, const Candidate& candidate);

/// As many of these as the selector picks, in order. Which ones, if not all, the draws decide.
std::vector<std::uint32_t> pick(const PodSelector& selector,
                                std::vector<std::uint32_t> of,
                                mesh::Draws& draws);

/// The pods that the selector chooses, in pod order. Which ones, if not all, the draws decide; the
/// order of the candidates does not matter.
std::vector<PodId> select(const PodSelector& selector,
                          std::span<const Candidate> candidates,
                          mesh::Draws& draws);

}  // namespace weft::sim
