#include "scenarios/analyze/analyze.hpp"
#include "scenarios/analyze/messages.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace weft::scenarios {
namespace {

/// A field by its way from the document's root; "[]" stands for every element of a list.
struct DeprecatedField {
    std::string_view kind;
    std::vector<std::string_view> path;
    std::string_view successor;
    std::string_view value = {};  ///< Only this one is deprecated; empty: the field.
};

/// Fields of a trafficPolicy, which stands in several places.
const std::vector<DeprecatedField>& of_policies() {
    static const std::vector<DeprecatedField> fields{
        {"", {"outlierDetection", "consecutiveErrors"}, "consecutiveGatewayErrors"},
        {"", {"loadBalancer", "simple"}, "LEAST_REQUEST", "LEAST_CONN"},
        {"", {"loadBalancer", "warmupDurationSecs"}, "warmup.duration"},
        {"", {"loadBalancer", "consistentHash", "minimumRingSize"}, "ringHash.minimumRingSize"},
    };
    return fields;
}

/// Source: Istio's protocol definitions, whose comments say which fields are deprecated.
std::vector<DeprecatedField> deprecated_fields() {
    std::vector<DeprecatedField> fields{
        {"VirtualService", {"spec", "http", "[]", "mirrorPercent"}, "mirrorPercentage.value"},
        {"VirtualService", {"spec", "http", "[]", "fault", "delay", "percent"}, "percentage.value"},
        {"VirtualService", {"spec", "http", "[]", "fault", "abort", "percent"}, "percentage.value"},
        {"Deployment", {"spec", "template", "spec", "serviceAccount"}, "serviceAccountName"},
        {"StatefulSet", {"spec", "template", "spec", "serviceAccount"}, "serviceAccountName"},
    };
    const std::array<std::vector<std::string_view>, 3> policies{{
        {"spec", "trafficPolicy"},
        {"spec", "trafficPolicy", "portLevelSettings", "[]"},
        {"spec", "subsets", "[]", "trafficPolicy"},
    }};
    for (const auto& policy : policies) {
        for (DeprecatedField field : of_policies()) {
            field.kind = "DestinationRule";
            field.path.insert(field.path.begin(), policy.begin(), policy.end());
            fields.push_back(std::move(field));
        }
    }
    return fields;
}

void check(const Document& document,
           const DeprecatedField& field,
           std::size_t depth,
           Path& path,
           Diagnostics& said) {
    if (depth == field.path.size()) {
        const std::string written = text_in(document, path);
        if (!find_in(document, path) || (!field.value.empty() && written != field.value)) return;
        const std::string_view name = field.value.empty() ? field.path.back() : field.value;
        return say(said, Finding::deprecated, place_in(document, path), name, field.successor);
    }
    if (field.path[depth] != "[]") {
        path.emplace_back(field.path[depth]);
        check(document, field, depth + 1, path, said);
        path.pop_back();
        return;
    }
    const auto list = find_in(document, path);
    for (std::size_t at = 0; list && list->IsSequence() && at < list->size(); ++at) {
        path.emplace_back(at);
        check(document, field, depth + 1, path, said);
        path.pop_back();
    }
}

}  // namespace

void analyze_deprecated_fields(const AnalyzedMesh& mesh, Diagnostics& diagnostics) {
    const std::vector<DeprecatedField> fields = deprecated_fields();
    for (const Document& document : mesh.documents()) {
        for (const DeprecatedField& field : fields) {
            if (field.kind != document.key.kind) continue;
            Path path;
            check(document, field, 0, path, diagnostics);
        }
    }
}

}  // namespace weft::scenarios
