#pragma once

#include "mesh/base/draws.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace weft::reports {

/// Who calls whom: services, and the version of the destination's host that was chosen last.
struct Edge {
    std::uint32_t source = 0;
    std::uint32_t destination = 0;
    std::uint32_t version = 0;

    friend bool operator==(const Edge&, const Edge&) = default;
};

/// Numbers edges from 0 in order of appearance. Every call of a run asks, so the table is flat, at
/// most half full and searched from the hashed place onward: one cache line for nearly every call.
class EdgeIndex {
public:
    EdgeIndex() : slots_(64) {}

    std::uint32_t of(const Edge& edge) {
        std::size_t at = place(edge);
        while (slots_[at].number_plus_one != 0) {
            if (slots_[at].edge == edge) return slots_[at].number_plus_one - 1;
            at = (at + 1) & (slots_.size() - 1);
        }
        return add(edge);
    }

    const std::vector<Edge>& edges() const { return edges_; }

private:
    struct Slot {
        Edge edge;
        std::uint32_t number_plus_one = 0;  ///< 0: free.
    };

    std::size_t place(const Edge& edge) const {
        const std::uint64_t pair = (std::uint64_t{edge.source} << 32) | edge.destination;
        return mesh::finalise(pair + 0x9e3779b97f4a7c15U * edge.version) & (slots_.size() - 1);
    }

    std::uint32_t add(const Edge& edge);
    void insert(const Edge& edge, std::uint32_t number);

    std::vector<Slot> slots_;  ///< As many as a power of two.
    std::vector<Edge> edges_;
};

}  // namespace weft::reports
