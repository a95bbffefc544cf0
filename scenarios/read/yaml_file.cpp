#include "scenarios/read/yaml_file.hpp"

#include "scenarios/read/yaml_depth.hpp"

#include <algorithm>
#include <exception>
#include <fmt/format.h>
#include <map>
#include <new>
#include <optional>
#include <set>
#include <sstream>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;

/// Tags of YAML are no use to a scenario, so one carries the origin; no parsed tag begins like
/// this.
constexpr std::string_view origin_prefix = "origin ";

/// The same with the line and column of the node that this one is a copy of.
constexpr std::string_view copy_prefix = "copy ";

/// How much a node holds once its aliases are followed.
struct Extent {
    std::size_t nodes = 1;  ///< Stops counting at the limit.
    std::size_t depth = 0;  ///< A value without parts has none.
};

/// Looks at every node once: duplicate keys, aliases that lead back to themselves, and how large
/// and deep the document becomes when aliases are followed.
class DocumentCheck {
public:
    DocumentCheck(const std::string& name, Diagnostics& diagnostics, const YamlLimits& limits)
        : name_(name), diagnostics_(diagnostics), limits_(limits) {}

    bool accepts(const YAML::Node& document) {
        const Extent extent = measure(document);
        if (extent.nodes >= limits_.nodes) {
            refuse(document, "holds too many values once its aliases are followed (at most " +
                                 std::to_string(limits_.nodes) + ")");
        }
        return accepted_;
    }

private:
    Extent measure(const YAML::Node& node) {
        if (!node.IsMap() && !node.IsSequence()) return {};
        // Two nodes are one if an alias made them so; their place tells them apart from all others.
        const auto [known, is_new] = extents_.try_emplace(node.Mark().pos, std::nullopt);
        if (!is_new && known->second) return *known->second;
        if (!is_new) {
            refuse(node, "an alias leads back to what it is part of");
            return {};
        }
        if (++depth_ > limits_.depth) {
            refuse(node, "nested too deep (at most " + std::to_string(limits_.depth) + " levels)");
            --depth_;
            return {};
        }
        const Extent extent = node.IsMap() ? measure_map(node) : measure_sequence(node);
        --depth_;
        if (extent.depth > limits_.depth && accepted_) {
            refuse(node, "nested too deep (at most " + std::to_string(limits_.depth) + " levels)");
        }
        known->second = extent;
        return extent;
    }

    Extent measure_sequence(const YAML::Node& node) {
        Extent sum{.depth = 1};
        for (const YAML::Node& element : node)
            include(sum, measure(element));
        return sum;
    }

    Extent measure_map(const YAML::Node& node) {
        Extent sum{.depth = 1};
        std::set<std::string> keys;
        for (const auto& entry : node) {
            include(sum, measure(entry.second));
            if (!entry.first.IsScalar()) {
                refuse(entry.first, "a key must be plain text");
            } else if (!keys.insert(entry.first.Scalar()).second) {
                refuse(entry.first, "duplicate key '" + entry.first.Scalar() + "'");
            }
        }
        return sum;
    }

    void include(Extent& sum, const Extent& part) const {
        sum.nodes = std::min(limits_.nodes, sum.nodes + part.nodes);
        sum.depth = std::max(sum.depth, part.depth + 1);
    }

    void refuse(const YAML::Node& node, std::string message) {
        diagnostics_.error(place_of(node, name_), std::move(message));
        accepted_ = false;
    }

    const std::string& name_;
    Diagnostics& diagnostics_;
    const YamlLimits& limits_;
    std::map<int, std::optional<Extent>> extents_;  ///< By position; nothing while it is measured.
    std::size_t depth_ = 0;
    bool accepted_ = true;
};

std::string too_large(const YamlLimits& limits) {
    return "too large: at most " + std::to_string(limits.bytes) + " bytes are read";
}

/// yaml-cpp's message where it saw the trouble.
void report(const YAML::Exception& trouble, const std::string& name, Diagnostics& diagnostics) {
    Place place{name};
    if (!trouble.mark.is_null()) {
        place.line = static_cast<std::size_t>(trouble.mark.line) + 1;
        place.column = static_cast<std::size_t>(trouble.mark.column) + 1;
    }
    const bool in_quotes = trouble.msg == YAML::ErrorMsg::DOC_IN_SCALAR;
    diagnostics.error(std::move(place),
                      "not valid YAML: " + (in_quotes ? "a quote is not closed" : trouble.msg));
}

std::vector<YAML::Node> parse(const std::string& text,
                              const std::string& name,
                              Diagnostics& diagnostics) {
    try {
        // Without an end of the document, yaml-cpp takes an open quote for closed by the end of the
        // text.
        return YAML::LoadAll(text + (text.ends_with('\n') ? "...\n" : "\n...\n"));
    } catch (const YAML::Exception& trouble) {
        report(trouble, name, diagnostics);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& trouble) {
        diagnostics.error({name}, std::string{"not valid YAML: "} + trouble.what());
    }
    return {};
}

/// How many values a text may hold at most, roughly: each ends a line or stands before a comma.
std::size_t most_values(const std::string& text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return c == ',' || c == '\n'; }));
}

/// Whether the text may be handed to the parser at all.
bool is_safe_to_parse(const std::string& text,
                      const std::string& name,
                      Diagnostics& diagnostics,
                      const YamlLimits& limits) {
    if (text.size() > limits.bytes) {
        diagnostics.error({name}, too_large(limits));
        return false;
    }
    if (const auto deep = first_too_deep(text, limits.depth)) {
        diagnostics.error({name, deep->line, deep->column},
                          "nested too deep (at most " + std::to_string(limits.depth) + " levels)");
        return false;
    }
    // The parser takes some 500 bytes for each value; half of the limit leaves room for aliases.
    if (most_values(text) > limits.nodes / 2) {
        diagnostics.error({name}, "holds too many values to be read");
        return false;
    }
    if (const auto binary = first_binary_byte(text)) {
        diagnostics.error({name, binary->line, binary->column},
                          "not a text file: a byte here is a control character or not UTF-8");
        return false;
    }
    return true;
}

}  // namespace

std::vector<YAML::Node> load_yaml(const fs::path& file,
                                  Diagnostics& diagnostics,
                                  const YamlLimits& limits) {
    const auto text = diagnostics.sources()->read(file, limits.bytes);
    if (!text) {
        diagnostics.error({file.string()}, text.error());
        return {};
    }
    return parse_yaml(*text, file.string(), diagnostics, limits);
}

std::vector<YAML::Node> parse_yaml(const std::string& text,
                                   const std::string& name,
                                   Diagnostics& diagnostics,
                                   const YamlLimits& limits) {
    if (!is_safe_to_parse(text, name, diagnostics, limits)) return {};
    const std::size_t earlier = diagnostics.all().size();
    std::vector<YAML::Node> documents;
    for (const YAML::Node& document : parse(text, name, diagnostics)) {
        if (document.IsDefined() && !document.IsNull()) documents.push_back(document);
    }
    if (documents.empty() && diagnostics.all().size() == earlier) {
        diagnostics.error({name}, "is empty");
    }
    DocumentCheck check{name, diagnostics, limits};
    bool accepted = true;
    for (const YAML::Node& document : documents)
        accepted = check.accepts(document) && accepted;
    if (!accepted) documents.clear();
    return documents;
}

Place place_of(const YAML::Node& node, const std::string& file) {
    if (!node.IsDefined()) return {file};
    if (node.Tag().starts_with(origin_prefix)) return {node.Tag().substr(origin_prefix.size())};
    if (node.Tag().starts_with(copy_prefix)) {
        std::istringstream written{node.Tag().substr(copy_prefix.size())};
        Place place{file};
        written >> place.line >> place.column;
        return place;
    }
    const YAML::Mark mark = node.Mark();
    if (mark.is_null()) return {file};
    return {file, static_cast<std::size_t>(mark.line) + 1,
            static_cast<std::size_t>(mark.column) + 1};
}

Place text_place_of(const YAML::Node& node, const std::string& file) {
    Place place = place_of(node, file);
    const bool is_quoted = node.Tag() == "!";
    if (is_quoted && place.line > 0) ++place.column;
    return place;
}

void mark_origin(YAML::Node& node, const std::string& origin) {
    node.SetTag(std::string{origin_prefix} + origin);
}

void mark_as(YAML::Node& copy, const YAML::Node& original) {
    const std::string& tag = original.Tag();
    const YAML::Mark mark = original.Mark();
    if (tag.starts_with(origin_prefix) || tag.starts_with(copy_prefix)) {
        copy.SetTag(tag);
    } else if (!mark.is_null()) {
        copy.SetTag(fmt::format("{}{} {}", copy_prefix, mark.line + 1, mark.column + 1));
    }
}

bool is_printable(std::string_view text) {
    return std::ranges::none_of(text, [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte < 0x20 || byte == 0x7F;
    });
}

}  // namespace weft::scenarios
