#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// Whether a policy's path is a template, not a text with a star at one end.
bool is_path_template(std::string_view path);

/// Why a template cannot be used; nothing if it can.
std::optional<std::string> mistake_in_path_template(std::string_view path);

/// "/shop/{*}/items/{**}": {*} stands for one part of a path between slashes, {**} for any number
/// of them. Source: the path templates of Istio's AuthorizationPolicy.
class PathTemplate {
public:
    /// Requires a template without a mistake.
    explicit PathTemplate(std::string_view path);

    /// The path has no query.
    bool matches(std::string_view path) const;

private:
    enum class Kind : std::uint8_t { literal, one, any };

    struct Part {
        Kind kind;
        std::string text;  ///< Of `any`: what the rest of the path must end with.
    };

    std::vector<Part> parts_;
};

}  // namespace weft::mesh
