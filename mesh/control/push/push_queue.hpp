#pragma once

#include "mesh/base/queue_books.hpp"
#include "mesh/base/time.hpp"
#include "mesh/proxy/proxy_config.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace weft::mesh::control {

/// Hands a proxy a configuration.
struct Push {
    std::string proxy;
    std::shared_ptr<const ProxyConfig> config;
    Instant changed{};  ///< When the earliest change that it tells of was in the store,
    Instant queued{};   ///< when it began to wait,
    Instant started{};  ///< and when it began.
};

/// Proxies that are to be told something, first come first served, so many at a time. A proxy is
/// told one thing at a time: what is added meanwhile waits, and only the newest is told, as late as
/// the oldest.
/// Source: the push queue of Istio's discovery server.
class PushQueue {
public:
    /// Requires a concurrency above 0.
    explicit PushQueue(std::uint32_t concurrency) : concurrency_(concurrency) {}

    /// It waits since Push::queued, which is now.
    void add(Push push);

    /// The next push, which goes on until done(); nothing if none waits or too many go on.
    std::optional<Push> start(Instant now);

    /// The push of this proxy is over, or given up.
    void done(const std::string& proxy);

    /// The proxy is gone: nothing waits for it any more. A push that goes on still ends by done().
    void remove(const std::string& proxy, Instant now);

    /// Forgets all that wait and all that go on.
    void clear(Instant now);

    /// Nothing waits, and nothing goes on.
    bool is_empty() const { return proxies_.empty(); }

    /// Nanoseconds that those that wait have waited until now: by what came and went, and by who is
    /// there. The two are one.
    std::uint64_t waited(Instant now) const { return waits_.waited(now); }
    std::uint64_t waited_by_those_there(Instant now) const;

private:
    struct Proxy {
        std::optional<Push> next;
        bool is_told = false;      ///< Right now.
        std::uint64_t ticket = 0;  ///< Its place in order_, if it waits there.
    };

    void line_up(const std::string& name, Proxy& proxy);
    void forget_next(Proxy& proxy, Instant now);

    std::uint32_t concurrency_;
    std::uint32_t going_on_ = 0;
    std::map<std::string, Proxy> proxies_;  ///< With a push that waits or goes on.
    std::map<std::uint64_t, std::string>
        order_;  ///< By ticket: those that wait and are told nothing right now.
    std::uint64_t tickets_ = 0;
    WaitBooks waits_;
};

}  // namespace weft::mesh::control
