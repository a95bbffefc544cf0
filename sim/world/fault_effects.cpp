// What faults do to pods and their requests, as the timeline carries it out.
#include "sim/world/timeline.hpp"

namespace weft::sim {

void Timeline::strike(FaultId fault, PodId pod, const RequestFault& what) {
    world_.environment_.strike(fault, pod, what);
}

}  // namespace weft::sim
