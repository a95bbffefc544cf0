#pragma once

#include "mesh/base/ratio.hpp"
#include "sim/service/distribution.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace weft::sim {

/// A lost message is sent again after a time-out that doubles. Source: Linux's TCP.
struct Retransmission {
    mesh::Duration first = std::chrono::milliseconds{200};  ///< The least RTO.
    mesh::Duration longest = std::chrono::seconds{120};     ///< The greatest.
    std::uint32_t most_sends = 15;  ///< Then the connection is given up (tcp_retries2).
    mesh::Duration first_of_handshake = std::chrono::seconds{1};  ///< RFC 6298.
    std::uint32_t most_handshake_sends = 7;  ///< The first and six more (tcp_syn_retries).
};

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
    mesh::Ratio loss;             ///< Of messages, each try on its own.
    Retransmission retransmission = {};
    Distribution sidecar_cost;  ///< Added at each proxy that a request or an answer passes.
    Distribution rate_limit_latency = {};  ///< From a question to the rate limit service's answer.
};

}  // namespace weft::sim
