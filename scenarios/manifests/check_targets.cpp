#include "scenarios/manifests/check_targets.hpp"

#include "scenarios/manifests/check_attachment.hpp"
#include "scenarios/manifests/check_entries.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string>
#include <variant>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

class TargetCheck {
public:
    TargetCheck(const std::vector<Resource>& all, Diagnostics& diagnostics)
        : all_(all), diagnostics_(diagnostics) {}

    void check(const Document& document, const GatewayRoute& route) {
        const auto parents = find_in(document, {"spec", "parentRefs"});
        if (!parents) return;
        for (std::size_t at = 0; at < parents->size(); ++at) {
            const std::string kind = text_in(document, {"spec", "parentRefs", at, "kind"});
            if (kind.empty() || kind == "Gateway") check_parent(document, at, route.meta.ns);
        }
    }

    void check(const Document& document, const HorizontalPodAutoscaler& autoscaler) {
        const std::string& kind = autoscaler.target_kind;
        const auto say = [&](std::string_view field, const std::string& why) {
            diagnostics_.warning(place_in(document, {"spec", "scaleTargetRef", field}),
                                 fmt::format("HorizontalPodAutoscaler '{}' scales nothing: {}",
                                             autoscaler.meta.name, why));
        };
        if (kind != "Deployment" && kind != "StatefulSet")
            return say("kind", kind + " is no kind that can be scaled");
        std::vector<std::string> known;
        for (const Resource& resource : all_) {
            const ResourceKey key = key_of(resource);
            if (key.kind != kind || key.ns != autoscaler.meta.ns) continue;
            if (key.name == autoscaler.target_name) return;
            known.push_back(key.name);
        }
        say("name",
            fmt::format("there is no {} '{}' in namespace '{}'{}", kind, autoscaler.target_name,
                        autoscaler.meta.ns, did_you_mean(autoscaler.target_name, known)));
    }

private:
    void check_parent(const Document& document, std::size_t at, const std::string& own_ns) {
        const auto text = [&](std::string_view field) {
            return text_in(document, {"spec", "parentRefs", at, field});
        };
        const std::string name = text("name");
        const std::string ns = text("namespace").empty() ? own_ns : text("namespace");
        std::vector<std::string> known;
        for (const Resource& resource : all_) {
            const auto* const gateway = std::get_if<Gateway>(&resource);
            if (gateway == nullptr || gateway->kind != Gateway::Kind::gateway_api) continue;
            if (gateway->meta.ns != ns) continue;
            if (gateway->meta.name == name) return check_listener(document, at, *gateway);
            known.push_back(gateway->meta.name);
        }
        diagnostics_.warning(
            place_in(document, {"spec", "parentRefs", at, "name"}),
            fmt::format("there is no Gateway '{}' in namespace '{}', and no request comes by it{}",
                        name, ns, did_you_mean(name, known)));
    }

    void check_listener(const Document& document, std::size_t at, const Gateway& gateway) {
        const std::string name = text_in(document, {"spec", "parentRefs", at, "sectionName"});
        if (name.empty()) return;
        std::vector<std::string> known;
        for (const GatewayServer& server : gateway.servers) {
            if (server.name == name) return;
            known.push_back(server.name);
        }
        diagnostics_.warning(place_in(document, {"spec", "parentRefs", at, "sectionName"}),
                             fmt::format("Gateway '{}' has no listener '{}'{}", gateway.meta.name,
                                         name, did_you_mean(name, known)));
    }

    const std::vector<Resource>& all_;
    Diagnostics& diagnostics_;
};

}  // namespace

void check_targets(const Documents& documents,
                   const std::vector<Resource>& all,
                   Diagnostics& diagnostics) {
    check_attachment(documents, all, diagnostics);
    check_entries(documents, all, diagnostics);
    TargetCheck check{all, diagnostics};
    for (const Document& document : documents) {
        if (!document.resource) continue;
        if (const auto* const route = std::get_if<GatewayRoute>(&*document.resource))
            check.check(document, *route);
        if (const auto* const scaler = std::get_if<HorizontalPodAutoscaler>(&*document.resource))
            check.check(document, *scaler);
    }
}

}  // namespace weft::scenarios
