#pragma once

#include <yaml-cpp/yaml.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

/// Holds YAML to the schemas that editors are given.
namespace weft::tests {

/// Of a file of the repository.
inline std::string content_of(const std::string& file) {
    std::ifstream stream{std::string{SOURCE_ROOT} + "/" + file};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

/// As a YAML 1.2 reader types it: numbers and true and false where they are not in quotes.
inline nlohmann::json to_json(const YAML::Node& node) {
    if (node.IsMap()) {
        nlohmann::json object = nlohmann::json::object();
        for (const auto& entry : node)
            object[entry.first.Scalar()] = to_json(entry.second);
        return object;
    }
    if (node.IsSequence()) {
        nlohmann::json array = nlohmann::json::array();
        for (const YAML::Node& element : node)
            array.push_back(to_json(element));
        return array;
    }
    if (!node.IsScalar()) return nullptr;
    const bool is_quoted = node.Tag() == "!";
    const nlohmann::json value = nlohmann::json::parse(node.Scalar(), nullptr, false);
    return is_quoted || value.is_discarded() || value.is_string() ? nlohmann::json(node.Scalar())
                                                                  : value;
}

inline std::unique_ptr<valijson::Schema> schema_of(const std::string& file) {
    const nlohmann::json document = nlohmann::json::parse(content_of(file));
    auto parsed = std::make_unique<valijson::Schema>();
    valijson::SchemaParser{valijson::SchemaParser::kDraft7}.populateSchema(
        valijson::adapters::NlohmannJsonAdapter{document}, *parsed);
    return parsed;
}

/// What the schema says against a document; "" if nothing.
inline std::string complaints(const valijson::Schema& schema, const std::string& text) {
    const nlohmann::json document = to_json(YAML::Load(text));
    valijson::Validator validator;
    valijson::ValidationResults results;
    const valijson::adapters::NlohmannJsonAdapter adapter{document};
    if (validator.validate(schema, adapter, &results)) return "";
    std::ostringstream list;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
        for (const std::string& step : error.context)
            list << step;
        list << ": " << error.description << '\n';
    }
    return list.str();
}

}  // namespace weft::tests
