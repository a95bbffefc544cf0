#pragma once

#include "mesh/base/time.hpp"
#include "mesh/request/head.hpp"
#include "sim/service/distribution.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weft::sim {

/// Which arrival process, and its parameters as text ("rate": "400/s" is kept as a number of its
/// own).
struct ArrivalChoice {
    std::string name;  ///< "poisson", "constant"
    double rate = 0;   ///< Per second.
    std::map<std::string, std::string, std::less<>> parameters;
};

/// A closed loop: each user waits for the answer, thinks, and asks again.
struct UsersPlan {
    std::uint32_t count = 1;
    Distribution think;
};

/// Who a client is to those whom it calls.
struct Caller {
    std::string ns = "default";
    std::string service_account{};  ///< Empty: named as the source in reports.
    bool has_certificate = true;    ///< If not, it sends everything unencrypted.
};

/// Requests that come from outside. One client proxy for each load.
struct LoadPlan {
    struct Variant {
        double weight = 1;
        mesh::RequestHead head;  ///< Without authority: that is made from `to`.
    };

    std::string id;
    std::string from = "ingress";  ///< The source in reports.
    std::string to;                ///< A host name, with port if the service has more than one.
    std::string zone;              ///< Where the client stands; empty: the first zone.
    std::optional<ArrivalChoice> arrivals;  ///< Open loop: either this
    std::optional<UsersPlan> users;         ///< or a closed loop.
    mesh::Instant start{};
    std::optional<mesh::Instant> end;       ///< None: the horizon.
    std::vector<Variant> mix;               ///< At least one.
    std::optional<mesh::Duration> timeout;  ///< The client's own patience.
    std::uint64_t request_size = 0;         ///< Bytes.
    Caller caller = {};
    std::string host = {};  ///< The authority that it asks for; empty: `to`.
};

}  // namespace weft::sim
