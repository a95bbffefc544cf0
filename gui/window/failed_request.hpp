#pragma once

#include "gui/window/session.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace weft::gui {

/// What is asked for at a moment is looked for so long before and after it.
inline constexpr mesh::Duration near_the_moment = std::chrono::seconds{5};

/// The service that is selected, that of the selected pod, or the one that the selected line leads
/// to; none if there is no such. Requires a run.
std::uint32_t service_of_selection(const Session& session);

/// The services of which a request must have met one to have gone through what is selected: the
/// one of the selection, or those that it calls if nobody calls it, as of a client. Empty: any
/// will do. Requires a run.
std::vector<std::string> services_to_meet(const Session& session);

/// Selects a sampled request that failed on its way through what is selected, near the moment: who
/// asks why of a service, an edge or a pod has one to ask about. A request that is selected stays;
/// where none failed, nothing changes.
void select_failed_request(Session& session);

/// Selects the sampled request that took longest of those that went through what is selected, near
/// the moment. False, and nothing changes, if there is none.
bool select_slowest_request(Session& session);

}  // namespace weft::gui
