#include "mesh/security/authorization.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace weft::mesh {
namespace {

std::string_view name_of(AccessAction action) {
    switch (action) {
        case AccessAction::allow:
            return "ALLOW";
        case AccessAction::deny:
            return "DENY";
        case AccessAction::audit:
            return "AUDIT";
        case AccessAction::custom:
            return "CUSTOM";
    }
    return "";
}

/// Compiles the fields of sources, operations and conditions.
class FieldMaker {
public:
    FieldMaker(std::string_view ns, const TrustDomains& domains) : ns_(ns), domains_(domains) {}

    void add(std::vector<FieldMatch>& fields, const ConditionKey& key, const ValueLists& lists) {
        if (!lists.empty()) fields.emplace_back(key, lists, ns_, domains_);
    }

    std::vector<FieldMatch> fields_of(const AccessSource& source) {
        std::vector<FieldMatch> fields;
        add(fields, {AccessAttribute::principal}, source.principals);
        add(fields, {AccessAttribute::request_principal}, source.request_principals);
        add(fields, {AccessAttribute::peer_namespace}, source.namespaces);
        add(fields, {AccessAttribute::service_account}, source.service_accounts);
        add(fields, {AccessAttribute::source_ip}, source.ip_blocks);
        add(fields, {AccessAttribute::remote_ip}, source.remote_ip_blocks);
        return fields;
    }

    std::vector<FieldMatch> fields_of(const AccessOperation& operation) {
        std::vector<FieldMatch> fields;
        add(fields, {AccessAttribute::host}, operation.hosts);
        add(fields, {AccessAttribute::port}, operation.ports);
        add(fields, {AccessAttribute::method}, operation.methods);
        add(fields, {AccessAttribute::path}, operation.paths);
        return fields;
    }

private:
    std::string_view ns_;
    const TrustDomains& domains_;
};

bool any_of_requests(const std::vector<FieldMatch>& fields) {
    return std::any_of(fields.begin(), fields.end(),
                       [](const FieldMatch& field) { return is_of_requests(field.attribute()); });
}

}  // namespace

std::string to_text(const AccessVerdict& verdict) {
    using Kind = AccessVerdict::Kind;
    if (verdict.policy == nullptr) {
        if (verdict.kind == Kind::denied) return "denied, since no rule of ALLOW matches";
        return "allowed, since no policy says otherwise";
    }
    const AccessPolicy& policy = *verdict.policy;
    const std::string by = fmt::format("{} policy {}/{}, rule {}", name_of(policy.action),
                                       policy.ns, policy.name, verdict.rule + 1);
    if (verdict.kind == Kind::ask_provider) {
        return fmt::format("provider {} is asked by {}", policy.provider, by);
    }
    return fmt::format("{} by {}", verdict.allowed() ? "allowed" : "denied", by);
}

Authorization::Authorization(std::vector<AccessPolicy> policies, const TrustDomains& domains)
    : policies_(std::move(policies)) {
    const AccessPolicy* asking = nullptr;
    for (const AccessPolicy& policy : policies_) {
        compile(policy, domains);
        if (policy.action == AccessAction::allow) has_allow_ = true;
        if (policy.action != AccessAction::custom) continue;
        if (asking != nullptr && asking->provider != policy.provider) has_rival_providers_ = true;
        asking = &policy;
    }
}

void Authorization::compile(const AccessPolicy& policy, const TrustDomains& domains) {
    FieldMaker maker{policy.ns, domains};
    for (std::size_t number = 0; number < policy.rules.size(); ++number) {
        const AccessRule& written = policy.rules[number];
        Rule rule{.policy = &policy, .number = number, .from = {}, .to = {}, .when = {}};
        for (const AccessSource& source : written.from)
            rule.from.push_back(maker.fields_of(source));
        for (const AccessOperation& operation : written.to)
            rule.to.push_back(maker.fields_of(operation));
        for (const AccessCondition& condition : written.when) {
            const auto key = parse_condition_key(condition.key);
            if (key) maker.add(rule.when, *key, condition.lists);
            if (!key) rule.asks_the_unknown = true;
        }
        rule.asks_of_requests = any_of_requests(rule.when) ||
                                std::any_of(rule.from.begin(), rule.from.end(), any_of_requests) ||
                                std::any_of(rule.to.begin(), rule.to.end(), any_of_requests);
        rules_.push_back(std::move(rule));
    }
}

bool Authorization::hold(const Fields& fields, const AccessRequest& request) {
    return std::all_of(fields.begin(), fields.end(), [&](const FieldMatch& field) {
        const bool is_ignored = request.http == nullptr && is_of_requests(field.attribute());
        return is_ignored || field.holds(request);
    });
}

bool Authorization::any_holds(const std::vector<Fields>& all, const AccessRequest& request) {
    return all.empty() || std::any_of(all.begin(), all.end(),
                                      [&](const Fields& fields) { return hold(fields, request); });
}

bool Authorization::matches(const Rule& rule, const AccessRequest& request) {
    const bool asks_too_much =
        rule.asks_the_unknown || (request.http == nullptr && rule.asks_of_requests);
    if (asks_too_much && rule.policy->action == AccessAction::allow) return false;
    return any_holds(rule.from, request) && any_holds(rule.to, request) && hold(rule.when, request);
}

const Authorization::Rule* Authorization::find(AccessAction action,
                                               const AccessRequest& request) const {
    const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& rule) {
        return rule.policy->action == action && matches(rule, request);
    });
    return found == rules_.end() ? nullptr : &*found;
}

AccessVerdict Authorization::decide(const AccessRequest& request, ProviderAnswer answer) const {
    using Kind = AccessVerdict::Kind;
    const auto by = [&](Kind kind, const Rule& rule) {
        return AccessVerdict{kind, rule.policy, rule.number};
    };
    if (const Rule* const rule = find(AccessAction::custom, request)) {
        if (has_rival_providers_ || answer == ProviderAnswer::denied)
            return by(Kind::denied, *rule);
        if (answer == ProviderAnswer::not_asked) return by(Kind::ask_provider, *rule);
    }
    if (const Rule* const rule = find(AccessAction::deny, request)) return by(Kind::denied, *rule);
    if (const Rule* const rule = find(AccessAction::allow, request)) {
        return by(Kind::allowed, *rule);
    }
    return {.kind = has_allow_ ? Kind::denied : Kind::allowed};
}

}  // namespace weft::mesh
