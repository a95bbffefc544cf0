#include "mesh/security/field_match.hpp"

#include "mesh/base/quantity.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace weft::mesh {
namespace {

const IpAddress& address_of(AccessAttribute attribute, const AccessRequest& request) {
    if (attribute == AccessAttribute::remote_ip) return request.remote;
    return attribute == AccessAttribute::destination_ip ? request.destination : request.source;
}

}  // namespace

FieldMatch::FieldMatch(const ConditionKey& key,
                       const ValueLists& lists,
                       std::string_view ns,
                       const TrustDomains& domains)
    : key_(key), has_values_(!lists.values.empty()) {
    for (const std::string& value : lists.values)
        add(values_, value, ns, domains);
    for (const std::string& value : lists.not_values)
        add(not_values_, value, ns, domains);
}

/// An issuer may be an address, so the last slash parts it from the subject. A star at one end is
/// the issuer's or the subject's. Source: Istio.
FieldMatch::RequestPrincipal FieldMatch::parse_request_principal(std::string_view value) {
    const TextPattern any{.kind = TextPattern::Kind::not_empty};
    const std::size_t slash = value.rfind('/');
    const bool has_slash = slash != std::string_view::npos;
    if (value == "*") return {any, any};
    if (!has_slash && value.starts_with('*')) return {any, parse_text_pattern(value)};
    if (!has_slash && value.ends_with('*')) return {parse_text_pattern(value), any};
    const std::string_view issuer = value.substr(0, slash);
    const std::string_view subject = has_slash ? value.substr(slash + 1) : std::string_view{};
    const auto exact = [](std::string_view text) {
        return TextPattern{.kind = TextPattern::Kind::exact, .text = std::string{text}};
    };
    if (value.starts_with('*')) return {parse_text_pattern(issuer), exact(subject)};
    if (value.ends_with('*')) return {exact(issuer), parse_text_pattern(subject)};
    return {exact(issuer), exact(subject)};
}

void FieldMatch::add(std::vector<Pattern>& patterns,
                     const std::string& value,
                     std::string_view ns,
                     const TrustDomains& domains) const {
    switch (key_.attribute) {
        case AccessAttribute::source_ip:
        case AccessAttribute::remote_ip:
        case AccessAttribute::destination_ip:
            if (const auto range = parse_ip_range(value)) patterns.emplace_back(*range);
            return;
        case AccessAttribute::port: {
            const auto number = parse_count(value);
            if (!number || *number > std::numeric_limits<std::uint16_t>::max()) return;
            patterns.emplace_back(Port{static_cast<std::uint16_t>(*number)});
            return;
        }
        case AccessAttribute::service_account: {
            const std::size_t slash = value.find('/');
            const bool is_near = slash == std::string::npos;
            patterns.emplace_back(
                ServiceAccount{.ns = std::string{is_near ? ns : value.substr(0, slash)},
                               .name = is_near ? value : value.substr(slash + 1)});
            return;
        }
        case AccessAttribute::request_principal:
            patterns.emplace_back(parse_request_principal(value));
            return;
        case AccessAttribute::peer_namespace:
            patterns.emplace_back(TextPattern{.kind = TextPattern::Kind::stars, .text = value});
            return;
        case AccessAttribute::principal:
            for (const std::string& principal : with_aliases(value, domains))
                patterns.emplace_back(parse_text_pattern(principal));
            return;
        default:
            break;
    }
    const bool is_path = key_.attribute == AccessAttribute::path;
    if (is_path && is_path_template(value)) {
        if (!mistake_in_path_template(value)) patterns.emplace_back(PathTemplate{value});
        return;
    }
    TextPattern pattern = parse_text_pattern(value);
    pattern.ignore_case = key_.attribute == AccessAttribute::host;
    patterns.emplace_back(std::move(pattern));
}

bool FieldMatch::holds(const AccessRequest& request) const {
    const auto fits = [&](const Pattern& pattern) { return matches(pattern, request); };
    if (has_values_ && std::none_of(values_.begin(), values_.end(), fits)) return false;
    return std::none_of(not_values_.begin(), not_values_.end(), fits);
}

bool FieldMatch::matches(const Pattern& pattern, const AccessRequest& request) const {
    if (const auto* text = std::get_if<TextPattern>(&pattern)) return matches(*text, request);
    if (const auto* range = std::get_if<IpRange>(&pattern)) {
        return range->contains(address_of(key_.attribute, request));
    }
    if (const auto* port = std::get_if<Port>(&pattern)) return port->number == request.port;
    if (const auto* account = std::get_if<ServiceAccount>(&pattern)) {
        return request.peer != nullptr && request.peer->ns() == account->ns &&
               request.peer->service_account() == account->name;
    }
    if (const auto* principal = std::get_if<RequestPrincipal>(&pattern)) {
        return request.token != nullptr && principal->issuer.matches(request.token->issuer) &&
               principal->subject.matches(request.token->subject);
    }
    return std::get<PathTemplate>(pattern).matches(request.http->parts.path);
}

bool FieldMatch::matches(const TextPattern& pattern, const AccessRequest& request) const {
    assert(request.http != nullptr || !is_of_requests(key_.attribute));
    switch (key_.attribute) {
        case AccessAttribute::principal:
            return request.peer != nullptr && pattern.matches(request.peer->principal());
        case AccessAttribute::peer_namespace:
            return request.peer != nullptr && pattern.matches(request.peer->ns());
        case AccessAttribute::server_name:
            return pattern.matches(request.server_name);
        case AccessAttribute::audiences:
            return has_claim("aud", pattern, request.token);
        case AccessAttribute::presenter:
            return has_claim("azp", pattern, request.token);
        case AccessAttribute::claim:
            return has_claim(key_.name, pattern, request.token);
        case AccessAttribute::header:
            return has_header(pattern, request.http->head);
        case AccessAttribute::host:
            return pattern.matches(request.http->head.authority);
        case AccessAttribute::method:
            return pattern.matches(request.http->head.method);
        case AccessAttribute::path:
            return pattern.matches(request.http->parts.path);
        default:
            return false;  // Its patterns are of other types.
    }
}

/// Of a header that is there, "*" takes the empty value, too.
bool FieldMatch::has_header(const TextPattern& pattern, const RequestHead& head) const {
    return std::any_of(head.headers.begin(), head.headers.end(), [&](const Header& header) {
        return equal_ignoring_case(header.name, key_.name) &&
               (pattern.kind == TextPattern::Kind::not_empty || pattern.matches(header.value));
    });
}

bool FieldMatch::has_claim(std::string_view name,
                           const TextPattern& pattern,
                           const Token* token) const {
    if (token == nullptr) return false;
    const auto claim = token->claim(name);
    return claim &&
           any_value_of(*claim, [&](std::string_view value) { return pattern.matches(value); });
}

}  // namespace weft::mesh
