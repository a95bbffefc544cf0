#pragma once

#include "mesh/base/id.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace weft::mesh {

struct Route;

/// The routes already found for shapes under one version of the configuration. A proxy meets a few
/// shapes again and again, so this is a small table probed linearly.
class RouteMemo {
public:
    struct Entry {
        std::uint32_t shape = empty;
        ShapeId sent{0};               ///< The shape after the route's edits; if they are by
                                       ///< cluster, as it came.
        const Route* route = nullptr;  ///< Null: no route.
        std::optional<std::uint64_t> hash;
        std::optional<std::uint32_t>
            cluster_slot;  ///< If the route has one cluster and its state is made.
        std::optional<std::uint32_t> by_cluster;  ///< Where the shapes for its clusters begin.
        bool is_direct = false;  ///< The cluster's state is made, and nothing comes before it.
    };

    /// Null if the shape has not been seen. Holds until the next insert.
    Entry* find(ShapeId shape) {
        for (std::size_t at = slot_of(shape);; at = (at + 1) & mask_) {
            if (entries_[at].shape == shape.number()) return &entries_[at];
            if (entries_[at].shape == empty) return nullptr;
        }
    }

    Entry* insert(const Entry& entry) {
        if (2 * (used_ + 1) > entries_.size()) grow();
        ++used_;
        return place(entry);
    }

    /// Keeps shapes for the clusters of a route; says where the first one is.
    std::uint32_t add_shapes(const std::vector<ShapeId>& shapes) {
        const auto first = static_cast<std::uint32_t>(by_cluster_.size());
        by_cluster_.insert(by_cluster_.end(), shapes.begin(), shapes.end());
        return first;
    }

    ShapeId shape(std::size_t position) const { return by_cluster_[position]; }

    void clear() {
        entries_.assign(1, Entry{});
        by_cluster_.clear();
        mask_ = 0;
        used_ = 0;
    }

private:
    static constexpr std::uint32_t empty = 0xffffffffU;

    std::size_t slot_of(ShapeId shape) const {
        return (shape.number() * 0x9e3779b1U >> 7U) & mask_;
    }

    Entry* place(const Entry& entry) {
        std::size_t at = slot_of(ShapeId{entry.shape});
        while (entries_[at].shape != empty)
            at = (at + 1) & mask_;
        entries_[at] = entry;
        return &entries_[at];
    }

    void grow() {
        std::vector<Entry> old(std::max<std::size_t>(4, 2 * entries_.size()));
        old.swap(entries_);
        mask_ = entries_.size() - 1;
        for (const Entry& entry : old) {
            if (entry.shape != empty) place(entry);
        }
    }

    std::vector<Entry> entries_ = std::vector<Entry>(1);  // As many as a power of two.
    std::vector<ShapeId> by_cluster_;
    std::size_t mask_ = 0;
    std::size_t used_ = 0;
};

}  // namespace weft::mesh
