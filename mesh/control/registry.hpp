#pragma once

#include "mesh/base/id.hpp"
#include "mesh/control/resources/resource.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh::control {

/// Where an endpoint number leads.
struct EndpointOwner {
    std::string address;  ///< "10.0.3.7:9080"
    std::string pod;      ///< Name of the pod, or "" for an address outside the cluster.
    std::string ns;       ///< The pod's namespace.
    std::string host;     ///< For an address outside: the ServiceEntry's host.
};

/// The objects that the control plane knows, and numbers for addresses and cluster names that stay
/// the same from version to version.
class Registry {
public:
    void apply(const Resource& resource);
    void remove(const ResourceKey& key);

    const std::map<ResourceKey, Resource>& objects() const { return objects_; }

    EndpointId endpoint(std::string_view address, const EndpointOwner& owner);
    const EndpointOwner& owner(EndpointId endpoint) const { return owners_[endpoint.number()]; }
    std::size_t endpoints() const { return owners_.size(); }

    ClusterId cluster(std::string_view name);
    const std::string& cluster_name(ClusterId cluster) const { return clusters_[cluster.number()]; }
    std::size_t clusters() const { return clusters_.size(); }

private:
    std::map<ResourceKey, Resource> objects_;
    std::map<std::string, EndpointId, std::less<>> endpoint_ids_;
    std::vector<EndpointOwner> owners_;
    std::map<std::string, ClusterId, std::less<>> cluster_ids_;
    std::vector<std::string> clusters_;
};

}  // namespace weft::mesh::control
