#include "mesh/balance/subset_selection.hpp"

#include "tests/mesh/balance/host_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <memory>

namespace subset_selection_test {

using namespace weft::mesh;
using namespace std::chrono_literals;

namespace {

using enum HostHealth;
using Ids = std::vector<std::uint32_t>;

const SubsetLabels v1{{"version", "v1"}};
const SubsetLabels v2{{"version", "v2"}};
const SubsetLabels v3{{"version", "v3"}};

/// What the balancers of all subsets were told.
struct Told {
    std::uint32_t made = 0;
    Ids ended;
    Ids reported;
};

/// Picks the host with the fewest requests, the first of those alike.
class Least final : public LoadBalancer {
public:
    explicit Least(Told& told) : told_(told) { ++told.made; }

    std::size_t pick(const HostColumns& hosts, const PickContext& /*context*/) override {
        const auto least = std::ranges::min_element(hosts.in_flight);
        return static_cast<std::size_t>(least - hosts.in_flight.begin());
    }
    void on_end(HostId host, const AttemptEnd& /*end*/, Instant /*now*/) override {
        told_.ended.push_back(host.number());
    }
    void on_report(HostId host, const LoadReport& /*report*/, Instant /*now*/) override {
        told_.reported.push_back(host.number());
    }
    void probes(const HostColumns& hosts, Draws& /*draws*/, std::vector<HostId>& out) override {
        out.assign(hosts.id.begin(), hosts.id.end());
    }

private:
    Told& told_;
};

struct Host {
    std::uint32_t id;
    SubsetLabels labels;
    HostHealth health = healthy;
    std::uint32_t priority = 0;
};

/// A cluster of a few hosts whose subsets are chosen from.
class Cluster {
public:
    explicit Cluster(SubsetRules rules, std::uint32_t panic_percent = 0)
        : make_([this, panic_percent](std::uint64_t seed) {
              return HostSelection{{.priority = {.panic_percent = panic_percent}},
                                   BalancerKind::PriorityBy::draw,
                                   [this](std::uint64_t) { return std::make_unique<Least>(told); },
                                   seed};
          }),
          whole_(make_(0)),
          subsets(std::move(rules), whole_, make_, 0) {}

    void set(const std::vector<Host>& hosts) {
        std::vector<Locality> localities{{.zone = "a", .priority = 0}};
        if (std::ranges::find(hosts, 1U, &Host::priority) != hosts.end())
            localities.push_back({.zone = "a", .priority = 1});
        std::vector<SubsetLabels> labels;
        std::vector<SelectableHost> selectable;
        for (const Host& host : hosts) {
            labels.push_back(host.labels);
            selectable.push_back({.id = HostId{host.id},
                                  .locality = host.priority,
                                  .health = host.health,
                                  .in_flight = in_flight[host.id]});
        }
        whole_.on_hosts(localities, selectable, {}, {});
        subsets.on_labels(labels);
        subsets.on_hosts(localities, selectable, {}, {});
        hosts_ = hosts;
    }

    /// The id of the host that a request gets which wants these labels, and sends it there; -1 for
    /// none.
    int send(const SubsetLabels& wanted) {
        Draws draws{1};
        const auto chosen = subsets.pick(subsets.groups_for(wanted), {.now = {}, .draws = draws});
        if (!chosen) return -1;
        whole_.sent(chosen->position);
        subsets.sent(chosen->position);
        return static_cast<int>(hosts_[chosen->position].id);
    }

    Told told;
    std::map<std::uint32_t, std::uint32_t> in_flight;

private:
    SubsetSelection::MakeSelection make_;
    HostSelection whole_;
    std::vector<Host> hosts_;

public:
    SubsetSelection subsets;
};

const SubsetRules by_version{.selectors = {{.keys = {"version"}}}};
const std::vector<Host> three{{0, v1}, {1, v1}, {2, v2}};
const AttemptEnd good{.result = AttemptEnd::Result::success, .latency = 1ms, .report = {}};

}  // namespace

TEST_SUITE("subset selection") {
    TEST_CASE("a request gets the hosts with the labels that it wants, and no others") {
        Cluster cluster{by_version};
        cluster.set(three);
        CHECK(cluster.send(v2) == 2);
        CHECK(cluster.send(v2) == 2);
        CHECK(cluster.send(v1) == 0);
        CHECK(cluster.send(v1) == 1);
        CHECK(cluster.send(v3) == -1);
        CHECK(cluster.send({}) == -1);
    }

    TEST_CASE("without a host of the labels it goes where the fallback says") {
        SubsetRules rules = by_version;
        rules.fallback = SubsetFallback::any_endpoint;
        Cluster any{rules};
        any.set(three);
        CHECK(any.send(v3) == 0);
        rules.fallback = SubsetFallback::default_subset;
        rules.default_subset = v2;
        Cluster by_default{rules};
        by_default.set(three);
        CHECK(by_default.send(v3) == 2);
        CHECK(by_default.send(v3) == 2);
    }

    TEST_CASE("a subset that has hosts is final, even if none may be chosen") {
        SubsetRules rules = by_version;
        rules.fallback = SubsetFallback::any_endpoint;
        Cluster cluster{rules};
        cluster.set({{0, v1}, {2, v2, unhealthy}});
        CHECK(cluster.send(v2) == -1);
        CHECK(cluster.send(v3) == 0);
    }

    TEST_CASE("panic and priorities are those of the subset") {
        Cluster cluster{by_version, 50};
        // Of v1 one of three is healthy: panic. Of all hosts four of six are.
        cluster.set({{0, v1, unhealthy},
                     {1, v1, unhealthy},
                     {2, v1},
                     {3, v2, healthy, 1},
                     {4, v2, healthy, 1},
                     {5, v2, healthy, 1}});
        CHECK(cluster.send(v1) == 0);
        CHECK(cluster.send(v2) == 3);
    }

    TEST_CASE("the requests of a host count in each of its subsets, until they end") {
        SubsetRules rules = by_version;
        rules.selectors.push_back({.keys = {"stage"}});
        const SubsetLabels test{{"stage", "test"}};
        const SubsetLabels v1_of_test{{"stage", "test"}, {"version", "v1"}};
        Cluster cluster{rules};
        cluster.set({{0, v1_of_test}, {1, v1}, {2, test}});
        CHECK(cluster.send(v1) == 0);
        CHECK(cluster.send(test) == 2);
        cluster.subsets.ended(0, HostId{0}, good, {});
        CHECK(cluster.told.ended == Ids{0, 0, 0});  // Of version, of stage, of the default labels.
        CHECK(cluster.send(test) == 0);
        CHECK(cluster.send(v1) == 1);
    }

    TEST_CASE("what is in flight when hosts change still counts") {
        Cluster cluster{by_version};
        cluster.in_flight[0] = 2;
        cluster.set(three);
        CHECK(cluster.send(v1) == 1);
        CHECK(cluster.send(v1) == 1);
        CHECK(cluster.send(v1) == 0);
    }

    TEST_CASE("a host that changes its labels changes its subset") {
        Cluster cluster{by_version};
        cluster.set(three);
        cluster.set({{0, v2}, {1, v1}});
        CHECK(cluster.send(v2) == 0);
        CHECK(cluster.send(v1) == 1);
    }

    TEST_CASE("balancers stay as long as their subset has hosts") {
        Cluster cluster{by_version};
        cluster.set(three);
        CHECK(cluster.told.made == 4);  // Of all, of the default labels, of v1 and of v2.
        cluster.set({{0, v1}, {2, v2}});
        CHECK(cluster.told.made == 4);
        cluster.set({{0, v1}});
        cluster.set(three);
        CHECK(cluster.told.made == 5);
    }

    TEST_CASE("the end of a request to a host that has left, and a report, reach every balancer") {
        Cluster cluster{by_version};
        cluster.set(three);
        cluster.subsets.ended(HostSelection::absent, HostId{7}, good, {});
        CHECK(cluster.told.ended == Ids{7, 7, 7});
        cluster.subsets.on_report(HostId{1}, {}, {});
        CHECK(cluster.told.reported == Ids{1, 1, 1});
    }

    TEST_CASE("hosts to ask are those of the subset that was picked from last") {
        Cluster cluster{by_version};
        cluster.set(three);
        Draws draws{1};
        std::vector<HostId> asked;
        cluster.subsets.probes(draws, asked);
        CHECK(asked.empty());
        cluster.send(v2);
        cluster.subsets.probes(draws, asked);
        CHECK(asked == std::vector{HostId{2}});
    }
}

}  // namespace subset_selection_test
