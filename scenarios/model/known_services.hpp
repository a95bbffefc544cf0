#pragma once

#include "mesh/control/resources/resource.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace weft::scenarios {

/// A host as an app or a client writes it: "reviews", "reviews.default:9080".
struct WrittenHost {
    std::string name;
    std::optional<std::uint16_t> port;
    bool has_bad_port = false;  ///< Something stands behind the colon that is no port.
};

WrittenHost split_host(std::string_view text);

/// The name by which a workload's pods are grouped in reports: of the labels
/// service.istio.io/canonical-name, app.kubernetes.io/name and app the first that is there, else
/// the workload's own.
std::string canonical_name(const mesh::control::Workload& workload);

/// What the manifests offer by name: Services, hosts of ServiceEntries, and workloads.
class KnownServices {
public:
    struct Service {
        std::string name;
        std::vector<std::uint16_t> ports;
        std::set<std::string> apps;  ///< Canonical names of the workloads that it selects.
        bool is_gateway = false;     ///< They are gateways.
    };

    explicit KnownServices(const std::vector<mesh::control::Resource>& resources);

    /// By its short name, with its namespace, with ".svc" or ".svc.cluster.local", or as a
    /// ServiceEntry's host, which may begin with "*.". Null if there is none.
    const Service* find(std::string_view host) const;

    /// Whether pods are called so: a workload, or the canonical name of one.
    bool has_app(std::string_view name) const { return apps_.contains(name); }

    /// The canonical name of a workload; any other name stays as it is.
    std::string app_of(std::string_view name) const;

    /// Short names of the Services and hosts of the ServiceEntries, sorted.
    std::vector<std::string> names() const;

    /// Those, and the names of workloads.
    std::vector<std::string> names_with_apps() const;

private:
    void add(const mesh::control::Service& service);
    void add(const mesh::control::ServiceEntry& entry);
    void add(const mesh::control::Metadata& meta, const Service& known);
    void add_external_names(std::vector<const mesh::control::Service*> services);

    std::map<std::tuple<std::string, std::string, std::string>,
             std::vector<const mesh::control::Workload*>>
        workloads_;  ///< By namespace and each label, while services are read.
    std::map<std::string, Service, std::less<>> by_host_;
    std::map<std::string, std::string, std::less<>>
        apps_;  ///< Workload or canonical name to the latter.
    std::set<std::string> names_;
};

}  // namespace weft::scenarios
