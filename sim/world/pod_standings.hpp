#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/resources/resource.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace weft::sim {

struct Pod;

/// How the pods of a workload stand, kept up to date pod by pod: what its controller does costs
/// what has changed since it looked last, and not what there is. Pods are named by their places
/// among all that the workload has had.
class PodStandings {
public:
    enum class Standing : std::uint8_t { gone, ending, live, available };

    /// Pods of one set that are live, those that are available apart, and how many are ending.
    struct Group {
        std::set<std::uint32_t> unavailable;
        std::set<std::uint32_t> available;
        std::uint32_t ending = 0;

        std::uint32_t size() const {
            return static_cast<std::uint32_t>(unavailable.size() + available.size());
        }

        /// The first of those that are to go: those that are not available, then the youngest.
        /// Requires that there are so many.
        std::vector<std::uint32_t> first_to_stop(std::uint32_t count) const;
    };

    /// Something became of the pod at this place, or will before the next look().
    void note(std::uint32_t place) {
        if (made_from_) changed_.push_back(place);
    }

    /// Takes in what was noted and what time has done. A workload whose template is another one is
    /// looked at from scratch. `pods` are all that it has had; time does not go back.
    void look(const mesh::control::Workload& workload,
              std::span<Pod* const> pods,
              mesh::Instant now);

    // As of the last look().
    const Group& of_set(std::uint32_t set) const;
    Standing standing(std::uint32_t place) const { return known_[place].standing; }
    bool is_new(std::uint32_t place) const { return known_[place].is_new; }

private:
    struct Known {
        Standing standing = Standing::gone;
        bool is_new = false;
        std::uint32_t set = 0;
    };

    void stand(std::uint32_t place, const Pod& pod, mesh::Instant now);
    void leave(std::uint32_t place);

    std::optional<mesh::control::PodTemplate> made_from_;  ///< Nothing: nobody looked yet.
    mesh::Duration min_ready_{};
    std::vector<Known> known_;            ///< By place.
    std::vector<Group> groups_;           ///< By set.
    std::vector<std::uint32_t> changed_;  ///< Places; some more than once.
    std::multimap<mesh::Instant, std::uint32_t>
        ripening_;  ///< When pods that are ready will have been so for long enough.
};

}  // namespace weft::sim
