// The host that has been idle longest of those in the proxy's queue of idle hosts; any host at
// random if the queue is empty. A host says that it is idle or busy in a report, with an answer or
// on its own; one that reports nothing counts as idle when its attempts of this proxy have ended.
// Weights do not count.
// Source: Lu et al., "Join-Idle-Queue: A Novel Load Balancing Algorithm for Dynamically Scalable
// Web Services", 2011. New hosts are taken for idle, in an order that the instance's seed turns, so
// that proxies which start together do not all begin with the same host. The measure is the
// requests that this proxy has in flight at each host it came by.
#include "mesh/balance/host_memory.hpp"
#include "mesh/balance/load_balancer.hpp"

#include <vector>

namespace weft::mesh::policies {
namespace {

class JoinIdleQueue final : public LoadBalancer {
public:
    explicit JoinIdleQueue(std::uint64_t seed) : seed_(seed) {}

    std::size_t pick(const HostColumns& hosts, const PickContext& context) override {
        while (length_ > 0) {
            const std::uint32_t host = leave_queue();
            context.consider(hosts.id[host], hosts.in_flight[host]);
            if (!memory_[host].idle || hosts.in_flight[host] > 0) continue;
            // It stays until it is seen to be busy: nobody knows yet whether the request is sent.
            join_queue(host);
            return host;
        }
        const std::size_t any = context.draws.below(hosts.size());
        context.consider(hosts.id[any], hosts.in_flight[any]);
        return any;
    }

    void on_hosts(const HostColumns& hosts, Instant /*now*/) override {
        std::vector<HostId> waiting;
        while (length_ > 0) {
            waiting.push_back(ids_[leave_queue()]);
        }
        memory_.follow(hosts.id, State{});
        ids_.assign(hosts.id.begin(), hosts.id.end());
        queue_.assign(hosts.size(), 0);
        front_ = 0;
        for (const HostId id : waiting) {
            if (const State* const host = memory_.find(id)) join_queue(position(*host));
        }
        for (std::size_t turn = 0; turn < hosts.size(); ++turn) {
            const std::size_t host = (seed_ % hosts.size() + turn) % hosts.size();
            if (memory_[host].is_new) join_queue(static_cast<std::uint32_t>(host));
            memory_[host].is_new = false;
        }
    }

    void on_end(HostId host, const AttemptEnd& end, Instant /*now*/) override {
        hear(host, !end.report || end.report->in_flight == 0);
    }

    void on_report(HostId host, const LoadReport& report, Instant /*now*/) override {
        hear(host, report.in_flight == 0);
    }

private:
    struct State {
        bool is_new = true;
        bool idle = true;     ///< As far as the host said.
        bool queued = false;  ///< Has an entry, which is void if it is not idle.
    };

    void hear(HostId id, bool idle) {
        State* const host = memory_.find(id);
        if (host == nullptr) return;
        host->idle = idle;
        if (idle && !host->queued) join_queue(position(*host));
    }

    void join_queue(std::uint32_t host) {
        queue_[(front_ + length_++) % queue_.size()] = host;
        memory_[host].queued = true;
    }

    std::uint32_t leave_queue() {
        const std::uint32_t host = queue_[front_];
        front_ = (front_ + 1) % queue_.size();
        --length_;
        memory_[host].queued = false;
        return host;
    }

    std::uint32_t position(const State& host) const {
        return static_cast<std::uint32_t>(memory_.position_of(host));
    }

    std::uint64_t seed_;
    HostMemory<State> memory_;
    std::vector<HostId> ids_;
    std::vector<std::uint32_t> queue_;  ///< Positions, around the end: each host has one at most.
    std::size_t front_ = 0;
    std::size_t length_ = 0;
};

}  // namespace

BalancerKind join_idle_queue() {
    return {
        .name = "join_idle_queue",
        .summary = "a host that said it is idle, else any at random",
        .by_weight = false,
        .compares_hosts = true,
        .reads_reports = true,
        .make = [](Settings& /*settings*/, std::uint64_t seed) -> std::unique_ptr<LoadBalancer> {
            return std::make_unique<JoinIdleQueue>(seed);
        },
    };
}

}  // namespace weft::mesh::policies
