#pragma once

#include "mesh/proxy/sidecar_io.hpp"

#include <cassert>
#include <cstddef>
#include <memory>
#include <vector>

namespace weft::sim {

/// Buffers for the actions of inputs that are being carried out: one for each, behind that of the
/// input that led to it, so that actions stay where they are meanwhile. Keeps its memory.
class ActionStack {
public:
    /// An empty buffer, on top.
    mesh::Actions& push() {
        if (depth_ == buffers_.size()) add();
        return *buffers_[depth_++];
    }

    /// Empties the one on top and takes it away. Requires that there is one.
    void pop() {
        assert(depth_ > 0);
        buffers_[--depth_]->clear();
    }

private:
    [[gnu::noinline]] void add() { buffers_.push_back(std::make_unique<mesh::Actions>()); }

    std::vector<std::unique_ptr<mesh::Actions>> buffers_;
    std::size_t depth_ = 0;
};

}  // namespace weft::sim
