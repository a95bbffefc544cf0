#pragma once

#include "mesh/control/resources/resource.hpp"

#include <string>

namespace weft::mesh::control {

/// Who a proxy is, as far as its configuration depends on it.
struct ProxyIdentity {
    std::string name;  ///< Unique: "reviews-v1-0.default"
    std::string ns;    ///< Namespace.
    Labels labels;
    std::string zone{};  ///< "region/zone/subzone", or the zone alone.
    std::string node{};
};

}  // namespace weft::mesh::control
