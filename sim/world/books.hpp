#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace weft::sim {

/// What has come into a world and gone out of it so far.
struct Books {
    std::uint64_t calls_begun = 0;
    std::uint64_t calls_ended = 0;
    std::uint64_t attempts_counted = 0;  ///< By the proxies of the calls that have ended.
    std::uint64_t attempts_sent = 0;
    std::uint64_t attempts_answered = 0;
    std::uint64_t attempts_reset = 0;
    std::uint64_t attempts_withdrawn = 0;  ///< Their caller had given up before they were served.
    std::uint64_t retries_asked = 0;
    std::uint64_t retries_tried = 0;
    std::uint64_t retries_given_up = 0;  ///< While they waited for their time.
    std::uint64_t connections_opened = 0;
    std::uint64_t connections_closed = 0;
    std::uint64_t pods_created = 0;
    std::uint64_t pods_gone = 0;
    std::uint64_t pushes_begun = 0;
    std::uint64_t pushes_over = 0;
    std::uint64_t news_sent = 0;
    std::uint64_t news_heard = 0;
};

/// Sees whether books balance: all that came in has gone out or is there. Sums may wrap.
class Audit {
public:
    /// `what` and `whose` are for people: "works that wait at", "cart-0.default".
    void check(std::string_view what,
               std::string_view whose,
               std::uint64_t in,
               std::uint64_t out,
               std::uint64_t there);

    /// "works that wait at cart-0.default: 7 came, 4 went, 2 are there"; in the order of checks.
    const std::vector<std::string>& broken() const { return broken_; }

private:
    std::vector<std::string> broken_;
};

/// The books of a world do not balance at the end of its run. A bug of weft's, never of its
/// user's.
class Imbalance : public std::logic_error {
public:
    explicit Imbalance(const std::vector<std::string>& broken);
};

}  // namespace weft::sim
