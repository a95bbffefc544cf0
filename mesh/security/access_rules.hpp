#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who may do what, as policies say it: plain structs, nothing compiled.
namespace weft::mesh {

enum class AccessAction : std::uint8_t {
    allow,
    deny,
    audit,   ///< Asks for a record and decides nothing.
    custom,  ///< Leaves the answer to a provider outside.
};

/// Values of one field, of which one must match, and of which none may. An empty list asks nothing.
struct ValueLists {
    std::vector<std::string> values{};
    std::vector<std::string> not_values{};

    bool empty() const { return values.empty() && not_values.empty(); }

    friend bool operator==(const ValueLists&, const ValueLists&) = default;
};

/// Where a request comes from: all fields must hold.
struct AccessSource {
    ValueLists principals{};          ///< "cluster.local/ns/shop/sa/cart"
    ValueLists request_principals{};  ///< "https://idp.example.com/ann": issuer and subject.
    ValueLists namespaces{};
    ValueLists service_accounts{};  ///< "shop/cart", or "cart" in the policy's namespace.
    ValueLists ip_blocks{};         ///< Of the connection: "10.1.2.3" or "10.1.0.0/16".
    ValueLists remote_ip_blocks{};  ///< Of the client, as proxies in front report it.

    friend bool operator==(const AccessSource&, const AccessSource&) = default;
};

/// What is asked for: all fields must hold.
struct AccessOperation {
    ValueLists hosts{};
    ValueLists ports{};
    ValueLists methods{};
    ValueLists paths{};

    friend bool operator==(const AccessOperation&, const AccessOperation&) = default;
};

struct AccessCondition {
    std::string key;  ///< "request.headers[x-version]": see parse_condition_key().
    ValueLists lists{};

    friend bool operator==(const AccessCondition&, const AccessCondition&) = default;
};

/// One source, one operation and every condition must hold. Without any: matches everything.
struct AccessRule {
    std::vector<AccessSource> from{};
    std::vector<AccessOperation> to{};
    std::vector<AccessCondition> when{};

    friend bool operator==(const AccessRule&, const AccessRule&) = default;
};

/// Rules that hold for a workload.
struct AccessPolicy {
    std::string ns{};
    std::string name{};
    AccessAction action = AccessAction::allow;
    std::string provider{};  ///< Of `custom`.
    std::vector<AccessRule> rules{};

    friend bool operator==(const AccessPolicy&, const AccessPolicy&) = default;
};

/// What of a request or its connection a field is about.
enum class AccessAttribute : std::uint8_t {
    principal,
    peer_namespace,
    service_account,
    source_ip,
    remote_ip,
    destination_ip,
    port,
    server_name,
    // The rest are of requests, and a stream of bytes has none of them.
    request_principal,
    audiences,
    presenter,
    claim,   ///< Of its token; named.
    header,  ///< Named.
    host,
    method,
    path,
};

/// Whether only requests have it.
constexpr bool is_of_requests(AccessAttribute attribute) {
    return attribute >= AccessAttribute::request_principal;
}

/// What the key of a condition names.
struct ConditionKey {
    AccessAttribute attribute = AccessAttribute::principal;
    std::string name{};  ///< Of a header in lower case; of a claim "role" or, nested, "realm.role".
};

/// Nothing if the key names nothing that is known.
/// Source: the conditions of Istio's AuthorizationPolicy.
std::optional<ConditionKey> parse_condition_key(std::string_view key);

/// Every key, to tell what may have been meant; those with a name in brackets up to the bracket.
const std::vector<std::string>& condition_keys();

}  // namespace weft::mesh
