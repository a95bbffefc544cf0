// How connections end: failed handshakes, lost peers, limits of a life, draining, timers.
#include "tests/mesh/pool/recorded_pool.hpp"

#include <chrono>

namespace connection_life_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using Kind = PoolAction::Kind;
using Kinds = std::vector<Kind>;
using Streams = std::vector<std::uint32_t>;

namespace {

const PoolSettings http1{.version = HttpVersion::http1};
const PoolSettings http2{.version = HttpVersion::http2};

PoolSettings http1_with_life(std::uint32_t requests) {
    PoolSettings settings = http1;
    settings.max_requests_per_connection = requests;
    return settings;
}

}  // namespace

TEST_SUITE("connection failure") {
    TEST_CASE("a refused connection fails all who wait, oldest first") {
        RecordedPool it{http2};
        for (std::uint32_t stream = 0; stream < 3; ++stream)
            it.want(stream);
        it.out.clear();
        it.pool.on_failed({0, 0}, ResetReason::connection_failure, it.out);
        CHECK(it.out.front().reason == ResetReason::connection_failure);
        CHECK(it.streams(Kind::fail) == Streams{0, 1, 2});
        CHECK(it.use.pending == 0);
        CHECK(it.use.connections == 0);
        CHECK(it.pool.is_idle());
    }

    TEST_CASE("those whom the other connections to come can take are spared, the oldest first") {
        RecordedPool it{{.max_concurrent_streams = 2}};
        for (std::uint32_t stream = 0; stream < 5; ++stream)
            it.want(stream);
        it.out.clear();
        it.pool.on_failed({1, 0}, ResetReason::connection_failure, it.out);
        CHECK(it.streams(Kind::fail) == Streams{4});
        it.pool.on_failed({0, 0}, ResetReason::connection_failure, it.out);
        CHECK(it.streams(Kind::fail) == Streams{2, 3});
        it.up(2);
        CHECK(it.streams(Kind::attach) == Streams{0, 1});
    }

    TEST_CASE("a connection that is busy does not count for those who wait") {
        RecordedPool it{http1};
        it.warm();
        it.want(1);
        it.want(2);
        it.out.clear();
        it.pool.on_failed({1, 0}, ResetReason::connection_failure, it.out);
        CHECK(it.streams(Kind::fail) == Streams{2});
    }

    TEST_CASE("after a failure a new stream tries anew, and late news of the old one is ignored") {
        RecordedPool it{http2};
        it.want(0);
        it.pool.on_failed({0, 0}, ResetReason::connection_failure, it.out);
        it.out.clear();
        it.want(1);
        CHECK(it.out[0].connection == ConnectionId{0, 1});
        it.out.clear();
        it.up(0, 0);
        it.pool.on_closed({0, 0}, it.out);
        it.pool.on_failed({0, 0}, ResetReason::connection_failure, it.out);
        it.pool.on_timer({0, 0}, it.now, it.out);
        it.pool.on_goaway({0, 0}, it.out);
        CHECK(it.out.empty());
        it.up(0, 1);
        CHECK(it.streams(Kind::attach) == Streams{1});
    }

    TEST_CASE("a handshake that takes too long is given up and fails those who wait") {
        RecordedPool it{{.connect_timeout = 5s}};
        it.want(0);
        CHECK(it.out[1].kind == Kind::set_timer);
        CHECK(it.out[1].delay == 5s);
        it.out.clear();
        it.pool.on_timer({0, 0}, Instant{5s}, it.out);
        REQUIRE(it.out.size() == 2);
        CHECK(it.out[0].kind == Kind::close);
        CHECK(it.out[1].kind == Kind::fail);
        CHECK(it.out[1].reason == ResetReason::connection_timeout);
    }

    TEST_CASE("the connect timer is cancelled by the end of the handshake, good or bad") {
        RecordedPool it{{.connect_timeout = 5s}};
        it.want(0);
        it.out.clear();
        it.up(0);
        CHECK(it.kinds() == Kinds{Kind::cancel_timer, Kind::attach});
        RecordedPool other{{.connect_timeout = 5s}};
        other.want(0);
        other.out.clear();
        other.pool.on_failed({0, 0}, ResetReason::connection_failure, other.out);
        CHECK(other.kinds() == Kinds{Kind::cancel_timer, Kind::fail});
    }

    TEST_CASE("a connection lost during its handshake is one that failed") {
        RecordedPool it{http2};
        it.want(0);
        it.out.clear();
        it.pool.on_closed({0, 0}, it.out);
        REQUIRE(it.out.size() == 1);
        CHECK(it.out[0].reason == ResetReason::connection_failure);
    }
}

TEST_SUITE("connection loss") {
    TEST_CASE("all that is on a lost connection fails in the order of its sending") {
        RecordedPool it{http2};
        it.warm();
        for (std::uint32_t stream = 1; stream < 4; ++stream)
            it.want(stream);
        it.out.clear();
        it.pool.on_closed({0, 0}, it.out);
        CHECK(it.out.front().reason == ResetReason::connection_termination);
        CHECK(it.streams(Kind::fail) == Streams{1, 2, 3});
        CHECK(it.use.requests == 0);
        CHECK(it.use.connections == 0);
    }

    TEST_CASE("an idle connection vanishes unnoticed") {
        RecordedPool it{http1};
        it.warm();
        it.pool.on_closed({0, 0}, it.out);
        CHECK(it.out.empty());
        CHECK(it.pool.is_idle());
    }

    TEST_CASE("a request sent as the peer closes fails as terminated") {
        RecordedPool it{http1};
        it.warm();
        it.want(1);
        it.out.clear();
        it.pool.on_closed({0, 0}, it.out);
        REQUIRE(it.out.size() == 1);
        CHECK(it.out[0].kind == Kind::fail);
        CHECK(it.out[0].reason == ResetReason::connection_termination);
    }

    TEST_CASE("those who wait get a connection in place of the lost one") {
        RecordedPool it{http1, {.connections = 1}};
        it.warm();
        it.want(1);
        it.want(2);
        it.out.clear();
        it.pool.on_closed({0, 0}, it.out);
        CHECK(it.kinds() == Kinds{Kind::fail, Kind::connect});
    }

    TEST_CASE("a half-open HTTP/2 connection swallows requests, an HTTP/1.1 one only the first") {
        RecordedPool second{http2};
        second.warm();
        second.pool.cancel(second.want(1), second.now, second.out);
        second.out.clear();
        second.want(2);
        CHECK(second.out.back().connection == ConnectionId{0, 0});
        RecordedPool first{http1};
        first.warm();
        first.pool.cancel(first.want(1), first.now, first.out);
        first.out.clear();
        first.want(2);
        CHECK(first.kinds() == Kinds{Kind::connect});
    }
}

TEST_SUITE("connection draining") {
    TEST_CASE("a connection is closed after the last request of its life") {
        RecordedPool it{http1_with_life(2)};
        it.warm();
        const PoolTicket last = it.want(1);
        it.out.clear();
        it.end(last);
        CHECK(it.kinds() == Kinds{Kind::close});
        CHECK(it.pool.is_idle());
    }

    TEST_CASE("one request before the end of its life it is kept") {
        RecordedPool it{http1_with_life(3)};
        it.warm();
        it.end(it.want(1));
        CHECK(it.pool.connections() == 1);
    }

    TEST_CASE("an HTTP/2 connection at the end of its life finishes what it has") {
        RecordedPool it{{.max_requests_per_connection = 2}};
        const PoolTicket first = it.want(0);
        const PoolTicket second = it.want(1);
        it.up(0);
        it.out.clear();
        it.want(2);
        CHECK(it.kinds() == Kinds{Kind::connect});
        it.end(first);
        CHECK(it.out.empty());
        it.end(second);
        CHECK(it.kinds() == Kinds{Kind::close});
    }

    TEST_CASE("an answer that says so closes the connection, and those who wait get another") {
        RecordedPool it{http1, {.connections = 1}};
        it.warm();
        const PoolTicket first = it.want(1);
        it.want(2);
        it.out.clear();
        it.end(first, true);
        CHECK(it.kinds() == Kinds{Kind::close, Kind::connect});
    }

    TEST_CASE("after GOAWAY a connection takes no new stream and closes with its last") {
        RecordedPool it{http2};
        it.warm();
        const PoolTicket first = it.want(1);
        it.out.clear();
        it.pool.on_goaway({0, 0}, it.out);
        CHECK(it.out.empty());
        it.want(2);
        CHECK(it.kinds() == Kinds{Kind::connect});
        it.end(first);
        CHECK(it.kinds() == Kinds{Kind::close});
        CHECK(it.pool.connections() == 1);
    }

    TEST_CASE("GOAWAY closes an idle connection at once") {
        RecordedPool it{http2};
        it.warm();
        it.pool.on_goaway({0, 0}, it.out);
        CHECK(it.kinds() == Kinds{Kind::close});
    }

    TEST_CASE("a draining connection that is lost fails what was left on it") {
        RecordedPool it{http2};
        it.warm();
        it.want(1);
        it.pool.on_goaway({0, 0}, it.out);
        it.out.clear();
        it.pool.on_closed({0, 0}, it.out);
        CHECK(it.streams(Kind::fail) == Streams{1});
        CHECK(it.pool.is_idle());
    }

    TEST_CASE("a drain closes idle connections, lets busy ones finish and takes new streams") {
        RecordedPool it{http1};
        const PoolTicket first = it.want(0);
        const PoolTicket second = it.want(1);
        it.up(0);
        it.up(1);
        it.end(first);
        it.out.clear();
        it.pool.drain(it.out);
        CHECK(it.kinds() == Kinds{Kind::close});
        it.end(second);
        CHECK(it.kinds() == Kinds{Kind::close});
        it.want(2);
        CHECK(it.kinds() == Kinds{Kind::connect});
    }

    TEST_CASE("a drain closes a connection to come only if nobody waits for it") {
        RecordedPool it{http2};
        const PoolTicket ticket = it.want(0);
        it.out.clear();
        it.pool.drain(it.out);
        CHECK(it.out.empty());
        it.pool.cancel(ticket, it.now, it.out);
        it.pool.drain(it.out);
        CHECK(it.kinds() == Kinds{Kind::close});
    }

    TEST_CASE("a pool that goes refuses new streams, serves the old ones and ends idle") {
        RecordedPool it{http1, {.connections = 1}};
        const PoolTicket first = it.want(0);
        const PoolTicket second = it.want(1);
        it.up(0);
        it.out.clear();
        it.pool.drain_for_deletion(it.out);
        CHECK(it.out.empty());
        CHECK_FALSE(it.pool.want(StreamId{2}, 0, it.out));
        REQUIRE(it.out.size() == 1);
        CHECK(it.out[0].reason == ResetReason::connection_failure);
        it.out.clear();
        it.end(first);
        CHECK(it.streams(Kind::attach) == Streams{1});
        CHECK_FALSE(it.pool.is_idle());
        it.end(second);
        CHECK(it.kinds() == Kinds{Kind::close});
        CHECK(it.pool.is_idle());
    }

    TEST_CASE("a pool that goes with one waiting gives up its connection with the wait") {
        RecordedPool it{http2};
        const PoolTicket ticket = it.want(0);
        it.pool.drain_for_deletion(it.out);
        it.out.clear();
        it.pool.cancel(ticket, it.now, it.out);
        CHECK(it.kinds() == Kinds{Kind::close});
        CHECK(it.pool.is_idle());
    }
}

TEST_SUITE("connection idle timeout") {
    TEST_CASE("a connection is closed after resting for the whole timeout, to the nanosecond") {
        RecordedPool it{{.idle_timeout = 10s}};
        const PoolTicket first = it.want(0);
        it.up(0);
        it.now = Instant{1s};
        it.out.clear();
        it.end(first);
        REQUIRE(it.out.size() == 1);
        CHECK(it.out[0].delay == 10s);

        // A request at 3 s does not touch the timer, which then fires early.
        it.now = Instant{3s};
        const PoolTicket second = it.want(1);
        it.now = Instant{4s};
        it.out.clear();
        it.end(second);
        CHECK(it.out.empty());
        it.pool.on_timer({0, 0}, Instant{11s}, it.out);
        REQUIRE(it.out.size() == 1);
        CHECK(it.out[0].kind == Kind::set_timer);
        CHECK(it.out[0].delay == 3s);
        it.out.clear();
        it.pool.on_timer({0, 0}, Instant{14s}, it.out);
        CHECK(it.kinds() == Kinds{Kind::close});
        CHECK(it.pool.is_idle());
    }

    TEST_CASE("a timer that fires while a request is out is set again when it ends") {
        RecordedPool it{{.idle_timeout = 10s}};
        it.warm();
        const PoolTicket ticket = it.want(1);
        it.out.clear();
        it.pool.on_timer({0, 0}, Instant{10s}, it.out);
        CHECK(it.out.empty());
        it.now = Instant{12s};
        it.end(ticket);
        CHECK(it.kinds() == Kinds{Kind::set_timer});
    }

    TEST_CASE("a connection that nobody waited for any more rests from the start") {
        RecordedPool it{{.idle_timeout = 10s}};
        it.pool.cancel(it.want(0), it.now, it.out);
        it.out.clear();
        it.up(0);
        CHECK(it.kinds() == Kinds{Kind::set_timer});
    }

    TEST_CASE("without a timeout there is no timer") {
        RecordedPool it{http1};
        const PoolTicket ticket = it.want(0);
        it.up(0);
        it.end(ticket);
        CHECK(it.count(Kind::set_timer) == 0);
    }
}

}  // namespace connection_life_test
