#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace weft::scenarios {

/// The files that something is read from: those of the disk, or those that were kept of an earlier
/// reading. Each is read once, so that what was looked at first is what is played, and all that was
/// read can be kept.
class Sources {
public:
    /// Texts by path, as it was asked for; data that comes with weft stands below "<data>",
    /// wherever it is installed.
    using Texts = std::map<std::string, std::string>;

    /// Of the disk.
    Sources() = default;

    /// Nothing is there but these, and data that comes with weft.
    explicit Sources(Texts kept) : texts_(std::move(kept)), is_kept_(true) {}

    bool exists(const std::filesystem::path& path) const;
    bool is_folder(const std::filesystem::path& path) const;

    /// The text of a file, or why there is none ("no such file"). One that is longer than
    /// `most_bytes` is cut behind the first byte too many.
    tl::expected<std::string, std::string> read(const std::filesystem::path& file,
                                                std::size_t most_bytes);

    /// From now on a file says this, whatever the disk says. Returns by which path it is known.
    std::string put(const std::filesystem::path& file, std::string text);

    /// The *.yaml and *.yml files in and below a folder, sorted, hidden ones, pipes and devices
    /// left out; or why it cannot be looked into.
    tl::expected<std::vector<std::filesystem::path>, std::string> files_below(
        const std::filesystem::path& folder) const;

    /// All that was read, or kept.
    const Texts& texts() const { return texts_; }

private:
    bool is_elsewhere(const std::filesystem::path& path) const;
    std::vector<std::filesystem::path> kept_below(const std::filesystem::path& folder) const;

    Texts texts_;
    bool is_kept_ = false;
};

}  // namespace weft::scenarios
