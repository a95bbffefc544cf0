#include "sim/world/control_link.hpp"
#include "sim/world/load.hpp"
#include "sim/world/name_service.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <string>

namespace weft::sim {
namespace {

/// What one pod has in hand, found by looking at all works.
struct InHand {
    std::uint64_t waiting = 0;
    std::uint64_t waited = 0;  ///< Nanoseconds, by those that are waiting.
    std::uint64_t workers = 0;
    std::uint64_t inbound = 0;  ///< That a limit of its proxy counts.
};

bool is_at_pod(const Work& work) {
    return work.phase == Work::Phase::asked_about || work.phase == Work::Phase::queued ||
           work.phase == Work::Phase::running || work.phase == Work::Phase::waiting ||
           work.phase == Work::Phase::swallowed;
}

bool has_ended(const Work& work) {
    return work.phase == Work::Phase::free || work.phase == Work::Phase::dead;
}

}  // namespace

void World::line_up(Pod& pod, Work& work) {
    pod.waits.changes(pod.queue.size(), now_);
    work.queued = now_;
    pod.queue.push(work);
}

/// Who came first, or last. Requires that somebody waits.
Work& World::take_from_line(Pod& pod, bool newest) {
    pod.waits.changes(pod.queue.size(), now_);
    Work& work = newest ? pod.queue.pop_newest() : pod.queue.pop();
    pod.waits.leaves(work.queued, now_);
    return work;
}

void World::leave_line(Pod& pod, Work& work) {
    pod.waits.changes(pod.queue.size(), now_);
    pod.queue.remove(work);
    pod.waits.leaves(work.queued, now_);
}

void World::clear_line(Pod& pod) {
    while (!pod.queue.empty())
        take_from_line(pod);
}

void World::check_books() {
    const std::vector<std::string> broken = audit();
    if (!broken.empty()) throw Imbalance{broken};
}

/// Looks at all that a world has, between two events.
class World::Auditor {
public:
    explicit Auditor(World& world) : world_(world) {}

    std::vector<std::string> broken();

private:
    void check_requests();
    void check_pods();
    void check_proxies();
    void check_connections();

    World& world_;
    Audit audit_;
};

std::vector<std::string> World::audit() {
    return Auditor{*this}.broken();
}

std::vector<std::string> World::Auditor::broken() {
    check_requests();
    check_pods();
    check_proxies();
    check_connections();
    const Books& books = world_.books_;
    const std::uint64_t lookups = world_.names_ == nullptr ? 0 : world_.names_->lookups_on_way();
    audit_.check("retries that wait for their time", "", books.retries_asked,
                 books.retries_tried + books.retries_given_up, world_.alarms_.in_use() - lookups);
    std::uint64_t there = 0;
    for (const auto& pod : world_.pods_)
        there += pod->owner != nullptr && pod->stage != PodStage::gone ? 1U : 0U;
    audit_.check("pods", "", books.pods_created, books.pods_gone, there);
    audit_.check("configurations on their way", "", books.pushes_begun, books.pushes_over,
                 world_.link_->configs_on_way());
    const mesh::control::PushQueue& pushes = world_.discovery_.queue();
    audit_.check("nanoseconds in the queue of pushes", "", pushes.waited(world_.now_), 0,
                 pushes.waited_by_those_there(world_.now_));
    audit_.check("news for the control plane", "", books.news_sent, books.news_heard,
                 world_.link_->news_on_way());
    return audit_.broken();
}

/// Requests of loads, calls of apps, and the attempts that calls are made of.
void World::Auditor::check_requests() {
    std::vector<std::uint64_t> roots(world_.loads_.size());
    std::uint64_t calls = 0;
    std::uint64_t attempts_of_calls = 0;
    for (Handle handle = 0; handle < world_.calls_.made(); ++handle) {
        const Call& call = world_.calls_[handle];
        if (call.kind == Call::Kind::free) continue;
        ++calls;
        attempts_of_calls += call.stream.sent();
        if (call.kind == Call::Kind::root) ++roots[call.root.load];
    }
    for (std::size_t at = 0; at < world_.loads_.size(); ++at) {
        const Load& load = *world_.loads_[at];
        audit_.check("requests of", load.plan.id, load.begun, load.ended, roots[at]);
    }
    audit_.check("calls", "", world_.books_.calls_begun, world_.books_.calls_ended, calls);
    audit_.check("attempts that proxies count", "", world_.books_.attempts_sent,
                 world_.books_.attempts_counted, attempts_of_calls);
    audit_.check("records of calls", "", world_.calls_.in_use(), 0, calls);

    std::uint64_t attempts = 0;
    std::uint64_t late = 0;  // Of attempts that are over, but for an event.
    for (Handle handle = 0; handle < world_.works_.made(); ++handle) {
        const Work& work = world_.works_[handle];
        if (!has_ended(work)) ++attempts;
        if (work.phase == Work::Phase::dead) ++late;
    }
    audit_.check("attempts", "", world_.books_.attempts_sent,
                 world_.books_.attempts_answered + world_.books_.attempts_reset +
                     world_.books_.attempts_withdrawn,
                 attempts);
    audit_.check("records of attempts", "", world_.works_.in_use(), late, attempts);
}

/// Workers and queues. Little's law holds for each queue, to the nanosecond.
void World::Auditor::check_pods() {
    std::vector<InHand> pods(world_.pods_.size());
    for (Handle handle = 0; handle < world_.works_.made(); ++handle) {
        const Work& work = world_.works_[handle];
        if (has_ended(work)) continue;
        InHand& in_hand = pods[work.pod->id.number()];
        if (work.holds_worker) ++in_hand.workers;
        const Pod& pod = *work.pod;
        if (is_at_pod(work) && pod.sidecar.counts_inbound(work.inbound)) ++in_hand.inbound;
        if (work.phase != Work::Phase::queued) continue;
        ++in_hand.waiting;
        in_hand.waited += static_cast<std::uint64_t>((world_.now_ - work.queued).count());
    }
    for (const auto& pod : world_.pods_) {
        const InHand& in_hand = pods[pod->id.number()];
        const std::uint32_t length = pod->queue.size();
        audit_.check("works that wait at", pod->name, length, 0, in_hand.waiting);
        audit_.check("nanoseconds in the queue of", pod->name, pod->waits.area(length, world_.now_),
                     pod->waits.spent(), in_hand.waited);
        audit_.check("busy workers of", pod->name, pod->busy, 0, in_hand.workers);
        audit_.check("inbound requests of", pod->name, pod->sidecar.inbound_counted(), 0,
                     in_hand.inbound);
    }
}

/// What proxies count is what their requests in progress hold.
void World::Auditor::check_proxies() {
    std::vector<mesh::InProgress> held(world_.pods_.size());
    for (Handle handle = 0; handle < world_.calls_.made(); ++handle) {
        const Call& call = world_.calls_[handle];
        if (call.kind == Call::Kind::free) continue;
        call.proxy->sidecar.add_held(call.stream, world_.now_, held[call.proxy->id.number()]);
    }
    for (const auto& [key, connection] : world_.open_connections_)
        ++held[key.first].connections;
    for (const auto& pod : world_.pods_) {
        const mesh::InProgress counted = pod->sidecar.counted(world_.now_);
        const mesh::InProgress& holds = held[pod->id.number()];
        if (counted == holds) continue;
        audit_.check("streams of", pod->name, counted.streams, 0, holds.streams);
        audit_.check("requests without a host of", pod->name, counted.waiting, 0, holds.waiting);
        audit_.check("limited requests of", pod->name, counted.requests, 0, holds.requests);
        audit_.check("limited pending requests of", pod->name, counted.pending, 0, holds.pending);
        audit_.check("limited retries of", pod->name, counted.retries, 0, holds.retries);
        audit_.check("limited connections of", pod->name, counted.connections, 0,
                     holds.connections);
        audit_.check("requests at hosts of", pod->name, counted.at_hosts, 0, holds.at_hosts);
        audit_.check("nanoseconds without a host of", pod->name, counted.waited, 0, holds.waited);
        audit_.check("nanoseconds without a connection of", pod->name, counted.waited_at_pool, 0,
                     holds.waited_at_pool);
    }
}

/// Connections that are open, and what the pods at their ends have in hand of them.
void World::Auditor::check_connections() {
    audit_.check("connections", "", world_.books_.connections_opened,
                 world_.books_.connections_closed, world_.open_connections_.size());
    if (world_.open_connections_.empty()) return;
    std::map<std::pair<std::uint32_t, mesh::ConnectionNumber>, std::uint64_t> at_pod;
    for (Handle handle = 0; handle < world_.works_.made(); ++handle) {
        const Work& work = world_.works_[handle];
        if (work.connection == 0 || !is_at_pod(work)) continue;
        ++at_pod[{work.proxy->id.number(), mesh::ConnectionNumber{work.connection}}];
    }
    for (const auto& [key, connection] : world_.open_connections_) {
        if (!connection->is_known_to_pod) continue;
        const auto found = at_pod.find(key);
        audit_.check("requests on a connection of", connection->proxy->name, connection->at_pod, 0,
                     found == at_pod.end() ? 0 : found->second);
    }
}

}  // namespace weft::sim
