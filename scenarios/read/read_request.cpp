#include "scenarios/read/read_request.hpp"

#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace weft::scenarios {
namespace {

bool is_method(const std::string& text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return 'A' <= c && c <= 'Z'; });
}

/// What RFC 9110 calls a token.
bool is_header_name(const std::string& text) {
    const auto is_sign = [](char c) {
        return std::string_view{"!#$%&'*+-.^_`|~"}.find(c) != std::string_view::npos;
    };
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return ('a' <= c && c <= 'z') || ('0' <= c && c <= '9') || is_sign(c);
    });
}

}  // namespace

std::string header_name(std::string written) {
    std::ranges::transform(written, written.begin(), [](char c) {
        return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return written;
}

mesh::RequestHead read_request(YamlMap& map, const mesh::RequestHead& fallback) {
    mesh::RequestHead head = fallback;
    head.path = map.text("path", fallback.path);
    map.require(head.path.starts_with('/'), "path", "must begin with /");
    head.method = map.text("method", fallback.method);
    map.require(is_method(head.method), "method", "must be in capital letters, such as GET");
    auto headers = map.map("headers");
    if (!headers) return head;
    head.headers.clear();
    headers->entries([&](const std::string& name, const Place& place, const YAML::Node& value) {
        if (!value.IsScalar()) {
            return map.diagnostics().error(place, "the value of a header must be plain text");
        }
        std::string lower = header_name(name);
        if (!is_header_name(lower)) {
            return map.diagnostics().error(place, "'" + name + "' cannot be the name of a header");
        }
        head.headers.push_back({std::move(lower), value.Scalar()});
    });
    return head;
}

}  // namespace weft::scenarios
