#pragma once

#include "mesh/base/id.hpp"
#include "mesh/control/resources/resource.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

namespace weft::mesh::control {

/// Where an endpoint number leads.
struct EndpointOwner {
    std::string address;  ///< "10.0.3.7:9080"
    std::string pod;      ///< Name of the pod, or "" for an address outside the cluster.
    std::string ns;       ///< The pod's namespace.
    std::string host;     ///< For an address outside: the ServiceEntry's host.
};

/// Whether `labels` has everything that `wanted` asks for.
bool has_labels(const Labels& labels, const Labels& wanted);

/// The objects that the control plane knows, and numbers for addresses and cluster names that stay
/// the same from version to version.
class Registry {
public:
    Registry() = default;
    Registry(Registry&&) = default;
    Registry& operator=(Registry&&) = default;
    Registry(const Registry&) = delete;  // The index of pods points into the objects.
    Registry& operator=(const Registry&) = delete;

    /// A new version of an object keeps its place in the order of creation.
    void apply(const Resource& resource);

    /// Does nothing if there is no such object.
    void remove(const ResourceKey& key);

    const std::map<ResourceKey, Resource>& objects() const { return objects_; }

    /// The objects of one type, oldest first. Valid until the next apply() or remove().
    template <class Object>
    std::vector<const Object*> oldest_first() const {
        std::vector<const Object*> found;
        for (const auto& [number, object] : by_creation_[type_index<Object>()])
            found.push_back(&std::get<Object>(*object));
        return found;
    }

    /// The pods of a namespace that have all these labels, in order of their names; none if there
    /// are no labels to ask for. Valid until the next apply() or remove().
    std::vector<const Pod*> pods(const std::string& ns, const Labels& labels) const;

    /// The number of an address. A pod owns its address even if something outside names it as well.
    EndpointId endpoint(std::string_view address, const EndpointOwner& owner);
    const EndpointOwner& owner(EndpointId endpoint) const { return owners_[endpoint.number()]; }
    std::size_t endpoints() const { return owners_.size(); }

    ClusterId cluster(std::string_view name);
    const std::string& cluster_name(ClusterId cluster) const { return clusters_[cluster.number()]; }
    std::size_t clusters() const { return clusters_.size(); }

private:
    struct ByName {
        bool operator()(const Pod* a, const Pod* b) const { return a->meta.name < b->meta.name; }
    };
    using PodSet = std::set<const Pod*, ByName>;
    using NamespacedLabel = std::tuple<std::string, std::string, std::string>;

    /// Which alternative of a Resource an object of this type is.
    template <class Object, std::size_t at = 0>
    static constexpr std::size_t type_index() {
        if constexpr (std::is_same_v<std::variant_alternative_t<at, Resource>, Object>) {
            return at;
        } else {
            return type_index<Object, at + 1>();
        }
    }

    void index(const Pod& pod);
    void unindex(const Pod& pod);

    std::map<ResourceKey, Resource> objects_;
    std::map<ResourceKey, std::uint64_t> created_;  ///< Of everything but pods.
    std::array<std::map<std::uint64_t, const Resource*>, std::variant_size_v<Resource>>
        by_creation_;  ///< By type, of the same.
    std::uint64_t creations_ = 0;
    std::map<NamespacedLabel, PodSet> pods_by_label_;
    std::map<std::string, EndpointId, std::less<>> endpoint_ids_;
    std::vector<EndpointOwner> owners_;
    std::map<std::string, ClusterId, std::less<>> cluster_ids_;
    std::vector<std::string> clusters_;
};

}  // namespace weft::mesh::control
