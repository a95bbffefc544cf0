#include "mesh/route/route_table.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <stdexcept>

namespace weft::mesh {
namespace {

constexpr std::uint64_t largest_total_weight = std::numeric_limits<std::uint32_t>::max();

std::optional<std::string> mistake_in(const RouteMatch& match) {
    const auto of = [](const std::optional<StringMatch>& text) {
        return text ? mesh::mistake_in(*text) : std::nullopt;
    };
    if (auto mistake = of(match.path)) return mistake;
    if (auto mistake = of(match.method)) return mistake;
    if (auto mistake = of(match.authority)) return mistake;
    for (const HeaderMatch& header : match.headers) {
        if (auto mistake = mesh::mistake_in(header.value)) return mistake;
    }
    for (const QueryMatch& query : match.queries) {
        if (auto mistake = mesh::mistake_in(query.value)) return mistake;
    }
    return std::nullopt;
}

std::optional<std::string> mistake_in(const Route& route) {
    const std::uint64_t total = total_weight(route.clusters);
    if (total > largest_total_weight) return "its weights sum to more than 2^32 - 1";
    if (total == 0 && !route.clusters.empty()) return "its weights sum to 0";
    for (const RouteMatch& match : route.matches) {
        if (auto mistake = mistake_in(match)) return mistake;
    }
    return std::nullopt;
}

[[noreturn]] void reject(const std::string& what, const std::string& name, const std::string& why) {
    throw std::invalid_argument(what + " '" + name + "': " + why);
}

}  // namespace

RouteTable::RouteTable(std::vector<VirtualHost> hosts, Ports ports)
    : hosts_(std::move(hosts)), ports_(ports) {
    for (const VirtualHost& host : hosts_) {
        for (const Route& route : host.routes) {
            if (const auto mistake = mistake_in(route)) reject("route", route.name, *mistake);
        }
    }
    std::set<std::string> seen;
    for (std::size_t host = 0; host < hosts_.size(); ++host) {
        for (const std::string& written : hosts_[host].domains) {
            const std::string domain = to_lower_case(written);
            if (domain.empty()) reject("virtual host", hosts_[host].name, "a domain is empty");
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
    if (ports_ == Ports::ignored) authority = without_port(authority);
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

std::string_view without_port(std::string_view authority) {
    const std::size_t colon = authority.rfind(':');
    const std::size_t bracket = authority.rfind(']');
    const bool in_brackets = bracket != std::string_view::npos && colon < bracket;
    return in_brackets ? authority : authority.substr(0, colon);
}

}  // namespace weft::mesh
