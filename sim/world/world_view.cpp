#include "sim/world/world_view.hpp"

#include "sim/world/event_kinds.hpp"
#include "sim/world/load.hpp"
#include "sim/world/world.hpp"

#include <optional>
#include <string>
#include <utility>

namespace weft::sim {
namespace {

using MessageKind = observe::Message::Kind;

/// Whether people call the pod's app so: "cart" in any namespace, or "cart.shop" in one.
bool is_called(const Pod& pod, const std::string& name) {
    const auto is = [&](const std::string& app) {
        return name == app || name == app + "." + pod.object.meta.ns;
    };
    return is(pod.canonical_service) || is(pod.object.workload);
}

/// As what a message is told of; nothing for events that are none.
std::optional<MessageKind> message_kind_of(EventKind event) {
    switch (event) {
        case EventKind::request_arrives:
            return MessageKind::request;
        case EventKind::answer_arrives:
            return MessageKind::answer;
        case EventKind::reset_arrives:
            return MessageKind::reset;
        case EventKind::cancel_arrives:
            return MessageKind::cancel;
        case EventKind::resend:
            return MessageKind::lost;
        default:
            return std::nullopt;
    }
}

bool is_to_pod(EventKind message) {
    return message == EventKind::request_arrives || message == EventKind::cancel_arrives;
}

}  // namespace

std::vector<observe::PlayedEvent> WorldView::upcoming(std::size_t most) const {
    std::vector<observe::PlayedEvent> events;
    for (const FutureEvents::Coming& coming : world_.events_.next(most))
        world_.describe(coming.event, events.emplace_back());
    return events;
}

std::vector<observe::Message> WorldView::messages() const {
    std::vector<observe::Message> messages;
    for (const FutureEvents::Coming& coming : world_.events_.next(world_.events_.size())) {
        const Event& event = coming.event;
        auto kind = message_kind_of(event.kind);
        if (!kind) continue;
        const Work& work = world_.works_[event.subject];
        const bool is_request = event.kind == EventKind::request_arrives;
        if (is_request && work.key.attempt > 0) kind = MessageKind::retry;
        const bool to_pod = is_to_pod(event.kind == EventKind::resend ? work.message : event.kind);
        const Pod& from = to_pod ? *work.proxy : *work.pod;
        const Pod& to = to_pod ? *work.pod : *work.proxy;
        observe::Message message{.kind = *kind,
                                 .from = from.name,
                                 .to = to.name,
                                 .source = from.service,
                                 .destination = to.service,
                                 .load = world_.loads_[work.root.load]->plan.id,
                                 .request = work.root.number,
                                 .arrives = event.at};
        if (kind == MessageKind::answer) message.status = work.status;
        message.sent = coming.set;
        if (is_request && work.sends == 0) message.sent = work.started;
        messages.push_back(std::move(message));
    }
    return messages;
}

double WorldView::measure(const Signal& signal) const {
    const auto is_meant = [&](const Pod& pod) {
        return pod.owner != nullptr && pod.stage != PodStage::gone &&
               is_called(pod, signal.destination);
    };
    std::uint64_t count = 0;
    if (signal.kind == Signal::Kind::in_flight) {
        for (Handle handle = 0; handle < world_.works_.made(); ++handle) {
            const Work& work = world_.works_[handle];
            const bool is_over = work.phase == Work::Phase::free || work.phase == Work::Phase::dead;
            if (!is_over && is_meant(*work.pod)) ++count;
        }
        return static_cast<double>(count);
    }
    for (const auto& pod : world_.pods_) {
        if (!is_meant(*pod)) continue;
        const bool is_ready = pod->object.ready && pod->stage == PodStage::serving;
        count += signal.kind == Signal::Kind::queue ? pod->queue.size() : (is_ready ? 1U : 0U);
    }
    return static_cast<double>(count);
}

void WorldView::hand_over() {
    world_.facts_.hand_over();
}

}  // namespace weft::sim
