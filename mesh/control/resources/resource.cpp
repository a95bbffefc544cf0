#include "mesh/control/resources/resource.hpp"

#include <algorithm>

namespace weft::mesh::control {
namespace {

struct KindOf {
    std::string_view operator()(const Namespace&) const { return "Namespace"; }
    std::string_view operator()(const ServiceAccount&) const { return "ServiceAccount"; }
    std::string_view operator()(const Service&) const { return "Service"; }
    std::string_view operator()(const Workload& workload) const {
        switch (workload.kind) {
            case Workload::Kind::deployment:
                return "Deployment";
            case Workload::Kind::stateful_set:
                return "StatefulSet";
            case Workload::Kind::daemon_set:
                return "DaemonSet";
            case Workload::Kind::job:
                return "Job";
        }
        return "";
    }
    std::string_view operator()(const Pod&) const { return "Pod"; }
    std::string_view operator()(const VirtualService&) const { return "VirtualService"; }
    std::string_view operator()(const DestinationRule&) const { return "DestinationRule"; }
    std::string_view operator()(const Gateway& gateway) const {
        return gateway.kind == Gateway::Kind::istio ? "Gateway" : "Gateway of the Gateway API";
    }
    std::string_view operator()(const ServiceEntry&) const { return "ServiceEntry"; }
    std::string_view operator()(const GatewayRoute& route) const {
        return route.kind == GatewayRoute::Kind::http ? "HTTPRoute" : "GRPCRoute";
    }
    std::string_view operator()(const ReferenceGrant&) const { return "ReferenceGrant"; }
    std::string_view operator()(const PeerAuthentication&) const { return "PeerAuthentication"; }
    std::string_view operator()(const AuthorizationPolicy&) const { return "AuthorizationPolicy"; }
    std::string_view operator()(const RequestAuthentication&) const {
        return "RequestAuthentication";
    }
    std::string_view operator()(const SidecarScope&) const { return "Sidecar"; }
    std::string_view operator()(const HorizontalPodAutoscaler&) const {
        return "HorizontalPodAutoscaler";
    }
    std::string_view operator()(const PodDisruptionBudget&) const { return "PodDisruptionBudget"; }
};

}  // namespace

std::string_view kind_of(const Resource& resource) {
    return std::visit(KindOf{}, resource);
}

const Metadata& metadata_of(const Resource& resource) {
    return std::visit([](const auto& object) -> const Metadata& { return object.meta; }, resource);
}

ResourceKey key_of(const Resource& resource) {
    const Metadata& meta = metadata_of(resource);
    // What has no namespace of its own must have one key, whatever its metadata says.
    const bool cluster_wide = std::holds_alternative<Namespace>(resource);
    return {std::string{kind_of(resource)}, cluster_wide ? std::string{} : meta.ns, meta.name};
}

bool is_of_mesh(const std::vector<std::string>& gateways) {
    return gateways.empty() ||
           std::find(gateways.begin(), gateways.end(), "mesh") != gateways.end();
}

}  // namespace weft::mesh::control
