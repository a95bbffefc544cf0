#include "scenarios/manifests/check_http_rule.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {
namespace {

constexpr std::string_view host_header = "host";
constexpr std::string_view authority_header = ":authority";

/// Nothing is sent on then that could be struck or changed.
void check_own_answer(YamlMap& rule) {
    for (const std::string_view answer : {"redirect", "directResponse"}) {
        if (!rule.has(answer)) continue;
        for (const std::string_view other : {"fault", "rewrite"})
            rule.require(!rule.has(other), other, fmt::format("cannot stand beside {}", answer));
    }
}

void check_mirrors(YamlMap& rule, const mesh::control::HttpRoute& read) {
    const bool has_one = rule.has("mirror");
    rule.require(!has_one || read.mirrors.size() < 2, "mirrors", "cannot stand beside mirror");
    for (const std::string_view share : {"mirrorPercentage", "mirrorPercent"}) {
        if (has_one || !rule.has(share)) continue;
        rule.diagnostics().warning(rule.place(share),
                                   fmt::format("{} is that of mirror, which is missing", share));
    }
}

std::ptrdiff_t hosts_among(const std::vector<mesh::Header>& headers) {
    return std::ranges::count_if(headers, [](const mesh::Header& header) {
        return header.name == host_header || header.name == authority_header;
    });
}

void check_host_edits(YamlMap& rule, const mesh::control::HttpRoute& read) {
    const std::ptrdiff_t rewritten = read.rewrite && read.rewrite->authority ? 1 : 0;
    const std::ptrdiff_t set = hosts_among(read.request_headers.set);
    const std::ptrdiff_t added = hosts_among(read.request_headers.add);
    rule.require(rewritten + set + added < 2, "headers", "set the host, which is set already");
}

/// `host_name` is the one by which the host may be changed; none if it is empty.
void check_name(YamlMap& map, const std::string& name, std::string_view host_name) {
    if (name.empty()) return map.error("headers", "the name of a header is empty");
    const bool is_internal = name == host_header || name.starts_with(':');
    if (!is_internal || name == host_name || (name == host_header && !host_name.empty())) return;
    map.error("headers", fmt::format("header '{}' cannot be changed here", name));
}

/// Proxies put what they know of the request there: "%REQ(x-user)%"; "%%" is a percent sign.
void warn_of_commands(const YamlMap& map, const mesh::Header& header) {
    for (std::size_t i = 0; i + 1 < header.value.size(); ++i) {
        if (header.value[i] != '%') continue;
        if (header.value[i + 1] == '%') {
            ++i;
            continue;
        }
        return map.diagnostics().warning(
            map.place("headers"),
            fmt::format("'{}' of header '{}' is not honoured: it is sent as it is written",
                        header.value, header.name));
    }
}

void check_edits(YamlMap& map, const mesh::HeaderEdits& edits, std::string_view host_name) {
    for (const auto* const headers : {&edits.set, &edits.add}) {
        for (const mesh::Header& header : *headers) {
            check_name(map, header.name, host_name);
            warn_of_commands(map, header);
        }
    }
    for (const std::string& name : edits.remove)
        check_name(map, name, "");
}

}  // namespace

void check_http_rule(YamlMap& rule, const mesh::control::HttpRoute& read) {
    check_own_answer(rule);
    check_mirrors(rule, read);
    check_host_edits(rule, read);
    check_edits(rule, read.request_headers, authority_header);
    check_edits(rule, read.response_headers, "");
}

void check_destination_headers(YamlMap& map, const mesh::control::RouteDestination& read) {
    check_edits(map, read.request_headers, host_header);
    check_edits(map, read.response_headers, "");
}

}  // namespace weft::scenarios
