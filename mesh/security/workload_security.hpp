#pragma once

#include "mesh/base/time.hpp"
#include "mesh/request/head.hpp"
#include "mesh/security/access_rules.hpp"
#include "mesh/security/authorization.hpp"
#include "mesh/security/external_authorizer.hpp"
#include "mesh/security/identity.hpp"
#include "mesh/security/ip_range.hpp"
#include "mesh/security/mutual_tls.hpp"
#include "mesh/security/token_authentication.hpp"
#include "mesh/security/token_rules.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace weft::mesh {

/// What policies ask of those who call one workload: plain, nothing compiled.
struct WorkloadRules {
    std::vector<AccessPolicy> access{};
    std::vector<TokenRule> tokens{};
    MutualTlsMode mode = MutualTlsMode::permissive;       ///< Of its ports; never unset.
    std::map<std::uint16_t, MutualTlsMode> port_modes{};  ///< Of ports that differ; never unset.
    std::vector<std::uint16_t> stream_ports{};  ///< Where it is not HTTP that is spoken; sorted.
    std::vector<std::string> missing_keys{};    ///< Addresses from which keys could not be fetched.

    MutualTlsMode mode_of(std::uint16_t port) const;

    /// Whether every caller is welcome, encrypted or not.
    bool ask_nothing() const;

    friend bool operator==(const WorkloadRules&, const WorkloadRules&) = default;
};

/// What is known of the connection that a request came on.
struct InboundConnection {
    const Identity* peer = nullptr;  ///< Of the caller's certificate; null: it showed none.
    IpAddress source{};
    IpAddress destination{};
    std::uint16_t port = 0;   ///< Of the workload.
    Duration clock_offset{};  ///< How far its proxy's clock is ahead of the time; negative: behind.
};

/// What becomes of a request.
struct InboundVerdict {
    std::uint16_t status = 0;        ///< That it is refused with; 0: it goes on, unless
    bool closes_connection = false;  ///< it is a stream of bytes, which has no status,
    bool asks_authorizer = false;    ///< or authorizer() has to be asked, and decide() again.
    bool by_authorizer = false;      ///< It is refused by what authorizer() said, or did not say.

    bool goes_on() const { return status == 0 && !closes_connection && !asks_authorizer; }
};

/// The same compiled: immutable, and shared by the proxies of one workload. Who is asked outside
/// comes first, then tokens, then who may do what: the order of Istio's filters. A provider that
/// nobody describes is taken to allow everything.
class WorkloadSecurity {
public:
    /// `clock_skew`: how long a token is taken before and after its time. `authorizers`: all that
    /// are known.
    WorkloadSecurity(WorkloadRules rules,
                     const TrustDomains& domains,
                     Duration clock_skew,
                     const std::vector<ExternalAuthorizer>& authorizers = {});

    const WorkloadRules& rules() const { return rules_; }

    /// Who may be asked about a request; null: nobody.
    const ExternalAuthorizer* authorizer() const { return authorizer_ ? &*authorizer_ : nullptr; }

    /// What it makes of a request that authorizer() said this of; `answered`: in time.
    ProviderAnswer answer_of(bool answered, bool allowed) const;

    /// Allocates nothing.
    InboundVerdict decide(const InboundConnection& connection,
                          const RequestHead& head,
                          Instant now,
                          ProviderAnswer answer = ProviderAnswer::not_asked) const;

private:
    InboundVerdict decide_outside(const AccessRequest& request, ProviderAnswer answer) const;
    static InboundVerdict refusal_of(const AccessRequest& request);

    WorkloadRules rules_;
    Authorization access_;
    TokenAuthentication tokens_;
    KeySets keys_;
    std::optional<ExternalAuthorizer> authorizer_;
};

}  // namespace weft::mesh
