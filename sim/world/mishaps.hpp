#pragma once

#include "sim/failure/environment_state.hpp"
#include "sim/world/world.hpp"

#include <cstdint>

namespace weft::sim {

/// What an app makes of an answer that it cannot use, whatever proxies saw: RFC 9110's word for an
/// invalid answer from upstream.
inline constexpr std::uint16_t unusable_status = 502;

/// What faults do to requests and pods where it takes more than to ask the environment. Nobody who
/// is not struck comes here.
class Mishaps {
public:
    explicit Mishaps(World& world) : world_(world) {}

    /// A pod some of whose requests are struck begins to serve one.
    void begin(Work& work);

    /// What its compute times are multiplied by, as one of those that are struck.
    double factor(const Work& work) const;

    /// Whether the good answer of such a pod is of no use.
    bool spoils(const Work& work) const;

    /// The callers of what was swallowed lose their connections where nothing swallows any more.
    void give_up_swallowed();

    /// A request killed the pod's app.
    void on_killed(Pod& pod);

private:
    bool strikes(const StruckRequests& struck, const Work& work) const;
    void fail(Work& work, const RequestFault& what);
    void swallow(Work& work);
    void throw_out(Work& work, mesh::ResetReason reason);

    World& world_;
};

}  // namespace weft::sim
