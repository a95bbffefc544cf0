#pragma once

#include <functional>
#include <map>
#include <string>

namespace weft::mesh::control {

using Labels = std::map<std::string, std::string, std::less<>>;

struct Metadata {
    std::string name;
    std::string ns = "default";  ///< Namespace.
    Labels labels;
    Labels annotations;
};

}  // namespace weft::mesh::control
