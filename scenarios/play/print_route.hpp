#pragma once

#include "scenarios/play/route_answer.hpp"

#include <iosfwd>
#include <string>

namespace weft::scenarios {

/// The answer for people. `profile` is the name of whose defaults fill the gaps.
void print_route(const RouteQuestion& question,
                 const RouteAnswer& answer,
                 const std::string& profile,
                 std::ostream& out);

/// The same for machines, as one object.
void print_route_as_json(const RouteQuestion& question,
                         const RouteAnswer& answer,
                         const std::string& profile,
                         std::ostream& out);

}  // namespace weft::scenarios
