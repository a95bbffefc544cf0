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
    if (!proxy.is_told) order_.push_back(push.proxy);
    proxy.next = std::move(push);
}

std::optional<Push> PushQueue::start() {
    if (order_.empty() || going_on_ == concurrency_) return std::nullopt;
    Proxy& proxy = proxies_.at(order_.front());
    order_.pop_front();
    proxy.is_told = true;
    ++going_on_;
    return std::exchange(proxy.next, std::nullopt);
}

void PushQueue::done(const std::string& name) {
    const auto found = proxies_.find(name);
    assert(found != proxies_.end() && found->second.is_told && going_on_ > 0);
    --going_on_;
    found->second.is_told = false;
    if (found->second.next) {
        order_.push_back(name);
    } else {
        proxies_.erase(found);
    }
}

void PushQueue::remove(const std::string& name) {
    const auto found = proxies_.find(name);
    if (found == proxies_.end()) return;
    if (found->second.is_told) {
        found->second.next.reset();
        return;
    }
    std::erase(order_, name);
    proxies_.erase(found);
}

void PushQueue::clear() {
    proxies_.clear();
    order_.clear();
    going_on_ = 0;
}

}  // namespace weft::mesh::control
