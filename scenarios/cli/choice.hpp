#pragma once

#include "scenarios/read/diagnostics.hpp"

#include <CLI/CLI.hpp>

#include <map>
#include <string>
#include <vector>

namespace weft::scenarios::cli {

/// What a word stands for. A word that is not among them is a usage error that names them all.
template <class T>
T choice(const std::string& option,
         const std::string& written,
         const std::map<std::string, T>& words) {
    if (const auto found = words.find(written); found != words.end()) return found->second;

    std::vector<std::string> known;
    std::string all;
    for (const auto& [word, meaning] : words) {
        known.push_back(word);
        all += (all.empty() ? "" : ", ") + word;
    }
    throw CLI::ValidationError{
        option, "'" + written + "' is none of " + all + did_you_mean(written, known)};
}

/// A check of CLI11: what is wrong, or nothing.
inline std::string is_file_name(const std::string& written) {
    return written.empty() ? "is empty" : "";
}

}  // namespace weft::scenarios::cli
