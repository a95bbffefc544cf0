#pragma once

#include "mesh/security/access_request.hpp"
#include "mesh/security/access_rules.hpp"
#include "mesh/security/identity.hpp"
#include "mesh/security/ip_range.hpp"
#include "mesh/security/path_template.hpp"
#include "mesh/security/text_pattern.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace weft::mesh {

/// One field of a rule, ready to be asked.
class FieldMatch {
public:
    /// Values that cannot be read match nothing. `ns` is that of the policy.
    FieldMatch(const ConditionKey& key,
               const ValueLists& lists,
               std::string_view ns,
               const TrustDomains& domains);

    AccessAttribute attribute() const { return key_.attribute; }

    /// Whether one of the values matches, if there are any, and none of the others. Requires a
    /// request if it asks of one.
    bool holds(const AccessRequest& request) const;

private:
    /// Issuer and subject.
    struct RequestPrincipal {
        TextPattern issuer;
        TextPattern subject;
    };

    struct ServiceAccount {
        std::string ns;
        std::string name;
    };

    struct Port {
        std::uint16_t number;
    };

    using Pattern =
        std::variant<TextPattern, PathTemplate, IpRange, Port, RequestPrincipal, ServiceAccount>;

    static RequestPrincipal parse_request_principal(std::string_view value);
    void add(std::vector<Pattern>& patterns,
             const std::string& value,
             std::string_view ns,
             const TrustDomains& domains) const;

    bool matches(const Pattern& pattern, const AccessRequest& request) const;
    bool matches(const TextPattern& pattern, const AccessRequest& request) const;
    bool has_header(const TextPattern& pattern, const RequestHead& head) const;
    bool has_claim(std::string_view name, const TextPattern& pattern, const Token* token) const;

    ConditionKey key_;
    std::vector<Pattern> values_;
    std::vector<Pattern> not_values_;
    bool has_values_;
};

}  // namespace weft::mesh
