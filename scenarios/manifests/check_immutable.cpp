#include "scenarios/manifests/check_immutable.hpp"

#include <fmt/format.h>
#include <map>
#include <string_view>
#include <variant>

namespace weft::scenarios {
namespace {

using mesh::control::ResourceKey;
using mesh::control::Workload;

/// A workload and the same as it was made.
void check_workload_change(const Document& document,
                           const Workload& now,
                           const Workload& made,
                           Diagnostics& diagnostics) {
    const auto refuse = [&](std::string_view field, std::string_view hint) {
        diagnostics.error(place_in(document, {"spec", field}),
                          fmt::format("{} of {} '{}' cannot be changed once it is there: {}", field,
                                      document.key.kind, document.key.name, hint));
    };
    constexpr std::string_view other_name = "give the new one another name";
    if (now.selector != made.selector) refuse("selector", other_name);
    if (now.is_parallel != made.is_parallel) refuse("podManagementPolicy", other_name);
    const bool is_kept = made.kind == Workload::Kind::job && made.job.kept == mesh::Duration::max();
    if (!is_kept) return;
    const std::string_view job_hint =
        "give the new one another name, or this one ttlSecondsAfterFinished";
    if (!(now.pod == made.pod)) refuse("template", job_hint);
    if (now.job.completions != made.job.completions) refuse("completions", job_hint);
}

}  // namespace

void check_immutable(const Documents& documents, Diagnostics& diagnostics) {
    std::map<ResourceKey, const Workload*> made;
    for (const Document& document : documents) {
        if (!document.resource) continue;
        const auto* const workload = std::get_if<Workload>(&*document.resource);
        if (workload == nullptr) continue;
        const auto [first, is_new] =
            made.try_emplace(mesh::control::key_of(*document.resource), workload);
        if (!is_new) check_workload_change(document, *workload, *first->second, diagnostics);
    }
}

}  // namespace weft::scenarios
