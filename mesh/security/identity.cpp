#include "mesh/security/identity.hpp"

#include <algorithm>
#include <cassert>

namespace weft::mesh {
namespace {

constexpr std::string_view scheme = "spiffe://";
constexpr std::string_view before_ns = "/ns/";
constexpr std::string_view before_account = "/sa/";
constexpr std::string_view any_local = "cluster.local";

bool is_part(std::string_view text) {
    return !text.empty() && text.find('/') == std::string_view::npos;
}

struct Parts {
    std::string_view domain;
    std::string_view ns;
    std::string_view account;
};

/// The parts of "cluster.local/ns/shop/sa/cart", none empty.
std::optional<Parts> split_principal(std::string_view text) {
    const std::size_t ns_at = text.find(before_ns);
    if (ns_at == std::string_view::npos) return std::nullopt;
    const std::string_view rest = text.substr(ns_at + before_ns.size());
    const std::size_t account_at = rest.find(before_account);
    if (account_at == std::string_view::npos) return std::nullopt;
    const Parts parts{.domain = text.substr(0, ns_at),
                      .ns = rest.substr(0, account_at),
                      .account = rest.substr(account_at + before_account.size())};
    if (!is_part(parts.domain) || !is_part(parts.ns) || !is_part(parts.account)) {
        return std::nullopt;
    }
    return parts;
}

/// Whether "*-domain" stands for this domain, too.
bool ends_as(std::string_view pattern, std::string_view domain) {
    return pattern.starts_with('*') && domain.ends_with(pattern.substr(1));
}

}  // namespace

Identity::Identity(std::string_view trust_domain,
                   std::string_view ns,
                   std::string_view service_account)
    : text_(scheme), domain_size_(trust_domain.size()), ns_size_(ns.size()) {
    assert(is_part(trust_domain) && is_part(ns) && is_part(service_account));
    text_.append(trust_domain).append(before_ns).append(ns);
    text_.append(before_account).append(service_account);
}

std::string_view Identity::principal() const {
    return text().substr(scheme.size());
}

std::string_view Identity::trust_domain() const {
    return principal().substr(0, domain_size_);
}

std::string_view Identity::ns() const {
    return principal().substr(domain_size_ + before_ns.size(), ns_size_);
}

std::string_view Identity::service_account() const {
    return principal().substr(domain_size_ + before_ns.size() + ns_size_ + before_account.size());
}

std::optional<Identity> parse_identity(std::string_view text) {
    if (!text.starts_with(scheme)) return std::nullopt;
    const auto parts = split_principal(text.substr(scheme.size()));
    if (!parts) return std::nullopt;
    return Identity{parts->domain, parts->ns, parts->account};
}

bool TrustDomains::holds(std::string_view domain) const {
    return domain == own || std::find(aliases.begin(), aliases.end(), domain) != aliases.end();
}

bool is_same_workload(const Identity& a, const Identity& b, const TrustDomains& domains) {
    if (a.ns() != b.ns() || a.service_account() != b.service_account()) return false;
    return a.trust_domain() == b.trust_domain() ||
           (domains.holds(a.trust_domain()) && domains.holds(b.trust_domain()));
}

bool may_serve(const Identity& server,
               std::span<const Identity> expected,
               const TrustDomains& domains) {
    return expected.empty() ||
           std::any_of(expected.begin(), expected.end(), [&](const Identity& identity) {
               return is_same_workload(server, identity, domains);
           });
}

std::vector<std::string> with_aliases(const std::string& principal, const TrustDomains& domains) {
    const auto parts = split_principal(principal);
    if (!parts || parts->domain == "*") return {principal};
    assert(!domains.own.empty());
    std::vector<std::string> all_domains{domains.own};
    all_domains.insert(all_domains.end(), domains.aliases.begin(), domains.aliases.end());
    const bool is_ours =
        parts->domain == any_local ||
        std::any_of(all_domains.begin(), all_domains.end(), [&](const std::string& domain) {
            return domain == parts->domain || ends_as(parts->domain, domain);
        });
    if (!is_ours) return {principal};
    std::vector<std::string> principals;
    for (const std::string& domain : all_domains) {
        std::string same = principal;
        if (!ends_as(parts->domain, domain)) same.replace(0, parts->domain.size(), domain);
        if (std::find(principals.begin(), principals.end(), same) == principals.end()) {
            principals.push_back(std::move(same));
        }
    }
    return principals;
}

}  // namespace weft::mesh
