#include "scenarios/model/kinds.hpp"

namespace weft::scenarios {

Kinds built_in_kinds() {
    return {.balancers = mesh::built_in_balancers(),
            .faults = sim::built_in_faults(),
            .arrivals = sim::built_in_arrivals()};
}

}  // namespace weft::scenarios
