#pragma once

#include "mesh/base/time.hpp"

namespace weft::sim {

/// What a run reads of its own recent past, for the conditions of its timeline. Recording has no
/// part in it.
class Signals {
public:
    explicit Signals(mesh::Instant now) : now_(now) {}

    mesh::Instant now() const { return now_; }

private:
    mesh::Instant now_;
};

}  // namespace weft::sim
