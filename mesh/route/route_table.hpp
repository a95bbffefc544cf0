#pragma once

#include "mesh/request/head.hpp"
#include "mesh/route/name_index.hpp"
#include "mesh/route/route.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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
    /// Whether "shop:8080" is another name than "shop", or the same host at any port.
    enum class Ports { part_of_name, ignored };

    /// Throws std::invalid_argument if a domain is empty or claimed twice, or if a rule has
    /// clusters whose weights sum to 0 or to more than 2^32 - 1, or a match that cannot be used.
    explicit RouteTable(std::vector<VirtualHost> hosts, Ports ports = Ports::part_of_name);

    /// Another name of what a table has as `of`. Both are exact names in lower case.
    struct OtherName {
        std::string name;
        std::string of;

        friend bool operator==(const OtherName&, const OtherName&) = default;
    };

    /// The hosts of a table under more names. A name that several would have is that of the first
    /// host in the table, and among these of the first that is given; another name of nothing is
    /// left out. Requires that the table is not made so itself.
    RouteTable(std::shared_ptr<const RouteTable> table, const std::vector<OtherName>& more);

    /// Exact name, then the longest suffix wildcard, the longest prefix wildcard, "*"; null if
    /// none. A wildcard stands for at least one character.
    const VirtualHost* find_host(std::string_view authority) const;

    /// The rule that takes the request, or null. Only the best virtual host is asked.
    const Route* find(const RequestHead& head) const;

    const std::vector<VirtualHost>& hosts() const { return table_ ? table_->hosts_ : hosts_; }
    Ports ports() const { return ports_; }

private:
    std::optional<std::size_t> position_of(std::string_view name) const;

    std::shared_ptr<const RouteTable> table_{};  ///< Whose hosts these are; null: its own.
    std::vector<VirtualHost> hosts_;
    Ports ports_;
    NameIndex exact_;
    StemIndex suffix_;
    StemIndex prefix_;
    std::optional<std::size_t> any_;
};

/// The authority without its port, which follows the last ':' unless that is inside the brackets of
/// an IPv6 address.
std::string_view without_port(std::string_view authority);

}  // namespace weft::mesh
