#pragma once

#include "mesh/balance/balancer_registry.hpp"
#include "mesh/base/settings.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh::tests {

/// Hosts for a test: number i is 10.0.0.i:80 and has endpoint id i.
class HostList {
public:
    explicit HostList(const std::vector<std::uint32_t>& weights) {
        for (std::uint32_t number = 0; number < weights.size(); ++number) {
            add(number, weights[number]);
        }
    }

    static HostList alike(std::size_t count) {
        return HostList{std::vector<std::uint32_t>(count, 1)};
    }

    void add(std::uint32_t number, std::uint32_t host_weight, Instant joined = {}) {
        id.emplace_back(number);
        weight.push_back(host_weight);
        in_flight.push_back(0);
        since.push_back(joined);
        key.push_back("10.0.0." + std::to_string(number) + ":80");
    }

    void remove(std::size_t position) {
        const auto at = static_cast<std::ptrdiff_t>(position);
        id.erase(id.begin() + at);
        weight.erase(weight.begin() + at);
        in_flight.erase(in_flight.begin() + at);
        since.erase(since.begin() + at);
        key.erase(key.begin() + at);
    }

    /// Valid until the next change or call.
    HostColumns columns() {
        key_views_.assign(key.begin(), key.end());
        return {.id = id,
                .weight = weight,
                .in_flight = in_flight,
                .hash_key = key_views_,
                .since = since};
    }

    std::vector<HostId> id;
    std::vector<std::uint32_t> weight;
    std::vector<std::uint32_t> in_flight;
    std::vector<Instant> since;
    std::vector<std::string> key;

private:
    std::vector<std::string_view> key_views_;
};

inline std::unique_ptr<LoadBalancer> make_balancer(std::string_view name,
                                                   const TextSettings::Values& values = {},
                                                   std::uint64_t seed = 0) {
    const BalancerRegistry registry = built_in_balancers();
    const BalancerKind* const kind = registry.find(name);
    REQUIRE(kind != nullptr);
    TextSettings settings{values};
    return kind->make(settings, seed);
}

/// Positions of the next `count` picks, the hosts' load as it is.
inline std::vector<std::size_t> picks(LoadBalancer& balancer,
                                      HostList& hosts,
                                      Draws& draws,
                                      std::size_t count) {
    std::vector<std::size_t> picked;
    while (picked.size() < count) {
        const std::uint64_t first_draw = draws.next();
        const PickContext context{.now = {}, .draws = draws, .first_draw = first_draw};
        picked.push_back(balancer.pick(hosts.columns(), context));
    }
    return picked;
}

inline std::vector<std::size_t> picks(LoadBalancer& balancer, HostList& hosts, std::size_t count) {
    Draws draws{1};
    return picks(balancer, hosts, draws, count);
}

/// What one pick considers from these draws, the hosts' load as it is: the measure of each host, in
/// the order of the hosts. Requires that it considers all of them once.
inline std::vector<double> measures(LoadBalancer& balancer,
                                    HostList& hosts,
                                    const std::vector<std::uint64_t>& numbers = {},
                                    Instant now = {}) {
    DrawList list{numbers};
    Draws draws{list};
    std::vector<ConsideredHost> considered;
    const std::size_t picked = balancer.pick(
        hosts.columns(), {.now = now, .draws = draws, .first_draw = 0, .considered = &considered});
    CHECK(picked < hosts.id.size());
    REQUIRE(considered.size() == hosts.id.size());
    std::vector<double> found;
    for (const HostId id : hosts.id) {
        const auto its = std::ranges::find(considered, id, &ConsideredHost::host);
        REQUIRE(its != considered.end());
        found.push_back(its->measure);
    }
    return found;
}

/// How often each host was picked.
inline std::vector<std::size_t> counts(const std::vector<std::size_t>& picked, std::size_t hosts) {
    std::vector<std::size_t> found(hosts, 0);
    for (const std::size_t host : picked) {
        ++found[host];
    }
    return found;
}

}  // namespace weft::mesh::tests
