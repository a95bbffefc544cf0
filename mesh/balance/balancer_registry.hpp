#pragma once

#include "mesh/balance/load_balancer.hpp"

#include <map>
#include <string>
#include <string_view>

namespace weft::mesh {

/// The balancers that scenarios may name. A plain value: tests and tools make their own.
class BalancerRegistry {
public:
    /// Throws std::invalid_argument if the name is taken.
    void add(BalancerKind kind);

    /// Null if there is no such kind.
    const BalancerKind* find(std::string_view name) const;

    /// Sorted by name.
    const std::map<std::string, BalancerKind, std::less<>>& kinds() const { return kinds_; }

private:
    std::map<std::string, BalancerKind, std::less<>> kinds_;
};

/// Every balancer in mesh/balance/policies/.
BalancerRegistry built_in_balancers();

}  // namespace weft::mesh
