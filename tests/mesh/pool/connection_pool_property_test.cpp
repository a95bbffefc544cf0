// A pool among random events, held against a plain account of what it was asked and what it did.
#include "mesh/pool/connection_pool.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <iterator>
#include <map>
#include <rapidcheck.h>
#include <utility>
#include <vector>

namespace connection_pool_property_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using Kind = PoolAction::Kind;

namespace {

template <class Map>
auto nth(Map& map, std::uint32_t which) {
    return std::next(map.begin(), static_cast<std::ptrdiff_t>(which % map.size()));
}

/// The world around a pool. It believes nothing: each action has to be one that may be asked for.
class Account {
public:
    Account(const PoolSettings& settings, const ResourceLimits& limits)
        : settings_(settings), use_{.limits = limits}, pool_(settings, use_) {}

    void want() {
        const std::uint32_t stream = wanted_++;
        newest_ = stream;
        const auto ticket = pool_.want(StreamId{stream}, 0, out_);
        for (const PoolAction& action : out_) {
            if (action.kind == Kind::attach) RC_ASSERT(action.ticket == *ticket);
        }
        const bool was_answered = std::ranges::any_of(out_, [&](const PoolAction& action) {
            return action.stream.number() == stream &&
                   (action.kind == Kind::attach || action.kind == Kind::fail);
        });
        RC_ASSERT(ticket || was_answered);
        if (!was_answered) waiting_.emplace_back(stream, *ticket);
        settle();
        newest_ = no_slot;
    }

    void end(std::uint32_t which, bool closes) {
        if (attached_.empty()) return;
        const auto found = nth(attached_, which);
        const PoolTicket ticket = found->second.ticket;
        if (closes) open_.at(found->second.connection).draining = true;
        attached_.erase(found);
        ++done_;
        pool_.ended(ticket, closes, now_, out_);
        settle();
    }

    void cancel_attached(std::uint32_t which) {
        if (attached_.empty()) return;
        const auto found = nth(attached_, which);
        const PoolTicket ticket = found->second.ticket;
        attached_.erase(found);
        ++done_;
        pool_.cancel(ticket, now_, out_);
        settle();
    }

    void cancel_waiting(std::uint32_t which) {
        if (waiting_.empty()) return;
        const auto found = waiting_.begin() + static_cast<std::ptrdiff_t>(which % waiting_.size());
        const PoolTicket ticket = found->second;
        waiting_.erase(found);
        ++done_;
        pool_.cancel(ticket, now_, out_);
        settle();
    }

    /// Something happens to one connection: its handshake ends, it is lost, it is told to go.
    void connection_event(std::uint32_t which, std::uint32_t what) {
        if (open_.empty()) return;
        const auto found = nth(open_, which);
        const ConnectionId id = found->first;
        Life& life = found->second;
        if (what == 0 && life.timer) {
            life.timer = false;
            pool_.on_timer(id, now_, out_);
        } else if (!life.up && what % 2 == 0) {
            open_.erase(found);
            pool_.on_failed(id, ResetReason::connection_failure, out_);
        } else if (!life.up) {
            life.up = true;
            pool_.on_up(id, now_, out_);
        } else if (what % 2 == 0) {
            lost_ = id;
            pool_.on_closed(id, out_);
            open_.erase(id);
        } else {
            life.draining = true;
            pool_.on_goaway(id, out_);
        }
        settle();
    }

    void pass(Duration time) { now_ += time; }
    void drain() {
        for (auto& [id, life] : open_)
            life.draining = life.draining || life.up;
        pool_.drain(out_);
        settle();
    }

    /// Everybody is served or cancelled; then the pool must be able to go.
    void finish() {
        pool_.drain_for_deletion(out_);
        settle();
        while (!attached_.empty() || !waiting_.empty()) {
            cancel_waiting(0);
            end(0, false);
        }
        RC_ASSERT(pool_.is_idle());
        RC_ASSERT(open_.empty());
        RC_ASSERT(done_ == wanted_);
    }

private:
    struct Life {
        bool up = false;
        bool draining = false;
        bool timer = false;
        std::uint32_t carried = 0;
    };
    struct Attached {
        PoolTicket ticket;
        ConnectionId connection;
    };

    std::uint32_t carried_now(ConnectionId id) const {
        return static_cast<std::uint32_t>(std::ranges::count_if(
            attached_, [&](const auto& entry) { return entry.second.connection == id; }));
    }

    void settle() {
        for (const PoolAction& action : out_)
            check(action);
        out_.clear();
        lost_ = {no_slot, 0};
        check_counts();
    }

    void check(const PoolAction& action) {
        switch (action.kind) {
            case Kind::connect:
                RC_ASSERT(open_.emplace(action.connection, Life{}).second);
                break;
            case Kind::attach:
                return check_attach(action);
            case Kind::fail:
                return check_fail(action);
            case Kind::close:
                RC_ASSERT(carried_now(action.connection) == 0);
                RC_ASSERT(open_.erase(action.connection) == 1);
                break;
            case Kind::set_timer: {
                RC_ASSERT(action.delay > Duration::zero());
                RC_ASSERT(!std::exchange(open_.at(action.connection).timer, true));
                break;
            }
            case Kind::cancel_timer: {
                const auto found = open_.find(action.connection);
                if (found != open_.end()) RC_ASSERT(std::exchange(found->second.timer, false));
                break;
            }
            case Kind::limit_reached:
                RC_ASSERT(use_.connections >= use_.limits.connections);
                break;
        }
    }

    void check_attach(const PoolAction& action) {
        leave_queue(action);
        Life& life = open_.at(action.connection);
        RC_ASSERT(life.up && !life.draining);
        RC_ASSERT(++life.carried <= lifetime_streams(settings_));
        RC_ASSERT(
            attached_.emplace(action.stream.number(), Attached{action.ticket, action.connection})
                .second);
        RC_ASSERT(carried_now(action.connection) <= concurrent_streams(settings_));
    }

    void check_fail(const PoolAction& action) {
        ++done_;
        if (action.reason == ResetReason::connection_termination) {
            const auto found = attached_.find(action.stream.number());
            RC_ASSERT(found != attached_.end());
            RC_ASSERT(found->second.connection == lost_);
            attached_.erase(found);
            return;
        }
        if (action.reason == ResetReason::overflow || action.stream.number() == newest_) {
            return leave_queue(action);
        }
        const auto found = std::ranges::find(waiting_, action.stream.number(),
                                             &decltype(waiting_)::value_type::first);
        RC_ASSERT(found != waiting_.end());
        waiting_.erase(found);
    }

    /// It is the one that was just wanted, while nobody is before it, or the oldest that waits.
    void leave_queue(const PoolAction& action) {
        if (action.stream.number() == newest_) {
            RC_ASSERT(action.kind == Kind::fail || waiting_.empty());
            return;
        }
        RC_ASSERT(!waiting_.empty());
        RC_ASSERT(waiting_.front().first == action.stream.number());
        waiting_.pop_front();
    }

    void check_counts() const {
        RC_ASSERT(use_.pending == waiting_.size());
        RC_ASSERT(use_.requests == attached_.size());
        RC_ASSERT(use_.connections == open_.size());
        RC_ASSERT(pool_.pending() == use_.pending);
        RC_ASSERT(pool_.active() == use_.requests);
        RC_ASSERT(pool_.connections() == use_.connections);
        RC_ASSERT(use_.pending <= use_.limits.pending);
        RC_ASSERT(use_.requests <= use_.limits.requests);
        RC_ASSERT(use_.connections <= std::max(use_.limits.connections, 1U));
        if (waiting_.empty()) return;
        RC_ASSERT(!open_.empty());
        for (const auto& [id, life] : open_) {
            const bool has_room = life.up && !life.draining &&
                                  carried_now(id) < concurrent_streams(settings_) &&
                                  life.carried < lifetime_streams(settings_);
            RC_ASSERT(!has_room);
        }
    }

    PoolSettings settings_;
    ResourceUse use_;
    ConnectionPool pool_;
    PoolActions out_;
    Instant now_{};
    std::deque<std::pair<std::uint32_t, PoolTicket>> waiting_;
    std::map<std::uint32_t, Attached> attached_;  ///< By stream.
    std::map<ConnectionId, Life> open_;
    ConnectionId lost_{no_slot, 0};
    std::uint32_t newest_ = no_slot;
    std::uint32_t wanted_ = 0;
    std::uint32_t done_ = 0;
};

void happen(Account& account, std::uint32_t event) {
    const std::uint32_t which = event / 16;
    switch (event % 16) {
        case 0:
        case 1:
            return account.end(which, which % 7 == 0);
        case 2:
            return account.cancel_attached(which);
        case 3:
            return account.cancel_waiting(which);
        case 4:
        case 5:
        case 6:
        case 7:
            return account.connection_event(which, which / 16 % 8);
        case 8:
            return account.pass(Duration{which % 4 * 1s});
        case 9:
            if (which % 8 == 0) account.drain();
            return;
        default:
            return account.want();
    }
}

}  // namespace

TEST_SUITE("connection pool") {
    TEST_CASE("limits hold, no stream is lost or answered twice, those who wait keep their order") {
        CHECK(rc::check([] {
            const PoolSettings settings{
                .version = *rc::gen::element(HttpVersion::http1, HttpVersion::http2),
                .max_concurrent_streams = *rc::gen::inRange(1U, 5U),
                .max_requests_per_connection = *rc::gen::inRange(0U, 6U),
                .connect_timeout = *rc::gen::element(Duration{}, Duration{3s}),
                .idle_timeout = *rc::gen::element(Duration{}, Duration{2s}),
                .preconnect_ratio = *rc::gen::element(1.0, 1.0, 1.5, 3.0)};
            const ResourceLimits limits{.connections = *rc::gen::inRange(0U, 5U),
                                        .pending = *rc::gen::inRange(0U, 8U),
                                        .requests = *rc::gen::inRange(0U, 9U)};
            Account account{settings, limits};
            const auto events = *rc::gen::container<std::vector<std::uint32_t>>(
                200, rc::gen::inRange(0U, 1U << 20));
            for (const std::uint32_t event : events)
                happen(account, event);
            account.finish();
        }));
    }
}

}  // namespace connection_pool_property_test
