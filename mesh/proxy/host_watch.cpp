#include "mesh/proxy/host_watch.hpp"

#include <algorithm>
#include <utility>

namespace weft::mesh {

void HostWatch::on_hosts(const std::vector<HostId>& hosts) {
    std::vector<Host> before = std::exchange(hosts_, {});
    for (const HostId id : hosts) {
        const auto known = std::ranges::find(before, id, &Host::id);
        if (known != before.end()) {
            hosts_.push_back(std::move(*known));
            continue;
        }
        Host& host = hosts_.emplace_back(Host{.id = id, .circuit = {}, .check = {}});
        if (accrual_) host.circuit.emplace(*accrual_);
        if (checks_) host.check.emplace(*checks_);
    }
}

bool HostWatch::allows(std::size_t position, Instant now) const {
    const Host& host = hosts_[position];
    if (host.circuit && !host.circuit->permits(now)) return false;
    return !host.check || host.check->healthy();
}

}  // namespace weft::mesh
