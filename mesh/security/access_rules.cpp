#include "mesh/security/access_rules.hpp"

#include "mesh/route/string_match.hpp"

#include <algorithm>
#include <array>

namespace weft::mesh {
namespace {

struct KnownKey {
    std::string_view text;
    AccessAttribute attribute;
};

constexpr std::array<KnownKey, 11> plain_keys{{
    {"source.ip", AccessAttribute::source_ip},
    {"remote.ip", AccessAttribute::remote_ip},
    {"source.namespace", AccessAttribute::peer_namespace},
    {"source.principal", AccessAttribute::principal},
    {"source.serviceAccount", AccessAttribute::service_account},
    {"request.auth.principal", AccessAttribute::request_principal},
    {"request.auth.audiences", AccessAttribute::audiences},
    {"request.auth.presenter", AccessAttribute::presenter},
    {"destination.ip", AccessAttribute::destination_ip},
    {"destination.port", AccessAttribute::port},
    {"connection.sni", AccessAttribute::server_name},
}};

constexpr std::string_view header_key = "request.headers";
constexpr std::string_view claim_key = "request.auth.claims";

/// "realm.role" of "[realm][role]"; nothing if the brackets are not in order.
std::optional<std::string> bracketed(std::string_view text) {
    std::string name;
    while (!text.empty()) {
        const std::size_t end = text.find(']');
        if (text.front() != '[' || end == std::string_view::npos || end == 1) return std::nullopt;
        if (!name.empty()) name += '.';
        name += text.substr(1, end - 1);
        text.remove_prefix(end + 1);
    }
    if (name.empty()) return std::nullopt;
    return name;
}

}  // namespace

std::optional<ConditionKey> parse_condition_key(std::string_view key) {
    const auto plain = std::find_if(plain_keys.begin(), plain_keys.end(),
                                    [&](const KnownKey& known) { return known.text == key; });
    if (plain != plain_keys.end()) return ConditionKey{.attribute = plain->attribute};
    if (key.starts_with(claim_key)) {
        auto name = bracketed(key.substr(claim_key.size()));
        if (!name) return std::nullopt;
        return ConditionKey{.attribute = AccessAttribute::claim, .name = std::move(*name)};
    }
    if (!key.starts_with(header_key)) return std::nullopt;
    const std::string_view rest = key.substr(header_key.size());
    const auto name = bracketed(rest);
    const bool is_one = std::count(rest.begin(), rest.end(), '[') == 1;
    if (!name || !is_one) return std::nullopt;
    return ConditionKey{.attribute = AccessAttribute::header, .name = to_lower_case(*name)};
}

const std::vector<std::string>& condition_keys() {
    static const std::vector<std::string> keys = [] {
        std::vector<std::string> all;
        for (const KnownKey& known : plain_keys)
            all.emplace_back(known.text);
        all.emplace_back(header_key);
        all.emplace_back(claim_key);
        return all;
    }();
    return keys;
}

}  // namespace weft::mesh
