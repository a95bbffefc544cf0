#include "sim/observe/fact_buffer.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace fact_buffer_test {

namespace {

using namespace weft::sim::observe;

/// Keeps which hosts it is told of.
class HostKeeper final : public Recorder {
public:
    std::vector<std::pair<std::uint32_t, std::string>> hosts;

    void host(std::uint32_t service, std::string_view host) override {
        hosts.emplace_back(service, host);
    }
    void named(NameKind, std::uint32_t, std::string_view) override {}
    void requests(std::span<const RequestEnd>) override {}
    void calls(std::span<const CallEnd>) override {}
    void spans(std::span<const Span>) override {}
    void decisions(std::span<const Decision>) override {}
    void changes(std::span<const Change>) override {}
    void interval(const IntervalEnd&) override {}
};

}  // namespace

TEST_SUITE("fact buffer") {
    TEST_CASE("a service's host is told once, also if its name was used before it was known") {
        HostKeeper recorder;
        FactBuffer facts{&recorder};
        const std::uint32_t app = facts.number(NameKind::service, "cart");
        CHECK(recorder.hosts.empty());
        const std::string host = "cart.default.svc.cluster.local";
        CHECK(facts.number_of_service("cart", host) == app);
        CHECK(facts.number_of_service("cart", host) == app);
        const std::uint32_t other = facts.number_of_service("shop", "shop");
        CHECK(other != app);
        CHECK(recorder.hosts ==
              std::vector<std::pair<std::uint32_t, std::string>>{{app, host}, {other, "shop"}});
    }

    TEST_CASE("without a recorder names have numbers all the same") {
        FactBuffer facts{nullptr};
        CHECK(facts.number_of_service("cart", "cart") == 0);
        CHECK(facts.number(NameKind::service, "shop") == 1);
    }
}

}  // namespace fact_buffer_test
