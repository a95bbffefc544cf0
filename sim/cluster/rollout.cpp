#include "sim/cluster/rollout.hpp"

#include "sim/cluster/count_or_percent.hpp"

#include <algorithm>
#include <cassert>
#include <vector>

namespace weft::sim {
namespace {

std::uint32_t less(std::uint32_t a, std::uint32_t b) {
    return a > b ? a - b : 0;
}

/// The sets of one Deployment, and what holds for them.
class SetSizes {
public:
    SetSizes(const mesh::control::RolloutRules& rules,
             std::uint32_t replicas,
             std::span<PodSet> sets,
             PodSet* newest)
        : rules_(rules), replicas_(replicas), sets_(sets), fresh_(newest) {
        std::uint32_t unavailable = rounded_down(rules.max_unavailable, replicas);
        const std::uint32_t surge = rounded_up(rules.max_surge, replicas);
        if (surge == 0 && unavailable == 0) unavailable = 1;
        most_ = replicas + (rules.recreate ? 0 : surge);
        least_available_ = less(replicas, unavailable);
    }

    bool is_scaled() const {
        return std::ranges::any_of(sets_, [&](const PodSet& set) {
            return set.replicas > 0 && set.scaled_for != replicas_;
        });
    }

    /// To another number of replicas, whatever is rolled out.
    void scale() {
        const std::vector<PodSet*> active = active_ones();
        if (active.size() <= 1) {
            PodSet* only = fresh_;
            if (!active.empty()) only = active.front();
            if (only == nullptr && !sets_.empty()) only = &sets_.back();
            if (only != nullptr) resize(*only, replicas_);
        } else if (is_saturated()) {
            for (PodSet* const set : active) {
                if (set != fresh_) resize(*set, 0);
            }
        } else if (!rules_.recreate) {
            scale_in_proportion(active);
        }
        for (PodSet& set : sets_) {
            if (set.replicas > 0) resize(set, set.replicas);
        }
    }

    /// Whether there was something to do.
    bool step() {
        if (rules_.recreate) return step_of_recreation();
        return grow_fresh() || shrink_old();
    }

private:
    std::uint32_t wanted() const {
        std::uint32_t sum = 0;
        for (const PodSet& set : sets_)
            sum += set.replicas;
        return sum;
    }

    void resize(PodSet& set, std::uint32_t size) const {
        set.replicas = size;
        set.available = std::min(set.available, size);
        set.scaled_for = replicas_;
        set.scaled_most = most_;
    }

    std::vector<PodSet*> active_ones() const {
        std::vector<PodSet*> active;
        for (PodSet& set : sets_) {
            if (set.replicas > 0) active.push_back(&set);
        }
        return active;
    }

    bool is_saturated() const {
        return fresh_ != nullptr && fresh_->scaled_for == replicas_ &&
               fresh_->replicas == replicas_ && fresh_->available == replicas_;
    }

    /// How many pods a set would get or lose for its size. One that was left as it was while none
    /// were wanted is seen beside all that there are.
    std::int64_t share_of(const PodSet& set) const {
        const std::int64_t size = set.replicas;
        if (replicas_ == 0) return -size;
        const std::int64_t before = set.scaled_most > 0 ? set.scaled_most : wanted();
        return (2 * size * std::int64_t{most_} + before) / (2 * before) - size;
    }

    /// The largest sets first; of equal ones those that grow from the newest on, those that shrink
    /// from the oldest. What is left over is the first one's.
    void scale_in_proportion(std::vector<PodSet*> active) const {
        const std::int64_t to_add =
            (replicas_ > 0 ? std::int64_t{most_} : 0) - std::int64_t{wanted()};
        if (to_add == 0) return;
        if (to_add > 0) std::ranges::reverse(active);
        std::ranges::stable_sort(active, std::ranges::greater{}, &PodSet::replicas);
        std::vector<std::int64_t> sizes;
        std::int64_t left = to_add;
        for (const PodSet* const set : active) {
            const std::int64_t share = left == 0  ? 0
                                       : left > 0 ? std::min(share_of(*set), left)
                                                  : std::max(share_of(*set), left);
            sizes.push_back(std::int64_t{set->replicas} + share);
            left -= share;
        }
        sizes.front() = std::max<std::int64_t>(sizes.front() + left, 0);
        for (std::size_t at = 0; at < active.size(); ++at)
            resize(*active[at], static_cast<std::uint32_t>(sizes[at]));
    }

    bool grow_fresh() const {
        if (fresh_->replicas > replicas_) {
            resize(*fresh_, replicas_);
            return true;
        }
        const std::uint32_t more = std::min(less(most_, wanted()), replicas_ - fresh_->replicas);
        if (more > 0) resize(*fresh_, fresh_->replicas + more);
        return more > 0;
    }

    bool shrink_old() const {
        std::uint32_t available = 0;
        for (const PodSet& set : sets_)
            available += set.available;
        const std::uint32_t fresh_unavailable = fresh_->replicas - fresh_->available;
        std::uint32_t may_stop = less(wanted(), least_available_ + fresh_unavailable);
        if (may_stop == 0 || wanted() == fresh_->replicas) return false;
        bool shrinks = false;
        const auto shrink = [&](PodSet& set, std::uint32_t by) {
            if (by > 0) resize(set, set.replicas - by);
            shrinks = shrinks || by > 0;
            return by;
        };
        for (PodSet& set : sets_) {
            if (&set != fresh_)
                may_stop -= shrink(set, std::min(may_stop, set.replicas - set.available));
        }
        std::uint32_t spare = less(available, least_available_);
        for (PodSet& set : sets_) {
            if (&set != fresh_) spare -= shrink(set, std::min(spare, set.replicas));
        }
        return shrinks;
    }

    /// New pods begin when all old ones are gone.
    bool step_of_recreation() const {
        bool shrinks = false;
        bool has_old = false;
        for (PodSet& set : sets_) {
            if (&set == fresh_) continue;
            shrinks = shrinks || set.replicas > 0;
            has_old = has_old || set.has_pods;
            if (set.replicas > 0) resize(set, 0);
        }
        if (shrinks || has_old || fresh_->replicas == replicas_) return shrinks;
        resize(*fresh_, replicas_);
        return true;
    }

    const mesh::control::RolloutRules& rules_;
    std::uint32_t replicas_;
    std::span<PodSet> sets_;
    PodSet* fresh_;  ///< Null: there is none yet.
    std::uint32_t most_ = 0;
    std::uint32_t least_available_ = 0;
};

}  // namespace

void resize_sets(const mesh::control::RolloutRules& rules,
                 std::uint32_t replicas,
                 std::span<PodSet> sets,
                 PodSet* newest) {
    SetSizes sizes{rules, replicas, sets, newest};
    if (rules.is_paused) return sizes.scale();
    assert(newest != nullptr);
    if (sizes.is_scaled()) sizes.scale();
    while (sizes.step()) {
    }
}

}  // namespace weft::sim
