#include "sim/cluster/daemon_pods.hpp"

#include <doctest/doctest.h>

namespace daemon_pods_test {

using weft::mesh::control::SetUpdateRules;
using weft::sim::DaemonNode;
using weft::sim::DaemonStep;
using weft::sim::next_daemon_step;

namespace {

using Nodes = std::vector<DaemonNode>;

constexpr DaemonNode empty{.takes_pod = true};
constexpr DaemonNode old{.has_old = true, .old_is_available = true, .takes_pod = true};
constexpr DaemonNode ill{.has_old = true, .takes_pod = true};
constexpr DaemonNode starting{.has_new = true, .takes_pod = true};
constexpr DaemonNode up{.has_new = true, .new_is_available = true, .takes_pod = true};
constexpr DaemonNode ending{.has_ending = true, .takes_pod = true};
constexpr DaemonNode lost{.has_old = true, .is_lost = true};

}  // namespace

TEST_SUITE("pods of a DaemonSet") {
    TEST_CASE("each node that takes one has one, once there is none that ends") {
        CHECK(next_daemon_step({}, Nodes{empty, up, ending, empty}) == DaemonStep{.start = {0, 3}});
        CHECK(next_daemon_step({}, Nodes{DaemonNode{}}) == DaemonStep{});
    }

    TEST_CASE("one old pod is replaced after the other") {
        CHECK(next_daemon_step({}, Nodes{old, old}) == DaemonStep{.stop_old = {0}});
        CHECK(next_daemon_step({}, Nodes{ending, old}) == DaemonStep{});
        CHECK(next_daemon_step({}, Nodes{starting, old}) == DaemonStep{});
        CHECK(next_daemon_step({}, Nodes{up, old}) == DaemonStep{.stop_old = {1}});
    }

    TEST_CASE("an old pod that is not available may end at any time") {
        CHECK(next_daemon_step({}, Nodes{starting, ill}) == DaemonStep{.stop_old = {1}});
    }

    TEST_CASE("a lost node holds nobody up") {
        CHECK(next_daemon_step({}, Nodes{lost, old}) == DaemonStep{.stop_old = {0, 1}});
    }

    TEST_CASE("several may be away, percentages rounded up") {
        const SetUpdateRules some{.max_unavailable = {40, true}};
        CHECK(next_daemon_step(some, Nodes{old, old, old}) == DaemonStep{.stop_old = {0, 1}});
        CHECK(next_daemon_step(some, Nodes{old, starting, old}) == DaemonStep{.stop_old = {0}});
    }

    TEST_CASE("with a surge old pods end when new ones beside them are available") {
        const SetUpdateRules one{.max_unavailable = {0, false}, .max_surge = {1, false}};
        CHECK(next_daemon_step(one, Nodes{old, old}) == DaemonStep{.start = {0}});
        DaemonNode both = old;
        both.has_new = true;
        CHECK(next_daemon_step(one, Nodes{both, old}) == DaemonStep{});
        // One that is not available itself has another one beside it at once.
        CHECK(next_daemon_step(one, Nodes{both, ill}) == DaemonStep{.start = {1}});
        both.new_is_available = true;
        CHECK(next_daemon_step(one, Nodes{both, old}) == DaemonStep{.start = {1}, .stop_old = {0}});
        DaemonNode full = old;
        full.takes_pod = false;
        CHECK(next_daemon_step(one, Nodes{full}) == DaemonStep{});
    }

    TEST_CASE("with OnDelete old pods stay until somebody ends them") {
        const SetUpdateRules rules{.on_delete = true};
        CHECK(next_daemon_step(rules, Nodes{old, ill, empty}) == DaemonStep{.start = {2}});
    }
}

}  // namespace daemon_pods_test
