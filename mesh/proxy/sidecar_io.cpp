#include "mesh/proxy/sidecar_io.hpp"

#include <algorithm>
#include <utility>

namespace weft::mesh {

void Actions::grow() {
    capacity_ = std::max<std::size_t>(2 * capacity_, 16);
    auto larger = std::make_unique<Action[]>(capacity_);
    std::copy_n(actions_.get(), size_, larger.get());
    actions_ = std::move(larger);
}

}  // namespace weft::mesh
