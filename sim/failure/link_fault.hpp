#pragma once

#include "mesh/base/ratio.hpp"
#include "mesh/base/time.hpp"
#include "sim/failure/strength.hpp"

#include <cstdint>

namespace weft::sim {

/// What a fault does to messages on a link, beyond losing or delaying each on its own.
struct LinkFault {
    enum class Kind : std::uint8_t {
        bursts,     ///< Loses in bursts: a chain of a good and a bad state.
        late,       ///< The `share` of messages comes `gap` late.
        copies,     ///< The `share` of messages is sent twice, which costs bandwidth alone.
        bandwidth,  ///< So many bytes a second pass, one message after the other.
        hold,       ///< Nothing arrives until it ends; then all does, in the order sent.
        big,        ///< Messages of more bytes than `largest` never arrive.
        idle,       ///< Connections without a request for longer than `limit` are forgotten.
        dead,       ///< Connections that were broken silently carry nothing.
    };

    Kind kind = Kind::hold;
    mesh::Ratio to_bad = {};  ///< bursts: from a message to the next, and back;
    mesh::Ratio to_good = {};
    mesh::Ratio loss_good = {};  ///< the share lost in either state.
    mesh::Ratio loss_bad = {};
    mesh::Ratio share = {};       ///< late, copies
    mesh::Duration gap{};         ///< late
    double bytes_per_second = 0;  ///< bandwidth; 0: any number.
    std::uint64_t buffer = 0;     ///< bandwidth: bytes that may wait; a message beyond is lost.
    std::uint64_t head = 0;       ///< bandwidth, big: bytes of a message beside its body.
    std::uint64_t largest = 0;    ///< big
    mesh::Duration limit{};       ///< idle
    bool resets = false;          ///< idle: who uses such a connection is told so.

    friend bool operator==(const LinkFault&, const LinkFault&) = default;
};

/// So much of it; of a kind that does not scale all.
LinkFault scaled(LinkFault fault, Strength strength);

/// What becomes of a message on a link.
struct Passage {
    bool is_lost = false;
    bool is_held = false;
    mesh::Duration added{};

    friend bool operator==(const Passage&, const Passage&) = default;
};

/// Whether the next message is lost; the state may change after it.
/// Source: the channel of Gilbert (1960) and Elliott (1963).
bool loses_in_burst(bool& is_bad,
                    const LinkFault& fault,
                    std::uint64_t loss_draw,
                    std::uint64_t state_draw);

/// One way of a link of so many bytes a second: messages follow each other, and wait in a buffer.
struct LinkQueue {
    mesh::Instant free_at{};  ///< When what is on it will have passed.

    /// Requires a bandwidth.
    Passage pass(const LinkFault& fault, std::uint64_t bytes, mesh::Instant now);
};

}  // namespace weft::sim
