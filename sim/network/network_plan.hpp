#pragma once

#include "mesh/base/ratio.hpp"
#include "sim/service/distribution.hpp"

#include <string>
#include <vector>

namespace weft::sim {

/// How long messages take between zones, one way.
struct NetworkPlan {
    struct ZonePair {
        std::string a;
        std::string b;  ///< Both directions; may be the same zone.
        Distribution latency;
    };

    Distribution same_zone;
    Distribution cross_zone;
    std::vector<ZonePair> pairs;  ///< Exceptions.
    mesh::Ratio
        loss;  ///< Of messages, each try on its own; a lost one is sent again after a time-out.
    mesh::Duration retransmit_after{
        200'000'000};           ///< First time-out, doubling (Linux's least RTO).
    Distribution sidecar_cost;  ///< Added at each proxy that a request or an answer passes.
};

}  // namespace weft::sim
