#pragma once

#include "mesh/base/time.hpp"

#include <string>

namespace weft::mesh {

/// Who is asked by policies of CUSTOM. Source: Istio's extensionProviders.
struct ExternalAuthorizer {
    std::string name{};       ///< As policies say it.
    Duration timeout{};       ///< For its answer; above 0.
    bool fails_open = false;  ///< Without an answer in time a request goes on; else it is denied.

    friend bool operator==(const ExternalAuthorizer&, const ExternalAuthorizer&) = default;
};

}  // namespace weft::mesh
