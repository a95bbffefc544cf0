#include "mesh/route/route_table.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace weft::mesh {

RouteTable::RouteTable(std::vector<VirtualHost> hosts) : hosts_(std::move(hosts)) {
    std::set<std::string> seen;
    for (std::size_t host = 0; host < hosts_.size(); ++host) {
        for (const std::string& written : hosts_[host].domains) {
            const std::string domain = to_lower_case(written);
            if (!seen.insert(domain).second) {
                throw std::invalid_argument("domain '" + domain + "' of virtual host '" +
                                            hosts_[host].name + "' is taken already");
            }
            add_domain(domain, host);
        }
    }

    const auto longer = [](const Domain& a, const Domain& b) {
        return a.first.size() != b.first.size() ? a.first.size() > b.first.size() : a < b;
    };
    std::sort(exact_.begin(), exact_.end());
    std::sort(suffix_.begin(), suffix_.end(), longer);
    std::sort(prefix_.begin(), prefix_.end(), longer);
}

void RouteTable::add_domain(const std::string& domain, std::size_t host) {
    if (domain == "*") {
        any_ = host;
    } else if (domain.starts_with('*')) {
        suffix_.emplace_back(domain.substr(1), host);
    } else if (domain.ends_with('*')) {
        prefix_.emplace_back(domain.substr(0, domain.size() - 1), host);
    } else {
        exact_.emplace_back(domain, host);
    }
}

std::optional<std::size_t> RouteTable::position_of(std::string_view name) const {
    const auto exact = std::lower_bound(
        exact_.begin(), exact_.end(), name,
        [](const Domain& domain, std::string_view wanted) { return domain.first < wanted; });
    if (exact != exact_.end() && exact->first == name) return exact->second;

    for (const auto& [suffix, host] : suffix_) {
        if (name.size() > suffix.size() && name.ends_with(suffix)) return host;
    }
    for (const auto& [prefix, host] : prefix_) {
        if (name.size() > prefix.size() && name.starts_with(prefix)) return host;
    }
    return any_;
}

const VirtualHost* RouteTable::find_host(std::string_view authority) const {
    const auto position = position_of(to_lower_case(authority));
    return position ? &hosts_[*position] : nullptr;
}

const Route* RouteTable::find(const RequestHead& head) const {
    const VirtualHost* const host = find_host(head.authority);
    if (host == nullptr) return nullptr;
    const auto route =
        std::find_if(host->routes.begin(), host->routes.end(),
                     [&head](const Route& candidate) { return candidate.matches_request(head); });
    return route == host->routes.end() ? nullptr : &*route;
}

}  // namespace weft::mesh
