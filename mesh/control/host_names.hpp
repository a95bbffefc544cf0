#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::mesh::control {

/// Host names mean the same in any case; here they are kept and compared in lower case. Only ASCII
/// letters occur in them.
std::string lower_case(std::string_view host);

/// "reviews.default.svc.cluster.local": what a Service is called wherever names are compared.
std::string service_host(std::string_view name, std::string_view ns);

/// A Service in its namespace.
struct ServiceName {
    std::string name;
    std::string ns;

    friend bool operator==(const ServiceName&, const ServiceName&) = default;
};

/// The Service that an app of this namespace may mean by "cart", "cart.shop", "cart.shop.svc" or
/// the whole name; nothing if no Service can be called so. The host is without a port.
std::optional<ServiceName> service_meant(std::string_view host, std::string_view ns);

/// The full name that a rule of this namespace means by a host. Only a name without a dot is short;
/// "reviews.prod" is taken as it stands, as the reference mesh does.
std::string resolve_host(std::string_view host, std::string_view ns);

/// "shop/front": the full name of a gateway that a rule of this namespace names, or "mesh".
std::string gateway_name(std::string_view written, std::string_view ns);

bool is_wildcard(std::string_view host);

/// Whether "*.example.com" stands for this host. The star takes at least one character.
bool wildcard_covers(std::string_view wildcard, std::string_view host);

/// Something for each host name; a name that is not there itself gets what the longest wildcard
/// that covers it has.
template <class Value>
class ByHost {
public:
    /// False if the host is taken: the first one stays.
    bool add(const std::string& host, Value value) {
        if (!exact_.emplace(host, value).second) return false;
        if (is_wildcard(host)) {
            const auto place = std::upper_bound(
                wildcards_.begin(), wildcards_.end(), host,
                [](const auto& a, const auto& b) { return a.size() > b.first.size(); });
            wildcards_.insert(place, {host, value});
        }
        return true;
    }

    const Value* find(std::string_view host) const {
        const auto exact = exact_.find(host);
        if (exact != exact_.end()) return &exact->second;
        for (const auto& [wildcard, value] : wildcards_) {
            if (wildcard_covers(wildcard, host)) return &value;
        }
        return nullptr;
    }

private:
    std::map<std::string, Value, std::less<>> exact_;
    std::vector<std::pair<std::string, Value>> wildcards_;  ///< Longest first.
};

}  // namespace weft::mesh::control
