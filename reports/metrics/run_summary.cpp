#include "reports/metrics/run_summary.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>
#include <tuple>

namespace weft::reports {

using sim::observe::NameKind;

const char* name_of(RunStatus status) {
    switch (status) {
        case RunStatus::running:
            return "running";
        case RunStatus::done:
            return "done";
        case RunStatus::interrupted:
            return "interrupted";
        case RunStatus::failed:
            return "failed";
    }
    return "";
}

std::vector<std::uint32_t> RunSummary::edges_by_name() const {
    std::vector<std::uint32_t> order(counted.edges().size());
    std::iota(order.begin(), order.end(), 0U);
    const auto key = [this](std::uint32_t number) {
        const Edge& edge = counted.edges()[number];
        return std::tie(names.of(NameKind::service, edge.source),
                        names.of(NameKind::service, edge.destination),
                        names.of(NameKind::version, edge.version));
    };
    std::sort(order.begin(), order.end(),
              [&key](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    return order;
}

const Tally& RunSummary::load(std::uint32_t number) const {
    static const Tally nothing;
    return number < counted.loads().size() ? counted.loads()[number] : nothing;
}

std::string fingerprint_text(std::uint64_t fingerprint) {
    return fmt::format("{:016x}", fingerprint);
}

}  // namespace weft::reports
