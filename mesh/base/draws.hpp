#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// What a random number is for. Each purpose draws from a child of its own, so that no purpose's
/// number of draws shifts another's. New purposes go at the end.
enum class Purpose : std::uint64_t {
    route_weight = 1,
    mirror,
    fault_delay,
    fault_abort,
    balance,
    retry_backoff,
    outlier,
    demand,
    script_branch,
    app_error,
    payload,
    arrival,
    think_time,
    network,
    sidecar_cost,
    target_pick,
    loss,
    probe,
    connection,
    admission,
    adaptive,
    health_check,
    accrual,
    rate_limit,
    propagation,
    pod_life,
    certificate,
    control_connection,
    names,
    cpu_slice,
    container_probe,
    activation,
    authorizer,
    keys,
    init_container,
};

/// Spreads the bits of a 64-bit number over all of its positions (the finaliser of SplitMix64:
/// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
constexpr std::uint64_t finalise(std::uint64_t bits) {
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31);
}

/// Where a request stands. Two policies meet the same requests, whatever either of them does.
struct RequestKey {
    std::uint64_t root = 0;      ///< Of the load and the number of the root request: root_seed().
    std::uint64_t position = 0;  ///< In the call tree: child_position() of the caller's.
    std::uint32_t attempt = 0;   ///< 0 for the first try.
};

/// The seed of everything that belongs to one root request: one block of Philox4x32-10 (Salmon et
/// al., SC'11), keyed by the run's seed, at the place (load, number).
std::uint64_t root_seed(std::uint64_t run_seed, std::uint32_t load, std::uint64_t number);

/// The position of the call that step `step` of the caller's script makes.
constexpr std::uint64_t child_position(std::uint64_t parent, std::uint32_t step) {
    return finalise(parent + 0x9e3779b97f4a7c15U * (std::uint64_t{step} + 1));
}

/// Numbers for a test: they are handed out in order, whoever asks.
struct DrawList {
    std::vector<std::uint64_t> numbers;
    std::size_t used = 0;  ///< Asking for more than there are is an error of the test.
};

/// Random numbers that depend on the run's seed and on whose they are, on nothing else.
/// Counter-based: number i is a strong mix of the seed and i (SplitMix64).
class Draws {
public:
    explicit Draws(std::uint64_t seed) : seed_(seed) {}

    /// Numbers of a part of the world, such as "balancer/cart-2/ratings".
    Draws(std::uint64_t run_seed, std::string_view owner);

    /// Numbers of one attempt of a request.
    explicit Draws(const RequestKey& key) : Draws(seed_of(key)) {}

    /// The seed of the numbers of one attempt of a request.
    static constexpr std::uint64_t seed_of(const RequestKey& key) {
        return finalise(key.root ^ finalise(key.position + key.attempt * 0xd1342543de82ef95U));
    }

    /// Numbers from a list, which must outlive this and its children.
    explicit Draws(DrawList& list) : list_(&list) {}

    /// The next number.
    std::uint64_t next() {
        if (list_ != nullptr) return next_of_list();
        return finalise(seed_ + 0x9e3779b97f4a7c15U * ++count_);
    }

    /// next() % bound, as the reference proxy bounds its draws. Requires bound > 0.
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }

    /// In [0, 1), with 53 bits.
    double unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

    /// The numbers of one purpose, untouched by how many the others take.
    Draws of(Purpose purpose) const {
        Draws child{finalise(seed_ ^ (static_cast<std::uint64_t>(purpose) << 56))};
        child.list_ = list_;
        return child;
    }

    /// The same for the `index`-th time that the purpose comes up: an attempt, a visit.
    Draws of(Purpose purpose, std::uint32_t index) const {
        Draws child = of(purpose);
        child.seed_ = finalise(child.seed_ + 0xd1342543de82ef95U * (std::uint64_t{index} + 1));
        return child;
    }

private:
    [[gnu::cold]] std::uint64_t next_of_list();

    std::uint64_t seed_ = 0;
    std::uint64_t count_ = 0;
    DrawList* list_ = nullptr;
};

}  // namespace weft::mesh
