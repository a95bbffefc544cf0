#include "scenarios/manifests/istio_values.hpp"
#include "scenarios/manifests/read_metadata.hpp"
#include "scenarios/manifests/resource_readers.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace weft::scenarios {

using namespace mesh::control;

namespace {

/// What a gateway looks into, so that rules can tell its requests apart.
bool is_of_http(std::string_view protocol) {
    static constexpr std::array<std::string_view, 5> known{"HTTP", "HTTP2", "HTTPS", "GRPC",
                                                           "GRPC-WEB"};
    return std::ranges::find(known, protocol) != known.end();
}

/// Istio takes the name of a protocol in any case.
std::string in_capitals(std::string name) {
    std::ranges::transform(name, name.begin(), [](char letter) {
        return 'a' <= letter && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
    return name;
}

/// Whether the gateway ends TLS itself; if not, it cannot look into what it forwards.
bool read_server_tls(YamlMap& server, GatewayServer& read) {
    auto map = server.map("tls");
    if (!map) return true;
    static constexpr std::array<std::string_view, 6> modes{
        "PASSTHROUGH", "SIMPLE", "MUTUAL", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL", "OPTIONAL_MUTUAL"};
    read.redirects_to_https = map->flag("httpsRedirect", false);
    const std::string mode = map->choice("mode", "SIMPLE", modes);
    if (mode == "MUTUAL") {
        map->diagnostics().warning(map->place("mode"),
                                   "MUTUAL is not honoured: the gateway asks no client for a "
                                   "certificate");
    }
    pass_over(*map, {"credentialName", "credentialNames", "serverCertificate", "privateKey",
                     "caCertificates", "minProtocolVersion", "maxProtocolVersion", "cipherSuites"});
    map->warn_of_unknown_keys("spec.servers.tls");
    return !mode.ends_with("PASSTHROUGH");
}

/// Says so if nothing of the server is played.
bool is_played(const YamlMap& server, std::string_view protocol, bool ends_tls) {
    if (is_of_http(protocol) && ends_tls) return true;
    std::string message = "a gateway's port of ";
    message += protocol;
    message += ends_tls ? " is not honoured" : " that passes TLS through is not honoured";
    server.diagnostics().warning(server.place(), message + ": gateways forward requests of HTTP");
    return false;
}

void read_server(YamlMap map, Gateway& gateway) {
    GatewayServer server;
    map.require(map.has("port"), "port", "is missing");
    if (auto port = map.map("port")) {
        server.port = required_port(*port, "number");
        server.protocol = in_capitals(port->required_text("protocol"));
        server.name = port->text("name");
        pass_over(*port, {"targetPort"});
        port->warn_of_unknown_keys("spec.servers.port");
    }
    server.hosts = read_hosts(map);
    const bool ends_tls = read_server_tls(map, server);
    pass_over(map, {"name"});
    map.warn_of_unknown_keys("spec.servers");
    server.forwards = is_played(map, server.protocol, ends_tls);
    gateway.servers.push_back(std::move(server));
}

bool read_listener_tls(YamlMap& listener) {
    auto map = listener.map("tls");
    if (!map) return true;
    static constexpr std::array<std::string_view, 2> modes{"Terminate", "Passthrough"};
    const std::string mode = map->choice("mode", "Terminate", modes);
    pass_over(*map, {"certificateRefs", "options", "frontendValidation"});
    map->warn_of_unknown_keys("spec.listeners.tls");
    return mode == "Terminate";
}

void read_allowed_routes(YamlMap& listener, const std::string& own_ns, GatewayServer& read) {
    static constexpr std::array<std::string_view, 4> sources{"Same", "All", "Selector", "None"};
    read.namespaces = Labels{{"kubernetes.io/metadata.name", own_ns}};
    auto map = listener.map("allowedRoutes");
    if (!map) return;
    map->each("kinds", [&](const YAML::Node& node) {
        YamlMap kind{node, map->file(), map->diagnostics()};
        read.route_kinds.push_back(kind.required_text("kind"));
        pass_over(kind, {"group"});
    });
    if (auto namespaces = map->map("namespaces")) {
        const std::string from = namespaces->choice("from", "Same", sources);
        if (from == "All") read.namespaces.reset();
        if (from == "None") read.namespaces = Labels{{"kubernetes.io/metadata.name", ""}};
        if (auto selector = namespaces->map("selector")) {
            const Labels wanted = read_labels(*selector, "matchLabels");
            if (from == "Selector") read.namespaces = wanted;
            selector->warn_of_unknown_keys("spec.listeners.allowedRoutes.namespaces.selector");
        }
        namespaces->warn_of_unknown_keys("spec.listeners.allowedRoutes.namespaces");
    }
    map->warn_of_unknown_keys("spec.listeners.allowedRoutes");
}

void read_listener(YamlMap map, Gateway& gateway) {
    GatewayServer server;
    server.name = map.required_text("name");
    server.port = required_port(map, "port");
    server.protocol = map.required_text("protocol");
    server.hosts.push_back(map.text("hostname", "*"));
    const bool ends_tls = read_listener_tls(map);
    read_allowed_routes(map, gateway.meta.ns, server);
    map.warn_of_unknown_keys("spec.listeners");
    server.forwards = is_played(map, server.protocol, ends_tls);
    gateway.servers.push_back(std::move(server));
}

}  // namespace

std::optional<Resource> read_gateway(YamlMap& document) {
    Gateway gateway;
    gateway.meta = read_metadata(document);
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    gateway.selector = read_labels(*spec, "selector");
    spec->each("servers", [&](const YAML::Node& node) {
        read_server({node, spec->file(), spec->diagnostics()}, gateway);
    });
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return gateway;
}

std::optional<Resource> read_api_gateway(YamlMap& document) {
    Gateway gateway;
    gateway.kind = Gateway::Kind::gateway_api;
    gateway.meta = read_metadata(document);
    gateway.selector = {{std::string{gateway_name_label}, gateway.meta.name}};
    auto spec = required_spec(document);
    if (!spec) return std::nullopt;
    spec->required_text("gatewayClassName");
    spec->each("listeners", [&](const YAML::Node& node) {
        read_listener({node, spec->file(), spec->diagnostics()}, gateway);
    });
    pass_over(*spec, {"addresses", "infrastructure"});  // Where it is reached from without.
    spec->warn_of_unknown_keys("spec");
    finish_document(document);
    return gateway;
}

}  // namespace weft::scenarios
