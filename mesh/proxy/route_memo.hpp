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
        ShapeId sent{0};               ///< The shape after the route's edits.
        const Route* route = nullptr;  ///< Null: no route.
        std::optional<std::uint64_t> hash;
        std::optional<std::uint32_t>
            cluster_slot;  ///< If the route has one cluster and its state is made.
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

    void clear() {
        entries_.assign(1, Entry{});
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
    std::size_t mask_ = 0;
    std::size_t used_ = 0;
};

}  // namespace weft::mesh
