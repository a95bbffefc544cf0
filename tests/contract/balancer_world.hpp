#pragma once

#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace weft::mesh::tests {

/// Asks a promise of every balancer in mesh/balance/policies/.
template <class Promise>
void for_every_kind(const Promise& promise) {
    const BalancerRegistry registry = built_in_balancers();
    REQUIRE_FALSE(registry.kinds().empty());
    for (const auto& [name, kind] : registry.kinds()) {
        CAPTURE(name);
        promise(kind);
    }
}

inline std::unique_ptr<LoadBalancer> make(const BalancerKind& kind, std::uint64_t seed = 7) {
    const TextSettings::Values none;
    TextSettings settings{none};
    return kind.make(settings, seed);
}

/// Uses a balancer as a proxy would: a number of picks is in flight, the oldest ends when there
/// are more, probes are answered at once. Ends reach the balancer of hosts that have left, too.
class BalancerWorld {
public:
    BalancerWorld(LoadBalancer& balancer, HostList& hosts, std::size_t most_in_flight = 3)
        : balancer_(&balancer), hosts_(&hosts), most_in_flight_(most_in_flight) {
        asked_.reserve(64);
    }

    /// Positions picked.
    std::vector<std::size_t> serve(Draws& draws, std::size_t requests) {
        std::vector<std::size_t> picked;
        const HostColumns columns = hosts_->columns();
        for (std::size_t request = 0; request < requests; ++request) {
            picked.push_back(serve_one(columns, draws));
        }
        return picked;
    }

    /// From now on picks append the hosts that they compare.
    void explain_to(std::vector<ConsideredHost>& considered) { considered_ = &considered; }

    std::size_t serve_one(const HostColumns& columns, Draws& draws) {
        using namespace std::chrono_literals;
        now_ += 1ms;
        const std::uint64_t first_draw = draws.next();
        PickContext context{
            .now = now_, .draws = draws, .first_draw = first_draw, .considered = considered_};
        if (served_ % 2 == 0) context.request_hash = first_draw ^ 0x9e37U;
        context.attempt = static_cast<std::uint32_t>(served_++ % 3);
        const std::size_t picked = balancer_->pick(columns, context);
        REQUIRE(picked < columns.size());
        ++hosts_->in_flight[picked];
        answer_probes(columns, draws);
        in_flight_.push_back(columns.id[picked]);
        if (in_flight_.size() > most_in_flight_) end_oldest();
        return picked;
    }

    void end_all() {
        while (!in_flight_.empty()) {
            end_oldest();
        }
    }

    Instant now() const { return now_; }

private:
    LoadReport report_of(HostId host) const {
        using namespace std::chrono_literals;
        const auto found = std::ranges::find(hosts_->id, host);
        if (found == hosts_->id.end()) return {};
        LoadReport report;
        report.in_flight = hosts_->in_flight[static_cast<std::size_t>(found - hosts_->id.begin())];
        report.utilization = 0.5;
        report.requests_per_second = 100;
        report.latency = 2ms;
        report.service_time = 1ms;
        return report;
    }

    void answer_probes(const HostColumns& columns, Draws& draws) {
        asked_.clear();
        balancer_->probes(columns, draws, asked_);
        for (const HostId host : asked_) {
            REQUIRE(std::ranges::find(columns.id, host) != columns.id.end());
            balancer_->on_report(host, report_of(host), now_);
        }
    }

    void end_oldest() {
        using namespace std::chrono_literals;
        const HostId host = in_flight_.front();
        in_flight_.pop_front();
        const auto found = std::ranges::find(hosts_->id, host);
        if (found != hosts_->id.end()) {
            std::uint32_t& count =
                hosts_->in_flight[static_cast<std::size_t>(found - hosts_->id.begin())];
            if (count > 0) --count;  // A host that came back has none of them.
        }
        AttemptEnd end{.result = AttemptEnd::Result::success, .latency = 3ms, .report = {}};
        if (served_ % 2 == 0) end.report = report_of(host);
        balancer_->on_end(host, end, now_);
    }

    LoadBalancer* balancer_;
    HostList* hosts_;
    std::size_t most_in_flight_;
    std::size_t served_ = 0;
    Instant now_{};
    std::deque<HostId> in_flight_;
    std::vector<HostId> asked_;
    std::vector<ConsideredHost>* considered_ = nullptr;
};

/// The picks of a new balancer over 300 requests. With `considered` they are explained.
inline std::vector<std::size_t> run_from_seed(const BalancerKind& kind,
                                              HostList hosts,
                                              std::uint64_t seed,
                                              std::vector<ConsideredHost>* considered = nullptr) {
    const auto balancer = make(kind);
    balancer->on_hosts(hosts.columns(), Instant{});
    Draws draws{seed, "contract"};
    BalancerWorld world{*balancer, hosts};
    if (considered != nullptr) world.explain_to(*considered);
    return world.serve(draws, 300);
}

}  // namespace weft::mesh::tests
