#pragma once

#include "reports/store/read_details.hpp"
#include "tests/reports/small_run.hpp"

#include <vector>

namespace weft::tests {

/// A request of the load "web" to shop, which asks stock; its second attempt there is answered. In
/// the order of their ends.
inline std::vector<reports::RecordedSpan> recorded_spans() {
    const auto span = [](std::uint32_t id, const char* service, const char* pod) {
        reports::RecordedSpan made;
        made.load = "web";
        made.request = 42;
        made.id = id;
        made.service = service;
        made.pod = pod;
        made.status = 200;
        return made;
    };
    std::vector<reports::RecordedSpan> spans{span(3, "stock", "stock-0"),
                                             span(2, "stock", "stock-0"), span(1, "shop", "shop-0"),
                                             span(0, "shop", "shop-0")};
    for (std::size_t at_place = 0; at_place < spans.size(); ++at_place) {
        reports::RecordedSpan& each = spans[at_place];
        if (each.id > 0) each.parent = each.id - 1;
        each.is_work = each.id % 2 == 1;
        each.started = at(67s + 42ms + each.id * 1ms);
        each.served = each.started;
        each.ended = at(67s + 60ms - each.id * 1ms);
    }
    spans[0].served += 500us;
    spans[1].attempt = 2;
    spans[1].cluster = "outbound|80||stock.default.svc.cluster.local";
    spans[1].flags = mesh::Flag::URX;
    spans[1].status = 503;
    return spans;
}

}  // namespace weft::tests
