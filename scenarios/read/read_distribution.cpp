#include "scenarios/read/read_distribution.hpp"

#include "mesh/base/quantity.hpp"
#include "scenarios/read/limits.hpp"
#include "scenarios/read/yaml_file.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <sstream>
#include <vector>

namespace weft::scenarios {
namespace {

using sim::Distribution;
using Law = Distribution::Law;
using Trouble = tl::unexpected<std::string>;

/// A law that is written as text: its name, and the words behind its mean that take a value.
struct WrittenLaw {
    std::string name;
    Law law;
    std::vector<std::string> parameters;
};

const std::vector<WrittenLaw>& written_laws() {
    static const std::vector<WrittenLaw> laws{
        {"constant", Law::constant, {}},
        {"exponential", Law::exponential, {}},
        {"lognormal", Law::lognormal, {"scv"}},
        {"bounded_pareto", Law::bounded_pareto, {"alpha", "longest"}},
        {"bimodal", Law::bimodal, {"long", "share"}},
    };
    return laws;
}

std::vector<std::string> words_of(std::string_view text) {
    std::istringstream stream{std::string{text}};
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

tl::expected<mesh::Duration, std::string> duration_of(const std::string& what,
                                                      const std::string& text) {
    const auto duration = mesh::parse_duration(text);
    if (duration && *duration <= longest_duration) return *duration;
    return Trouble{what + " must be a duration with its unit, such as 25ms or 2s, not '" + text +
                   "'"};
}

/// Sets one named parameter; "" or what is wrong with it.
std::string set_parameter(Distribution& law, const std::string& name, const std::string& text) {
    if (name == "scv" || name == "alpha") {
        const auto number = mesh::parse_number(text);
        if (!number || *number <= 0 || *number > 1e6) {
            return name + " must be a number above 0, not '" + text + "'";
        }
        (name == "scv" ? law.scv : law.alpha) = *number;
        return "";
    }
    if (name == "share") {
        const auto share = mesh::parse_ratio(text);
        if (!share) return "share must be a share in percent, such as 5%, not '" + text + "'";
        law.long_share = static_cast<double>(share->parts) / mesh::Ratio::whole;
        return "";
    }
    const auto longest = duration_of(name, text);
    if (!longest) return longest.error();
    law.longest = *longest;
    return "";
}

/// What no draw could be made from; "" if it is fine.
std::string infeasible(const Distribution& law) {
    if (law.law == Law::constant) return "";
    if (law.mean <= mesh::Duration::zero()) return "the mean must be above 0";
    if (law.law == Law::bounded_pareto && law.longest <= law.mean) {
        return "longest must be more than the mean";
    }
    if (law.law == Law::bimodal && law.longest <= mesh::Duration::zero())
        return "long must be above 0";
    if (law.law == Law::bounded_pareto && !sim::feasible(law)) {
        return "no such law has this mean: take a larger alpha, or a longest nearer to the mean";
    }
    return sim::feasible(law) ? "" : "nothing can be drawn from these values";
}

tl::expected<Distribution, std::string> with_parameters(const WrittenLaw& written,
                                                        const std::vector<std::string>& words) {
    Distribution law{.law = written.law};
    const auto mean = duration_of("the mean", words[1]);
    if (!mean) return Trouble{mean.error()};
    law.mean = *mean;
    std::vector<std::string> missing = written.parameters;
    for (std::size_t at = 2; at < words.size(); at += 2) {
        const auto found = std::ranges::find(missing, words[at]);
        if (found == missing.end()) {
            return Trouble{written.name + " has no '" + words[at] + "' here" +
                           did_you_mean(words[at], missing)};
        }
        if (at + 1 == words.size()) return Trouble{words[at] + " has no value"};
        missing.erase(found);
        std::string trouble = set_parameter(law, words[at], words[at + 1]);
        if (!trouble.empty()) return Trouble{std::move(trouble)};
    }
    if (!missing.empty()) return Trouble{written.name + " needs " + missing.front()};
    std::string trouble = infeasible(law);
    if (!trouble.empty()) return Trouble{std::move(trouble)};
    return law;
}

/// {empirical: [{value: 1ms, weight: 3}, …]}
Distribution read_empirical(YamlMap map, const Distribution& fallback) {
    Distribution law{.law = Law::empirical};
    map.each("empirical", [&](const YAML::Node& element) {
        YamlMap entry{element, map.file(), map.diagnostics()};
        if (!entry.has("value")) entry.error("value", "value is missing");
        law.values.push_back(entry.duration("value", any_duration(mesh::Duration::zero())));
        law.weights.push_back(entry.number("weight", {.fallback = 1, .min = 0, .max = 1e12}));
        entry.reject_unknown_keys();
    });
    const double total = std::accumulate(law.weights.begin(), law.weights.end(), 0.0);
    map.require(total > 0, "empirical", "must list values whose weights sum to more than 0");
    map.reject_unknown_keys();
    return total > 0 ? law : fallback;
}

}  // namespace

tl::expected<Distribution, std::string> parse_distribution(std::string_view text) {
    std::vector<std::string> words = words_of(text);
    if (words.empty()) return Trouble{"is empty"};
    const bool is_bare = std::ranges::any_of(
        words.front(), [](char c) { return ('0' <= c && c <= '9') || c == '-' || c == '.'; });
    if (is_bare) words.insert(words.begin(), "constant");
    std::vector<std::string> names;
    for (const WrittenLaw& written : written_laws()) {
        names.push_back(written.name);
        if (written.name != words.front()) continue;
        if (words.size() == 1) return Trouble{written.name + " needs its mean, such as 5ms"};
        return with_parameters(written, words);
    }
    return Trouble{"unknown law '" + words.front() + "'" + did_you_mean(words.front(), names)};
}

Distribution read_distribution(YamlMap& map, std::string_view key, const Distribution& fallback) {
    const YAML::Node value = map.node(key);
    if (!value.IsDefined()) return fallback;
    if (value.IsMap()) return read_empirical({value, map.file(), map.diagnostics()}, fallback);
    const auto law = value.IsScalar() ? parse_distribution(value.Scalar())
                                      : tl::expected<Distribution, std::string>{
                                            Trouble{"must be a law such as 'exponential 4ms'"}};
    if (law) return *law;
    map.error(key, std::string{key} + ": " + law.error());
    return fallback;
}

}  // namespace weft::scenarios
