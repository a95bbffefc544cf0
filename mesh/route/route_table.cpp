#include "mesh/route/route_table.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <limits>
#include <set>
#include <stdexcept>
#include <utility>

namespace weft::mesh {
namespace {

constexpr std::uint64_t largest_total_weight = std::numeric_limits<std::uint32_t>::max();

/// Of a host and its port that are put into lower case without an allocation.
constexpr std::size_t longest_name = 264;

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

/// The domains of a table by their form, in lower case; of wildcards the stem.
struct Domains {
    std::vector<NameIndex::Entry> exact;
    std::vector<NameIndex::Entry> suffix;
    std::vector<NameIndex::Entry> prefix;
    std::optional<std::size_t> any;
    std::set<std::string> seen;

    void add(const std::string& domain, const VirtualHost& host, std::size_t position) {
        if (domain.empty()) reject("virtual host", host.name, "a domain is empty");
        if (!seen.insert(domain).second) {
            throw std::invalid_argument("domain '" + domain + "' of virtual host '" + host.name +
                                        "' is taken already");
        }
        if (domain == "*") {
            any = position;
        } else if (domain.starts_with('*')) {
            suffix.emplace_back(domain.substr(1), position);
        } else if (domain.ends_with('*')) {
            prefix.emplace_back(domain.substr(0, domain.size() - 1), position);
        } else {
            exact.emplace_back(domain, position);
        }
    }
};

}  // namespace

RouteTable::RouteTable(std::vector<VirtualHost> hosts, Ports ports)
    : hosts_(std::move(hosts)), ports_(ports) {
    for (const VirtualHost& host : hosts_) {
        for (const Route& route : host.routes) {
            if (const auto mistake = mistake_in(route)) reject("route", route.name, *mistake);
        }
    }
    Domains domains;
    for (std::size_t host = 0; host < hosts_.size(); ++host) {
        for (const std::string& written : hosts_[host].domains)
            domains.add(to_lower_case(written), hosts_[host], host);
    }
    exact_ = NameIndex{std::move(domains.exact)};
    suffix_ = StemIndex{std::move(domains.suffix), StemIndex::End::suffix};
    prefix_ = StemIndex{std::move(domains.prefix), StemIndex::End::prefix};
    any_ = domains.any;
}

RouteTable::RouteTable(std::shared_ptr<const RouteTable> table, const std::vector<OtherName>& more)
    : table_(std::move(table)), ports_(table_->ports_) {
    assert(table_->table_ == nullptr);
    std::vector<NameIndex::Entry> exact;
    std::set<std::string_view> seen;
    for (const auto& [name, of] : more) {
        const auto position = table_->exact_.find(of);
        const auto taken = table_->exact_.find(name);
        if (!position || (taken && *taken <= *position)) continue;
        if (seen.insert(name).second) exact.emplace_back(name, *position);
    }
    exact_ = NameIndex{std::move(exact)};
}

std::optional<std::size_t> RouteTable::position_of(std::string_view name) const {
    if (const auto position = exact_.find(name)) return position;
    if (table_) return table_->position_of(name);
    if (const auto position = suffix_.find(name)) return position;
    if (const auto position = prefix_.find(name)) return position;
    return any_;
}

const VirtualHost* RouteTable::find_host(std::string_view authority) const {
    if (ports_ == Ports::ignored) authority = without_port(authority);
    const auto host_at = [this](std::optional<std::size_t> position) {
        return position ? &hosts()[*position] : nullptr;
    };
    if (std::none_of(authority.begin(), authority.end(), is_upper_case)) {
        return host_at(position_of(authority));
    }
    std::array<char, longest_name> lower{};
    if (authority.size() > lower.size()) return host_at(position_of(to_lower_case(authority)));
    std::transform(authority.begin(), authority.end(), lower.begin(), to_lower_case_letter);
    return host_at(position_of({lower.data(), authority.size()}));
}

const Route* RouteTable::find(const RequestHead& head) const {
    const VirtualHost* const host = find_host(head.authority);
    if (host == nullptr) return nullptr;
    const RequestView view{head};
    const auto route =
        std::find_if(host->routes.begin(), host->routes.end(),
                     [&view](const Route& candidate) { return candidate.matches_request(view); });
    return route == host->routes.end() ? nullptr : &*route;
}

std::string_view without_port(std::string_view authority) {
    const std::size_t colon = authority.rfind(':');
    const std::size_t bracket = authority.rfind(']');
    const bool in_brackets = bracket != std::string_view::npos && colon < bracket;
    return in_brackets ? authority : authority.substr(0, colon);
}

}  // namespace weft::mesh
