#pragma once

#include "mesh/balance/subsets.hpp"
#include "mesh/request/head.hpp"
#include "mesh/resilience/retry_hosts.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace weft::mesh {

/// Which labels the requests to a cluster ask for.
struct SubsetPolicy {
    SubsetRules rules;
    SubsetLabels wanted{};  ///< By every request.
    /// The label whose value a header names, by the header's name in lower case. It comes before
    /// what every request asks for.
    std::map<std::string, std::string, std::less<>> from_headers{};
};

/// What only some clusters say of the choice of a host, beside their balancer.
struct HostRules {
    std::optional<SubsetPolicy> subsets{};
    std::optional<std::string> override_header{};  ///< Names hosts itself. In lower case.
    std::optional<RetryHostRules> retry_hosts{};   ///< Instead of the route's.

    /// Retries keep away from priorities that were tried, looked at after so many attempts.
    std::optional<std::uint32_t> retry_priorities{};

    bool look_at_labels() const {
        return subsets || (retry_hosts && !retry_hosts->omit_labels.empty());
    }
};

/// What a request's head asks for.
SubsetLabels wanted_labels(const SubsetPolicy& policy, const RequestHead& head);

/// The addresses that the first header of this name lists; none without it.
std::vector<std::string_view> wanted_addresses(std::string_view header, const RequestHead& head);

}  // namespace weft::mesh
