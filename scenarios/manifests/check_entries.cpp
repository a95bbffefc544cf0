#include "scenarios/manifests/check_entries.hpp"

#include "mesh/control/host_names.hpp"

#include <cstddef>
#include <fmt/format.h>
#include <map>
#include <string>
#include <utility>
#include <variant>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

/// What declares a host, and who is told of it.
struct Declared {
    std::string by;  ///< "ServiceEntry 'bank'"
    ResourceKey key;
    ExportTo to;
};

/// Whether those who are told of the later one all know the earlier one, too.
bool hides_declared(const Declared& earlier, const Declared& later) {
    if (earlier.to.empty()) return true;
    return earlier.key.ns == later.key.ns && earlier.to == later.to;
}

}  // namespace

void check_entries(const Documents& documents,
                   const std::vector<Resource>& all,
                   Diagnostics& diagnostics) {
    std::map<std::string, Declared> known;
    for (const Resource& resource : all) {
        const auto* const service = std::get_if<Service>(&resource);
        if (service == nullptr || service->ports.empty() || !service->external_name.empty())
            continue;
        known.try_emplace(service_host(service->meta.name, service->meta.ns),
                          Declared{.by = fmt::format("Service '{}'", service->meta.name),
                                   .key = key_of(resource),
                                   .to = service->export_to});
    }
    for (const Document& document : documents) {
        if (!document.resource) continue;
        const auto* const entry = std::get_if<ServiceEntry>(&*document.resource);
        if (entry == nullptr || entry->ports.empty()) continue;
        const Declared own{.by = fmt::format("ServiceEntry '{}'", entry->meta.name),
                           .key = document.key,
                           .to = entry->export_to};
        for (std::size_t at = 0; at < entry->hosts.size(); ++at) {
            const std::string host = lower_case(entry->hosts[at]);
            const auto [first, is_new] = known.try_emplace(host, own);
            if (is_new || first->second.key == own.key) continue;
            if (!hides_declared(first->second, own)) continue;
            diagnostics.warning(
                place_in(document, {"spec", "hosts", at}),
                fmt::format("host '{}' is declared by {} already: what this ServiceEntry says of "
                            "it is not honoured",
                            entry->hosts[at], first->second.by));
        }
    }
}

}  // namespace weft::scenarios
