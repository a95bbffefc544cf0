#pragma once

#include "mesh/request/head.hpp"
#include "mesh/route/route.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weft::mesh {

/// The rules of a set of host names.
struct VirtualHost {
    std::string name{};
    std::vector<std::string> domains{};  ///< Exact, "*.suffix", "prefix.*" or "*", in any case.
    std::vector<Route> routes{};         ///< The first that matches is taken.
};

/// Where requests go, for one listener. Built once, then only read.
class RouteTable {
public:
    /// Throws std::invalid_argument if two virtual hosts claim one domain.
    explicit RouteTable(std::vector<VirtualHost> hosts);

    /// Exact name, then the longest suffix wildcard, the longest prefix wildcard, "*"; null if
    /// none. A wildcard stands for at least one character. The port is a part of the name.
    const VirtualHost* find_host(std::string_view authority) const;

    /// The rule that takes the request, or null. Only the best virtual host is asked.
    const Route* find(const RequestHead& head) const;

    const std::vector<VirtualHost>& hosts() const { return hosts_; }

private:
    /// A domain in lower case, without its '*', and the position of its virtual host.
    using Domain = std::pair<std::string, std::size_t>;

    void add_domain(const std::string& domain, std::size_t host);
    std::optional<std::size_t> position_of(std::string_view name) const;

    std::vector<VirtualHost> hosts_;
    std::vector<Domain> exact_;   ///< Sorted by name.
    std::vector<Domain> suffix_;  ///< Longest first.
    std::vector<Domain> prefix_;  ///< Longest first.
    std::optional<std::size_t> any_;
};

}  // namespace weft::mesh
