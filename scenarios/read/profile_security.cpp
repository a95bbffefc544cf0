#include "scenarios/read/profile_section.hpp"

#include <string>

namespace weft::scenarios {
namespace {

/// A share of a life, in percent.
void read_share(ProfileSection& section, std::string_view key, mesh::Ratio& share) {
    if (section.has(key))
        share =
            section.map().ratio(key, {.fallback = {0}, .min = {0}, .max = {mesh::Ratio::whole}});
}

void read_certificate_defaults(ProfileSection section, mesh::control::SecurityDefaults& security) {
    mesh::RotationSettings& rotation = security.rotation;
    section.read("lifetime", security.certificate_lifetime);
    read_share(section, "grace", rotation.grace);
    read_share(section, "jitter", rotation.jitter);
    if (auto retry = section.section("retry")) {
        retry->read("base", rotation.retry.base);
        retry->read("max", rotation.retry.max);
        retry->reject_unknown_keys();
    }
    section.refuse("retry", mistake_in(rotation));
    section.reject_unknown_keys();
}

void read_key_cache(ProfileSection section, mesh::KeyCacheSettings& keys) {
    section.read("refresh", keys.refresh);
    section.read("retry", keys.retry);
    section.read("timeout", keys.timeout);
    section.read("lifetime", keys.lifetime);
    section.refuse("refresh", mistake_in(keys));
    section.reject_unknown_keys();
}

}  // namespace

void read_security(ProfileSection section, mesh::control::SecurityDefaults& security) {
    section.read("automatic_mutual_tls", security.automatic_mutual_tls);
    if (section.has("trust_domain")) {
        std::string& domain = security.domains.own;
        domain = section.map().required_text("trust_domain");
        const bool is_name = !domain.empty() && domain.find('/') == std::string::npos;
        section.map().require(is_name, "trust_domain", "must be a name, such as cluster.local");
        if (!is_name) domain = "cluster.local";
    }
    section.read("token_clock_skew", security.token_clock_skew);
    section.read("authorizer_timeout", security.authorizer_timeout);
    if (auto keys = section.section("keys")) read_key_cache(*keys, security.keys);
    if (auto certificates = section.section("certificates"))
        read_certificate_defaults(*certificates, security);
    section.reject_unknown_keys();
}

}  // namespace weft::scenarios
