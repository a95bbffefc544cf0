#pragma once

#include <compare>
#include <cstdint>

namespace weft::mesh {

/// Names one thing of one kind. Ids of different kinds neither convert nor compare.
template <class Kind>
class Id {
public:
    constexpr explicit Id(std::uint32_t number) : number_(number) {}

    constexpr std::uint32_t number() const { return number_; }

    friend constexpr auto operator<=>(Id, Id) = default;

private:
    std::uint32_t number_;
};

using EndpointId = Id<struct EndpointKind>;  ///< An address in the registry.
using HostId = EndpointId;                   ///< The same endpoint, as one proxy sees it.
using ClusterId = Id<struct ClusterKind>;    ///< A cluster's name, the same in every version.
using ShapeId = Id<struct ShapeKind>;        ///< An interned request head.
using ConnectionNumber = Id<struct ConnectionKind>;  ///< Of one proxy's; none is used twice.
using StreamId = Id<struct StreamKind>;  ///< A request in progress, numbered by the caller.

}  // namespace weft::mesh
