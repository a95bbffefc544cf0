#include "reports/metrics/edge_index.hpp"

namespace weft::reports {

std::uint32_t EdgeIndex::add(const Edge& edge) {
    const auto number = static_cast<std::uint32_t>(edges_.size());
    edges_.push_back(edge);
    if (2 * edges_.size() <= slots_.size()) {
        insert(edge, number);
        return number;
    }
    slots_.assign(2 * slots_.size(), {});
    for (std::uint32_t old = 0; old <= number; ++old) {
        insert(edges_[old], old);
    }
    return number;
}

void EdgeIndex::insert(const Edge& edge, std::uint32_t number) {
    std::size_t at = place(edge);
    while (slots_[at].number_plus_one != 0) {
        at = (at + 1) & (slots_.size() - 1);
    }
    slots_[at] = {edge, number + 1};
}

}  // namespace weft::reports
