#include "mesh/control/host_names.hpp"

namespace weft::mesh::control {

std::string lower_case(std::string_view host) {
    std::string lower{host};
    for (char& letter : lower) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return lower;
}

std::string service_host(std::string_view name, std::string_view ns) {
    std::string host{name};
    host += '.';
    host += ns;
    host += ".svc.cluster.local";
    return lower_case(host);
}

std::optional<ServiceName> service_meant(std::string_view host, std::string_view ns) {
    const std::size_t dot = host.find('.');
    ServiceName meant{.name = std::string{host.substr(0, dot)}, .ns = std::string{ns}};
    if (dot == std::string_view::npos) return meant;
    const std::string_view rest = host.substr(dot + 1);
    const std::size_t end = std::min(rest.find('.'), rest.size());
    const std::string_view domain = rest.substr(end);
    if (!domain.empty() && domain != ".svc" && domain != ".svc.cluster.local") return std::nullopt;
    meant.ns = rest.substr(0, end);
    return meant;
}

std::string resolve_host(std::string_view host, std::string_view ns) {
    const bool is_short = host.find('.') == std::string_view::npos && !is_wildcard(host);
    return lower_case(is_short ? service_host(host, ns) : std::string{host});
}

std::string gateway_name(std::string_view written, std::string_view ns) {
    if (written == "mesh" || written.find('/') != std::string_view::npos)
        return std::string{written};
    std::string name{ns};
    name += '/';
    name += written;
    return name;
}

bool is_wildcard(std::string_view host) {
    return !host.empty() && host.front() == '*';
}

bool wildcard_covers(std::string_view wildcard, std::string_view host) {
    return is_wildcard(wildcard) && host.size() >= wildcard.size() &&
           host.ends_with(wildcard.substr(1));
}

}  // namespace weft::mesh::control
