// How streams find connections: who waits, what is opened, what limits do.
#include "tests/mesh/pool/recorded_pool.hpp"

#include <chrono>

namespace connection_pool_test {

using namespace weft::mesh;
using namespace std::chrono_literals;
using Kind = PoolAction::Kind;
using Kinds = std::vector<Kind>;
using Streams = std::vector<std::uint32_t>;

namespace {

const PoolSettings http1{.version = HttpVersion::http1};
const PoolSettings http2{.version = HttpVersion::http2};

}  // namespace

TEST_SUITE("connection pool") {
    TEST_CASE("the first stream waits for a connection and is attached when it is up") {
        RecordedPool it{{.round_trips = 2}};
        it.want(7);
        REQUIRE(it.out.size() == 1);
        CHECK(it.out[0].kind == Kind::connect);
        CHECK(it.out[0].round_trips == 2);
        CHECK(it.pool.pending() == 1);
        CHECK(it.use.pending == 1);
        CHECK(it.use.connections == 1);
        it.out.clear();
        it.up(0);
        CHECK(it.streams(Kind::attach) == Streams{7});
        CHECK(it.use.pending == 0);
        CHECK(it.use.requests == 1);
    }

    TEST_CASE("a ready connection takes a stream at once, with its number and attempt") {
        RecordedPool it{http2};
        it.warm();
        const auto ticket = it.pool.want(StreamId{9}, 3, it.out);
        REQUIRE(it.out.size() == 1);
        CHECK(it.out[0].kind == Kind::attach);
        CHECK(it.out[0].stream == StreamId{9});
        CHECK(it.out[0].attempt == 3);
        CHECK(it.out[0].ticket == *ticket);
        CHECK(it.out[0].connection == ConnectionId{0, 0});
    }

    TEST_CASE("HTTP/1.1 opens one connection for each stream that waits") {
        RecordedPool it{http1};
        for (std::uint32_t stream = 0; stream < 5; ++stream)
            it.want(stream);
        CHECK(it.count(Kind::connect) == 5);
    }

    TEST_CASE("an HTTP/2 connection counts with all it can carry while it is opened") {
        RecordedPool it{{.max_concurrent_streams = 3}};
        for (std::uint32_t stream = 0; stream < 3; ++stream)
            it.want(stream);
        CHECK(it.count(Kind::connect) == 1);
        it.want(3);
        CHECK(it.count(Kind::connect) == 2);
    }

    TEST_CASE("with a connection busy, the next HTTP/1.1 stream gets another") {
        RecordedPool it{http1};
        it.warm();
        it.want(1);
        CHECK(it.kinds() == Kinds{Kind::attach});
        it.want(2);
        CHECK(it.kinds() == Kinds{Kind::connect});
    }

    TEST_CASE("a stream that waits takes whichever connection is free first") {
        RecordedPool it{http1};
        it.warm();
        const PoolTicket first = it.want(1);
        it.want(2);
        it.out.clear();
        it.end(first);
        CHECK(it.streams(Kind::attach) == Streams{2});
        it.up(1);
        CHECK(it.out.empty());
        it.want(3);
        CHECK(it.out.back().connection == ConnectionId{1, 0});
    }

    TEST_CASE("those who wait are served oldest first") {
        RecordedPool it{{.max_concurrent_streams = 2}, {.connections = 1}};
        std::vector<PoolTicket> tickets;
        for (std::uint32_t stream = 0; stream < 5; ++stream)
            tickets.push_back(it.want(stream));
        it.up(0);
        CHECK(it.streams(Kind::attach) == Streams{0, 1});
        it.end(tickets[1]);
        it.end(tickets[0]);
        CHECK(it.streams(Kind::attach) == Streams{2, 3});
    }

    TEST_CASE("the connection that became ready last is used first") {
        RecordedPool it{http1};
        const PoolTicket a = it.want(0);
        const PoolTicket b = it.want(1);
        it.up(0);
        it.up(1);
        it.end(b);
        it.end(a);
        it.out.clear();
        it.want(2);
        CHECK(it.out.back().connection == ConnectionId{0, 0});
    }

    TEST_CASE("what may not wait fails with overflow, and no connection is opened for it") {
        RecordedPool it{http1, {.pending = 2}};
        it.want(0);
        it.want(1);
        it.out.clear();
        CHECK_FALSE(it.pool.want(StreamId{2}, 0, it.out));
        REQUIRE(it.out.size() == 1);
        CHECK(it.out[0].kind == Kind::fail);
        CHECK(it.out[0].reason == ResetReason::overflow);
        CHECK(it.out[0].resource == Resource::pending);
        CHECK(it.out[0].stream == StreamId{2});
    }

    TEST_CASE("a ready connection is used although nobody may wait") {
        RecordedPool it{http2, {.pending = 1}};
        it.warm();
        it.use.limits.pending = 0;
        it.want(1);
        CHECK(it.kinds() == Kinds{Kind::attach});
    }

    TEST_CASE("one request more than may be in flight fails with overflow") {
        RecordedPool it{http2, {.requests = 2}};
        it.warm();
        const PoolTicket first = it.want(1);
        it.want(2);
        it.out.clear();
        CHECK_FALSE(it.pool.want(StreamId{3}, 0, it.out));
        CHECK(it.out[0].resource == Resource::requests);
        it.end(first);
        it.out.clear();
        it.want(4);
        CHECK(it.streams(Kind::attach) == Streams{4});
    }

    TEST_CASE("one that waited fails with overflow if too many are in flight when its turn comes") {
        RecordedPool it{http2, {.requests = 2}};
        for (std::uint32_t stream = 0; stream < 4; ++stream)
            it.want(stream);
        it.out.clear();
        it.up(0);
        REQUIRE(it.out.size() == 4);
        CHECK(it.out[1].kind == Kind::attach);
        CHECK(it.out[2].kind == Kind::fail);
        CHECK(it.out[2].reason == ResetReason::overflow);
        CHECK(it.out[2].stream == StreamId{2});
        CHECK(it.pool.pending() == 0);
    }

    TEST_CASE("a connection over the cluster's limit is not opened, and the stream waits") {
        RecordedPool it{http1, {.connections = 2}};
        it.want(0);
        it.want(1);
        it.out.clear();
        it.want(2);
        CHECK(it.kinds() == Kinds{Kind::limit_reached});
        CHECK(it.pool.pending() == 3);
    }

    TEST_CASE("a pool without a connection opens one whatever the others hold, but only one") {
        RecordedPool it{http1, {.connections = 4}};
        it.use.connections = 4;
        it.want(0);
        CHECK(it.kinds() == Kinds{Kind::limit_reached, Kind::connect});
        CHECK(it.use.connections == 5);
        it.want(1);
        CHECK(it.kinds() == Kinds{Kind::limit_reached});
    }

    TEST_CASE("a limit that is free elsewhere again lets a connection be opened") {
        RecordedPool it{http1, {.connections = 2}};
        it.use.connections = 1;
        it.want(0);
        it.want(1);
        it.out.clear();
        it.use.connections = 1;
        it.pool.on_limit_freed(it.out);
        CHECK(it.kinds() == Kinds{Kind::connect});
        it.pool.on_limit_freed(it.out);
        CHECK(it.out.empty());
    }

    TEST_CASE("one host has a limit of its own") {
        PoolSettings settings = http1;
        settings.max_connections = 1;
        RecordedPool it{settings};
        it.want(0);
        it.want(1);
        CHECK(it.kinds() == Kinds{Kind::connect, Kind::limit_reached});
    }

    TEST_CASE("a preconnect ratio opens connections ahead of need, three at most at once") {
        PoolSettings settings = http1;
        settings.preconnect_ratio = 2;
        RecordedPool it{settings};
        it.want(0);
        CHECK(it.kinds() == Kinds{Kind::connect, Kind::connect});
        it.use.limits.connections = 20;
        for (std::uint32_t stream = 1; stream < 4; ++stream)
            it.want(stream);
        CHECK(it.count(Kind::connect) == 6);
    }

    TEST_CASE("a ready connection with a stream more lets a higher ratio connect ahead") {
        PoolSettings settings = http1;
        settings.preconnect_ratio = 1.5;
        RecordedPool it{settings};
        it.want(0);
        CHECK(it.kinds() == Kinds{Kind::connect, Kind::connect});
        it.up(0);
        it.up(1);
        it.out.clear();
        it.want(1);
        CHECK(it.kinds() == Kinds{Kind::attach, Kind::connect});
    }

    TEST_CASE("the peer may allow fewer streams, and new connections expect the same") {
        RecordedPool it{{.max_concurrent_streams = 100}};
        for (std::uint32_t stream = 0; stream < 5; ++stream)
            it.want(stream);
        it.out.clear();
        it.pool.on_up({0, 0}, it.now, it.out, 2);
        CHECK(it.count(Kind::attach) == 2);
        CHECK(it.count(Kind::connect) == 2);
    }

    TEST_CASE("the peer cannot allow more than this side wants") {
        RecordedPool it{{.max_concurrent_streams = 2}};
        for (std::uint32_t stream = 0; stream < 2; ++stream)
            it.want(stream);
        it.pool.on_up({0, 0}, it.now, it.out, 1000);
        it.out.clear();
        it.want(2);
        CHECK(it.kinds() == Kinds{Kind::connect});
    }

    TEST_CASE("a stream cancelled while it waits is attached to nothing") {
        RecordedPool it{http2};
        const PoolTicket first = it.want(0);
        it.want(1);
        it.pool.cancel(first, it.now, it.out);
        CHECK(it.use.pending == 1);
        it.up(0);
        CHECK(it.streams(Kind::attach) == Streams{1});
    }

    TEST_CASE("a stream cancelled in flight leaves an HTTP/2 connection open for others") {
        RecordedPool it{http2};
        it.warm();
        it.pool.cancel(it.want(1), it.now, it.out);
        CHECK(it.kinds() == Kinds{Kind::attach});
        CHECK(it.use.requests == 0);
        CHECK(it.pool.connections() == 1);
    }

    TEST_CASE("a stream cancelled in flight closes its HTTP/1.1 connection") {
        RecordedPool it{http1, {.connections = 1}};
        it.warm();
        const PoolTicket first = it.want(1);
        it.want(2);
        it.out.clear();
        it.pool.cancel(first, it.now, it.out);
        CHECK(it.kinds() == Kinds{Kind::close, Kind::connect});
        CHECK(it.use.connections == 1);
    }

    TEST_CASE("the routing priorities of a cluster have limits of their own") {
        ResourceUse normal_use{.limits = {.pending = 0}};
        ResourceUse high_use;
        PoolActions out;
        ConnectionPool normal{http2, normal_use};
        ConnectionPool high{http2, high_use};
        CHECK_FALSE(normal.want(StreamId{0}, 0, out));
        CHECK(high.want(StreamId{1}, 0, out));
    }

    TEST_CASE("two pools of a cluster share its limits") {
        ResourceUse use{.limits = {.connections = 2}};
        PoolActions out;
        ConnectionPool one{http1, use};
        ConnectionPool other{http1, use};
        one.want(StreamId{0}, 0, out);
        one.want(StreamId{1}, 0, out);
        other.want(StreamId{2}, 0, out);
        CHECK(use.connections == 3);
        CHECK(use.pending == 3);
        other.want(StreamId{3}, 0, out);
        CHECK(use.connections == 3);
    }

    TEST_CASE("warm pools allocate no more slots than streams at a time") {
        RecordedPool it{http2};
        it.warm();
        for (std::uint32_t stream = 1; stream < 100; ++stream) {
            const PoolTicket ticket = it.want(stream);
            CHECK(ticket == PoolTicket{0});
            it.end(ticket);
        }
    }
}

}  // namespace connection_pool_test
