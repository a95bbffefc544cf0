#pragma once

#include "mesh/base/id.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace weft::mesh {

/// What a balancer remembers of each host, by its position in the list. A host that stays keeps it
/// when the list changes; one that leaves is forgotten, and new if it comes back.
///
/// Allocates in follow() only.
template <class State>
class HostMemory {
public:
    /// The list is this now. A host that was not there before starts as `fresh`.
    void follow(std::span<const HostId> ids, const State& fresh) {
        std::vector<Place> places;
        std::vector<State> states;
        places.reserve(ids.size());
        states.reserve(ids.size());
        for (const HostId id : ids) {
            const State* const known = find(id);
            places.push_back({id, static_cast<std::uint32_t>(states.size())});
            states.push_back(known == nullptr ? fresh : *known);
        }
        std::ranges::sort(places, {}, &Place::id);
        places_ = std::move(places);
        states_ = std::move(states);
    }

    std::size_t size() const { return states_.size(); }

    State& operator[](std::size_t position) { return states_[position]; }
    const State& operator[](std::size_t position) const { return states_[position]; }

    /// Null if the host is not in the list.
    State* find(HostId id) {
        const auto found = std::ranges::lower_bound(places_, id, {}, &Place::id);
        return found == places_.end() || found->id != id ? nullptr : &states_[found->position];
    }

    /// The position of a state that find() or [] gave.
    std::size_t position_of(const State& state) const {
        return static_cast<std::size_t>(&state - states_.data());
    }

private:
    struct Place {
        HostId id;
        std::uint32_t position;
    };

    std::vector<Place> places_;  ///< Sorted by id.
    std::vector<State> states_;
};

}  // namespace weft::mesh
