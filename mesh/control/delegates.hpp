#pragma once

#include "mesh/control/registry.hpp"
#include "mesh/control/resources/resource.hpp"

#include <string>
#include <vector>

namespace weft::mesh::control {

/// The VirtualService with the rules of those that it delegates to in place of its own. A match of
/// the root and one of the delegate make one match that asks for both; the pair is left out unless
/// the delegate's is within the root's, and a rule without any match left is gone. What else the
/// delegate's rule does not say, the root's rule says for it. Delegates must not delegate.
///
/// Appends to `left_out` what did not come along, a sentence each.
/// Source: the reference mesh's merge of delegate VirtualServices.
VirtualService merge_delegates(const VirtualService& root,
                               const Registry& registry,
                               std::vector<std::string>& left_out);

}  // namespace weft::mesh::control
