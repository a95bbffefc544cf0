// A pod answers a share of its requests with an error, at once or after a while. One that fails
// fast is free soon, which draws more requests to it.
#include "sim/failure/fault.hpp"

#include <chrono>
#include <utility>

namespace weft::sim::faults {
namespace {

class Error final : public Fault {
public:
    explicit Error(RequestFault what) : what_(std::move(what)) {}

    void start(FaultId id,
               const FaultScope& scope,
               Environment& environment,
               Strength strength) override {
        RequestFault what = what_;
        what.share = scaled(what.share, strength);
        const bool is_of_all = what.path.empty() && what.method.empty();
        const bool is_at_once = what.latency == mesh::Duration::zero();
        for (const PodId pod : scope.pods) {
            if (is_of_all && is_at_once) {
                environment.fail(id, pod, what.share, what.status);
            } else {
                environment.strike(id, pod, what);
            }
        }
    }

private:
    RequestFault what_;
};

}  // namespace

FaultKind error() {
    return {
        .name = "error",
        .summary =
            "the pod answers the share `rate` of its requests (of a `path`, a `method`) with "
            "`status`, after `latency`",
        .acts = FaultKind::Acts::on_pods,
        .make = [](mesh::Settings& settings) -> std::unique_ptr<Fault> {
            using namespace std::chrono_literals;
            constexpr mesh::Ratio all{mesh::Ratio::whole};
            RequestFault what{.kind = RequestFault::Kind::fail};
            what.share = settings.ratio("rate", {.fallback = all, .min = {0}, .max = all});
            what.status = static_cast<std::uint16_t>(
                settings.count("status", {.fallback = 500, .min = 400, .max = 599}));
            what.latency = settings.duration("latency", {.fallback = 0s, .min = 0s, .max = 1h});
            read_match(settings, what);
            return std::make_unique<Error>(std::move(what));
        },
        .scales = true,
        .per_request = true,
    };
}

}  // namespace weft::sim::faults
