#pragma once

#include "mesh/control/catalogue.hpp"
#include "mesh/control/registry.hpp"

#include <functional>
#include <set>
#include <string>

namespace weft::mesh::control {

/// Namespaces whose proxies may be told something else than those of a namespace of which no object
/// speaks: what is exported to them or kept from others, matches that ask for them, and what they
/// say themselves of hosts of others (a DestinationRule, a route of the Gateway API) or to some of
/// their own (a DestinationRule that selects). Short names of hosts and Sidecars are not looked at.
/// One that is named without need costs a translation.
///
/// `everything` is the catalogue of all that the registry has.
std::set<std::string, std::less<>> namespaces_set_apart(const Registry& registry,
                                                        const Catalogue& everything);

}  // namespace weft::mesh::control
