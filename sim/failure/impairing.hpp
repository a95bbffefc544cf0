#pragma once

#include "sim/failure/fault.hpp"

#include <memory>

namespace weft::sim {

/// A fault that does this to its link and nothing else.
std::unique_ptr<Fault> impairing(const LinkFault& what);

/// A fault that does this with requests at its pods and nothing else. Its share is scaled.
std::unique_ptr<Fault> striking(const RequestFault& what);

/// A fault that says this of its pods and nothing else: all of it, or none at strength 0.
std::unique_ptr<Fault> marking(PodMark what);

}  // namespace weft::sim
