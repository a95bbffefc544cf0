#include "sim/workload/arrival.hpp"

#include <stdexcept>
#include <utility>

namespace weft::sim {

void ArrivalRegistry::add(ArrivalKind kind) {
    std::string name = kind.name;
    const auto [entry, is_new] = kinds_.try_emplace(std::move(name), std::move(kind));
    if (!is_new) {
        throw std::invalid_argument("there is already an arrival process '" + entry->first + "'");
    }
}

const ArrivalKind* ArrivalRegistry::find(std::string_view name) const {
    const auto found = kinds_.find(name);
    return found == kinds_.end() ? nullptr : &found->second;
}

}  // namespace weft::sim
