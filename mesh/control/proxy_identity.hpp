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
        none,     ///< A pod without a proxy: only kube-proxy has a say in where its calls go.
    };

    /// Whether it looks into requests, so that the mesh's rules can hold for them.
    bool obeys_rules() const { return kind == Kind::sidecar || kind == Kind::gateway; }

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
