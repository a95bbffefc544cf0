#pragma once

#include "mesh/security/access_request.hpp"
#include "mesh/security/access_rules.hpp"
#include "mesh/security/field_match.hpp"
#include "mesh/security/identity.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// What a request gets that is denied; a connection is closed.
inline constexpr std::uint16_t access_denied_status = 403;
inline constexpr std::string_view access_denied_body = "RBAC: access denied";

/// What a provider outside said.
enum class ProviderAnswer : std::uint8_t { not_asked, allowed, denied };

/// Whether a request goes on, and what decided it.
struct AccessVerdict {
    enum class Kind : std::uint8_t {
        allowed,
        denied,
        ask_provider,  ///< The provider of `policy`; decide() again with its answer.
    };

    Kind kind = Kind::allowed;
    const AccessPolicy* policy = nullptr;  ///< Null: no rule matched. Lives as long as its
                                           ///< Authorization.
    std::size_t rule = 0;                  ///< Of the policy, from 0.

    bool allowed() const { return kind == Kind::allowed; }
};

/// "denied by DENY policy shop/no-admin, rule 2"
std::string to_text(const AccessVerdict& verdict);

/// The policies of a workload, compiled once: immutable, and shared by its proxies.
///
/// First providers outside are asked (CUSTOM), then who matches a policy of DENY is denied, then
/// who matches one of ALLOW is allowed. Who matches none is denied if there are policies of ALLOW.
/// A stream of bytes has no fields of requests: a rule of ALLOW that asks for one matches no
/// stream, all others ignore the field. So it is with a condition that nobody knows.
/// Source: Istio's AuthorizationPolicy.
class Authorization {
public:
    Authorization(std::vector<AccessPolicy> policies, const TrustDomains& domains);

    Authorization(const Authorization&) = delete;  // Verdicts point into it.
    Authorization& operator=(const Authorization&) = delete;

    /// Allocates nothing.
    AccessVerdict decide(const AccessRequest& request,
                         ProviderAnswer answer = ProviderAnswer::not_asked) const;

private:
    using Fields = std::vector<FieldMatch>;

    struct Rule {
        const AccessPolicy* policy;
        std::size_t number;
        std::vector<Fields> from;
        std::vector<Fields> to;
        Fields when;
        bool asks_of_requests = false;
        bool asks_the_unknown = false;
    };

    void compile(const AccessPolicy& policy, const TrustDomains& domains);
    const Rule* find(AccessAction action, const AccessRequest& request) const;

    static bool hold(const Fields& fields, const AccessRequest& request);
    static bool any_holds(const std::vector<Fields>& all, const AccessRequest& request);
    static bool matches(const Rule& rule, const AccessRequest& request);

    std::vector<AccessPolicy> policies_;
    std::vector<Rule> rules_;
    bool has_allow_ = false;
    bool has_rival_providers_ = false;  ///< A workload can ask one: with two, none is.
};

}  // namespace weft::mesh
