#include "scenarios/play/inspect.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/play/config_text.hpp"
#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/moment.hpp"
#include "scenarios/play/print_inspection.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

namespace weft::scenarios {
namespace {

using Held = std::shared_ptr<const mesh::ProxyConfig>;

/// The configurations that one proxy holds while its run is played.
class HeldConfigs {
public:
    void note(const Held& held) {
        if (held == nullptr || (now_ != nullptr && held->version == now_->version)) return;
        before_ = std::exchange(now_, held);
    }

    const Held& before() const { return before_; }

private:
    Held now_;
    Held before_;
};

Held config_at(const Moment& moment, const std::string& pod) {
    const auto view = sim::inspect(moment.world(), pod);
    return view ? view->config : nullptr;
}

std::string no_such_pod(const Moment& moment, const std::string& pod) {
    return fmt::format("there is no pod '{}' at {}{}", pod,
                       mesh::to_text(moment.now().time_since_epoch()),
                       did_you_mean(pod, sim::inspectable(moment.world())));
}

void compare_config(Inspection& seen, const Held& earlier) {
    if (seen.pod.config != nullptr) seen.config = config_text(*seen.pod.config);
    if (earlier == nullptr) return;
    seen.compared_version = earlier->version;
    seen.config_difference = line_diff(config_text(*earlier), seen.config);
}

}  // namespace

tl::expected<Inspection, std::string> look_inside(const InspectOptions& options) {
    auto opened = Moment::open(options.run, options.kinds);
    if (!opened) return tl::make_unexpected(opened.error());
    Moment& moment = **opened;
    const mesh::Instant at = std::min(options.at, moment.end());
    const auto since = options.config_since;
    if (since && *since > at) {
        return tl::make_unexpected(fmt::format(
            "the configuration at {} is compared with an earlier one, and {} is later",
            mesh::to_text(at.time_since_epoch()), mesh::to_text(since->time_since_epoch())));
    }
    HeldConfigs held;
    Held then = since == moment.now() ? config_at(moment, options.pod) : nullptr;
    while (moment.now() < at) {
        mesh::Instant next = std::min(moment.now() + std::chrono::seconds{1}, at);
        if (since && *since > moment.now()) next = std::min(next, *since);
        const auto stop = moment.run_until({.time = next}, options.goes_on);
        if (!stop) return tl::make_unexpected(stop.error());
        if (stop->why == Moment::Stop::Why::stopped) return tl::make_unexpected("stopped");
        const Held config = config_at(moment, options.pod);
        held.note(config);
        if (since == moment.now()) then = config;
    }
    auto pod = sim::inspect(moment.world(), options.pod);
    if (!pod) return tl::make_unexpected(no_such_pod(moment, options.pod));
    Inspection seen{.pod = std::move(*pod)};
    compare_config(seen, since ? then : held.before());
    return seen;
}

int inspect(const InspectOptions& options, std::ostream& out, std::ostream& err) {
    const auto seen = look_inside(options);
    if (!seen) {
        err << "error: " << seen.error() << '\n';
        return exit_code::bad_input;
    }
    if (options.at != mesh::never && seen->pod.at < options.at) {
        err << fmt::format("note: the run has ended at {}, which is what is shown\n",
                           mesh::to_text(seen->pod.at.time_since_epoch()));
    }
    if (options.json) {
        out << inspection_json(*seen) << '\n';
    } else if (options.config_since) {
        print_difference(*seen, out);
    } else if (options.config) {
        out << seen->config;
    } else {
        print_inspection(*seen, out);
    }
    return exit_code::done;
}

}  // namespace weft::scenarios
