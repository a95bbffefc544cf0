#include "mesh/pool/connection_binding.hpp"

#include <cassert>

namespace weft::mesh {

HostId ConnectionBinding::bind(ConnectionId connection,
                               std::span<const HostId> hosts,
                               Draws& draws) {
    assert(!hosts.empty());
    const std::uint64_t number = choice_ == Choice::random ? draws.next() : next_++;
    const HostId host = hosts[host_of_number(number, hosts.size())];
    if (connection.slot >= bound_.size()) bound_.resize(std::size_t{connection.slot} + 1);
    bound_[connection.slot] = {host, connection.life};
    return host;
}

std::optional<HostId> ConnectionBinding::host_of(ConnectionId connection) const {
    if (connection.slot >= bound_.size()) return std::nullopt;
    const Bound& bound = bound_[connection.slot];
    return bound.life == connection.life ? bound.host : std::nullopt;
}

void ConnectionBinding::release(ConnectionId connection) {
    if (host_of(connection)) bound_[connection.slot].host.reset();
}

}  // namespace weft::mesh
