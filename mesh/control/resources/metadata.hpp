#pragma once

#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>

namespace weft::mesh::control {

using Labels = std::map<std::string, std::string, std::less<>>;

/// The value of the first of these labels that there is; "" if there is none.
std::string label_of(const Labels& labels, std::initializer_list<std::string_view> names);

/// The service that a pod counts as, by its labels, else its workload. Source: Istio's canonical
/// service.
std::string canonical_service(const Labels& labels, const std::string& workload);

struct Metadata {
    std::string name;
    std::string ns = "default";  ///< Namespace.
    Labels labels;
    Labels annotations;
};

}  // namespace weft::mesh::control
