#include "mesh/request/head.hpp"

namespace weft::mesh {

ShapeId Shapes::intern(const RequestHead& head) {
    const ShapeId next{static_cast<std::uint32_t>(heads_.size())};
    const auto [entry, added] = ids_.try_emplace(head, next);
    if (added) heads_.push_back(&entry->first);
    return entry->second;
}

}  // namespace weft::mesh
