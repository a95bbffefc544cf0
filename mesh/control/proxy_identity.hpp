#pragma once

#include "mesh/control/resources/resource.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace weft::mesh::control {

/// Who a proxy is, as far as its configuration depends on it.
struct ProxyIdentity {
    enum class Kind : std::uint8_t {
        sidecar,
        gateway,  ///< Forwards what comes from without, by the rules bound to it.
        outside,  ///< No proxy of the mesh: a client whose connections go to one host alone.
    };

    std::string name;  ///< Unique: "reviews-v1-0.default"
    std::string ns;    ///< Namespace.
    Labels labels;
    std::string zone{};  ///< "region/zone/subzone", or the zone alone.
    std::string node{};
    Kind kind = Kind::sidecar;
    std::string calls{};                 ///< Of one outside: "istio-ingressgateway.istio-system:80"
    std::vector<ContainerPort> ports{};  ///< Of the pod, which Services may call by name.
};

}  // namespace weft::mesh::control
