#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// Who a workload is: "spiffe://cluster.local/ns/shop/sa/cart". Source: SPIFFE ids, as Istio makes
/// them of trust domain, namespace and service account.
class Identity {
public:
    /// Requires parts that are not empty and hold no slash.
    Identity(std::string_view trust_domain, std::string_view ns, std::string_view service_account);

    std::string_view text() const { return text_; }

    /// Without the scheme, as policies write it: "cluster.local/ns/shop/sa/cart".
    std::string_view principal() const;
    std::string_view trust_domain() const;
    std::string_view ns() const;
    std::string_view service_account() const;

    friend bool operator==(const Identity&, const Identity&) = default;

private:
    std::string text_;
    std::size_t domain_size_;
    std::size_t ns_size_;
};

/// Nothing if the text is no id of a workload.
std::optional<Identity> parse_identity(std::string_view text);

/// The trust domain of a mesh, and names it had before or has elsewhere.
struct TrustDomains {
    std::string own;  ///< "cluster.local"
    std::vector<std::string> aliases{};

    bool holds(std::string_view domain) const;

    friend bool operator==(const TrustDomains&, const TrustDomains&) = default;
};

/// Whether both are one workload, in whichever of the mesh's trust domains.
bool is_same_workload(const Identity& a, const Identity& b, const TrustDomains& domains);

/// Secure naming: whether a server with this certificate may answer for a service whose pods run
/// under these identities. Without any, nobody knows better, and every server may.
bool may_serve(const Identity& server,
               std::span<const Identity> expected,
               const TrustDomains& domains);

/// A principal of a policy, and the same in the mesh's other trust domains. One of a foreign
/// domain, of "*" or of another form stays alone; "cluster.local" always means the mesh's own.
/// Source: Istio's trust domain migration.
std::vector<std::string> with_aliases(const std::string& principal, const TrustDomains& domains);

}  // namespace weft::mesh
