#include "mesh/control/push/push_queue.hpp"

#include <cassert>
#include <utility>

namespace weft::mesh::control {

void PushQueue::add(Push push) {
    Proxy& proxy = proxies_[push.proxy];
    if (proxy.next) {
        proxy.next->config = std::move(push.config);
        return;
    }
    if (!proxy.is_told) line_up(push.proxy, proxy);
    waits_.comes(push.queued);
    proxy.next = std::move(push);
}

std::optional<Push> PushQueue::start(Instant now) {
    if (order_.empty() || going_on_ == concurrency_) return std::nullopt;
    Proxy& proxy = proxies_.at(order_.begin()->second);
    order_.erase(order_.begin());
    proxy.is_told = true;
    ++going_on_;
    waits_.leaves(proxy.next->queued, now);
    return std::exchange(proxy.next, std::nullopt);
}

void PushQueue::done(const std::string& name) {
    const auto found = proxies_.find(name);
    assert(found != proxies_.end() && found->second.is_told && going_on_ > 0);
    --going_on_;
    found->second.is_told = false;
    if (found->second.next) {
        line_up(name, found->second);
    } else {
        proxies_.erase(found);
    }
}

void PushQueue::remove(const std::string& name, Instant now) {
    const auto found = proxies_.find(name);
    if (found == proxies_.end()) return;
    forget_next(found->second, now);
    if (found->second.is_told) return;
    order_.erase(found->second.ticket);
    proxies_.erase(found);
}

void PushQueue::clear(Instant now) {
    for (auto& [name, proxy] : proxies_)
        forget_next(proxy, now);
    proxies_.clear();
    order_.clear();
    going_on_ = 0;
}

void PushQueue::line_up(const std::string& name, Proxy& proxy) {
    proxy.ticket = tickets_++;
    order_.emplace_hint(order_.end(), proxy.ticket, name);
}

void PushQueue::forget_next(Proxy& proxy, Instant now) {
    if (!proxy.next) return;
    waits_.leaves(proxy.next->queued, now);
    proxy.next.reset();
}

std::uint64_t PushQueue::waited_by_those_there(Instant now) const {
    std::uint64_t waited = 0;
    for (const auto& [name, proxy] : proxies_) {
        if (proxy.next) waited += static_cast<std::uint64_t>((now - proxy.next->queued).count());
    }
    return waited;
}

}  // namespace weft::mesh::control
