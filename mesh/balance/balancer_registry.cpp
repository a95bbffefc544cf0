#include "mesh/balance/balancer_registry.hpp"

#include <stdexcept>
#include <utility>

namespace weft::mesh {

void BalancerRegistry::add(BalancerKind kind) {
    std::string name = kind.name;
    const auto [place, is_new] = kinds_.try_emplace(std::move(name), std::move(kind));
    if (!is_new) throw std::invalid_argument("there is a balancer '" + place->first + "' already");
}

const BalancerKind* BalancerRegistry::find(std::string_view name) const {
    const auto found = kinds_.find(name);
    return found == kinds_.end() ? nullptr : &found->second;
}

}  // namespace weft::mesh
