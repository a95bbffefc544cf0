#include "mesh/base/id.hpp"

#include <doctest/doctest.h>

#include <concepts>
#include <type_traits>

namespace id_test {

using namespace weft::mesh;

static_assert(!std::is_convertible_v<std::uint32_t, ClusterId>, "a number is not an id by itself");
static_assert(!std::is_convertible_v<ClusterId, std::uint32_t>, "nor an id a number");
static_assert(!std::is_convertible_v<ClusterId, HostId>, "kinds do not mix");
static_assert(!std::equality_comparable_with<ClusterId, HostId>, "nor do they compare");
static_assert(std::is_same_v<HostId, EndpointId>, "a host is an endpoint as a proxy sees it");
static_assert(sizeof(HostId) == 4);

TEST_CASE("ids of one kind are ordered by their numbers") {
    CHECK(HostId{1} == HostId{1});
    CHECK(HostId{1} != HostId{2});
    CHECK(HostId{1} < HostId{2});
    CHECK(HostId{4'294'967'295U}.number() == 4'294'967'295U);
}

}  // namespace id_test
