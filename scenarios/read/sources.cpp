#include "scenarios/read/sources.hpp"

#include "scenarios/read/data_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace weft::scenarios {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view data_root = "<data>";

/// Where the path leads within the data that comes with weft; nothing if it is not below it.
std::optional<fs::path> within_data(const fs::path& path) {
    const auto folder = data_folder();
    if (!folder) return std::nullopt;
    const fs::path relative = path.lexically_relative(*folder);
    if (relative.empty() || *relative.begin() == "..") return std::nullopt;
    return relative;
}

std::string key_of(const fs::path& path) {
    const auto relative = within_data(path);
    const fs::path key = relative ? fs::path{data_root} / *relative : path;
    return key.lexically_normal().string();
}

bool is_hidden(const fs::path& path) {
    return path.filename().string().starts_with('.');
}

bool is_yaml(const fs::path& path) {
    return path.extension() == ".yaml" || path.extension() == ".yml";
}

/// Whether it is for reading: no folder, and no pipe or device, which may never end. A link that
/// leads nowhere is, so that whoever reads it is told.
bool is_for_reading(const fs::directory_entry& entry) {
    std::error_code trouble;
    const fs::file_type type = entry.status(trouble).type();
    return type == fs::file_type::regular || type == fs::file_type::not_found ||
           type == fs::file_type::none;
}

/// With what the keys of files below a folder begin: nothing, below the folder that the program was
/// called in.
std::string prefix_of(const std::string& folder) {
    return folder == "." || folder == "./" ? "" : (fs::path{folder} / "").string();
}

/// Whether a file counts as one of a folder's, by its way from there.
bool belongs_to_folder(const fs::path& way) {
    if (way.is_absolute() || *way.begin() == data_root) return false;
    return is_yaml(way) && std::ranges::none_of(way, is_hidden);
}

tl::expected<std::string, std::string> read_disk(const fs::path& file, std::size_t most_bytes) {
    std::error_code trouble;
    const fs::file_status status = fs::status(file, trouble);
    if (status.type() == fs::file_type::not_found) return tl::make_unexpected("no such file");
    if (fs::is_directory(status)) return tl::make_unexpected("is a folder, not a file");
    errno = 0;
    std::ifstream stream{file, std::ios::binary};
    std::string text(most_bytes + 1, '\0');
    if (stream) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream && !stream.eof()) {
        const char* const reason = errno != 0 ? std::strerror(errno) : "input/output error";
        return tl::unexpected{std::string{"cannot be read: "} + reason};
    }
    text.resize(static_cast<std::size_t>(stream.gcount()));
    text.shrink_to_fit();
    return text;
}

}  // namespace

/// Whether the disk has no say in the path.
bool Sources::is_elsewhere(const fs::path& path) const {
    return is_kept_ && !within_data(path);
}

bool Sources::exists(const fs::path& path) const {
    if (texts_.contains(key_of(path))) return true;
    if (is_elsewhere(path)) return is_folder(path);
    std::error_code trouble;
    return fs::exists(path, trouble);
}

bool Sources::is_folder(const fs::path& path) const {
    if (!kept_below(path).empty()) return true;
    std::error_code trouble;
    return !is_elsewhere(path) && fs::is_directory(path, trouble);
}

tl::expected<std::string, std::string> Sources::read(const fs::path& file, std::size_t most_bytes) {
    const std::string key = key_of(file);
    const auto known = texts_.find(key);
    if (known != texts_.end()) return known->second.substr(0, most_bytes + 1);
    if (is_elsewhere(file)) return tl::make_unexpected("was not kept");
    auto text = read_disk(file, most_bytes);
    if (text) texts_.emplace(key, *text);
    return text;
}

std::string Sources::put(const fs::path& file, std::string text) {
    std::string key = key_of(file);
    texts_.insert_or_assign(key, std::move(text));
    return key;
}

tl::expected<std::vector<fs::path>, std::string> Sources::files_below(
    const fs::path& folder) const {
    std::vector<fs::path> files;
    if (is_kept_) {
        files = kept_below(folder);
        if (!files.empty() || is_elsewhere(folder)) return files;
    }
    std::error_code error;
    fs::recursive_directory_iterator entry{folder, error};
    for (; !error && entry != fs::end(entry); entry.increment(error)) {
        std::error_code unknown;
        if (entry->is_directory(unknown) && is_hidden(entry->path())) {
            entry.disable_recursion_pending();
        } else if (is_yaml(entry->path()) && !is_hidden(entry->path()) && is_for_reading(*entry)) {
            files.push_back(entry->path());
        }
    }
    if (error) return tl::unexpected{"cannot be read: " + error.message()};
    std::ranges::sort(files);
    return files;
}

/// As files_below() found them when they were read.
std::vector<fs::path> Sources::kept_below(const fs::path& folder) const {
    std::vector<fs::path> files;
    if (!is_kept_) return files;
    const std::string prefix = prefix_of(key_of(folder));
    for (auto kept = texts_.lower_bound(prefix);
         kept != texts_.end() && kept->first.starts_with(prefix); ++kept) {
        const fs::path way = kept->first.substr(prefix.size());
        if (belongs_to_folder(way)) files.push_back(folder / way);
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace weft::scenarios
