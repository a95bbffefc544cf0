#include "mesh/base/settings.hpp"
#include "sim/world/control_link.hpp"
#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"
#include "sim/world/mishaps.hpp"
#include "sim/world/pod_agents.hpp"
#include "sim/world/trust.hpp"
#include "sim/world/world.hpp"

#include <algorithm>
#include <cassert>
#include <xxhash.h>

namespace weft::sim {
namespace {

std::uint32_t load_key(const std::string& id) {
    return static_cast<std::uint32_t>(XXH64(id.data(), id.size(), 0));
}

}  // namespace

/// Without a client and without requests.
World::Load& World::add_load(const LoadPlan& plan) {
    Load& load = *loads_.emplace_back(std::make_unique<Load>());
    load.plan = plan;
    load.number = facts_.number(observe::NameKind::load, plan.id);
    load.key = load_key(plan.id);
    load.position = static_cast<std::uint32_t>(loads_.size() - 1);
    load.destination = called_service(plan.to);
    double total = 0;
    for (const auto& variant : plan.mix)
        total += variant.weight;
    double reached = 0;
    for (const auto& variant : plan.mix) {
        mesh::RequestHead head = variant.head;
        head.authority = plan.host.empty() ? plan.to : plan.host;
        load.shapes.push_back(shapes_.intern(head));
        reached += variant.weight;
        load.shares.push_back(reached / total);
    }
    return load;
}

void World::build_loads() {
    for (const LoadPlan& plan : plan_.loads) {
        Load& load = add_load(plan);
        Pod& client = add_pod(plan.from + "-" + plan.id, "default");
        load.client = &client;
        client.canonical_service = plan.from;
        client.object.meta.labels = {{"app", plan.from}};
        trust_->introduce(client, plan);
        client.service = facts_.number(observe::NameKind::service, plan.from);
        client.object.zone = plan.zone.empty() ? plan_.cluster.zones.front().zone : plan.zone;
        client.zone = network_.zone(client.object.zone);
        client.object.workload = plan.from;
        stand_outside(client, plan.to);
        label_pod(client);
        link_->connect(client);
        start_load(load);
    }
}

void World::start_load(Load& load) {
    const LoadPlan& plan = load.plan;
    const std::uint32_t load_number = load.position;
    if (plan.arrivals) {
        const ArrivalKind* const kind = plan_.arrivals.find(plan.arrivals->name);
        assert(kind != nullptr);
        mesh::TextSettings settings{plan.arrivals->parameters};
        load.arrivals = kind->make(plan.arrivals->rate, settings);
        load.next = plan.start;
        return schedule_arrival(load, load_number);
    }
    load.think.emplace(plan.users->think);
    for (std::uint32_t user = 0; user < plan.users->count; ++user) {
        // Users begin at moments spread by their own thinking, not all at once.
        mesh::Draws draws{plan_.seed, plan.id + "/user/" + std::to_string(user)};
        mesh::Draws think = draws.of(mesh::Purpose::think_time);
        const Instant first = plan.start + (*load.think)(think);
        users_.push_back(
            {.load = load_number, .number = user, .sent = 0, .thinks_until = first, .due = first});
        events_.at(first, EventKind::user_returns, static_cast<Handle>(users_.size() - 1));
    }
}

void World::schedule_arrival(Load& load, std::uint32_t load_number) {
    load.next_root = mesh::root_seed(plan_.seed, load.key, load.sent);
    mesh::Draws draws =
        mesh::Draws{mesh::RequestKey{.root = load.next_root}}.of(mesh::Purpose::arrival);
    load.next += environment_.gap(LoadId{load_number}, load.arrivals->gap(load.next, draws));
    load.due = Mishaps::due_of(load, environment_, now_);
    if (load.due != never) events_.at(load.due, EventKind::arrival, load_number);
}

void World::on_arrival(std::uint32_t load_number) {
    Load& load = *loads_[load_number];
    if (load.due != now_) return;  // A fault has moved it.
    const std::uint64_t number = load.sent++;
    const std::uint64_t root = load.next_root;
    schedule_arrival(load, load_number);
    send_root(load, *load.client, {.number = number, .load = load_number}, root, no_user);
}

void World::on_user(Handle user) {
    User& who = users_[user];
    if (who.due != now_) return;  // A fault has moved it.
    who.due = Instant::min();
    Load& load = *loads_[who.load];
    if (load.plan.end && now_ >= *load.plan.end) return;
    const std::uint64_t number = (std::uint64_t{who.number} << user_bits) + who.sent++;
    send_root(load, *load.client, {.number = number, .load = who.load},
              mesh::root_seed(plan_.seed, load.key, number), user);
}

void World::send_root(
    Load& load, Pod& client, const RootRequest& request, std::uint64_t root, std::uint32_t user) {
    ++root_requests_;
    ++load.begun;
    Call& call = new_call(Call::Kind::root, client, mesh::RequestKey{.root = root});
    call.root = request;
    call.root.sampled = plan_.span_every > 0 && root % plan_.span_every == 0;
    call.step = user;
    call.destination = load.destination;
    std::size_t variant = 0;
    if (load.shapes.size() > 1) {
        const double share = call.draws().of(mesh::Purpose::payload).unit();
        while (variant + 1 < load.shares.size() && share >= load.shares[variant])
            ++variant;
    }
    call.shape = load.shapes[variant];
    if (call.root.sampled) call.span = next_span_++;
    if (!environment_.loads_are_calm()) mishaps_->set_keys(call);
    if (load.plan.timeout) set_patience(call, *load.plan.timeout);
    begin_call(call);
}

void World::end_root(const Call& call, std::uint16_t status) {
    Load& load = *loads_[call.root.load];
    ++load.ended;
    facts_.add(observe::RequestEnd{.sent = call.sent,
                                   .ended = now_,
                                   .number = call.root.number,
                                   .load = load.number,
                                   .status = status,
                                   .flags = call.stream.flags});
    if (call.step == no_user) return;
    if (call.step == app_start) return agents_->on_start_tried(*call.proxy, status);
    mesh::Draws draws = call.draws().of(mesh::Purpose::think_time);
    const LoadId id{call.root.load};
    User& who = users_[call.step];
    who.thinks_until = now_ + environment_.gap(id, (*load.think)(draws));
    who.due = environment_.sent(id, who.thinks_until);
    events_.at(who.due, EventKind::user_returns, call.step);
}

}  // namespace weft::sim
