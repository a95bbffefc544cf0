#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace weft::reports {

/// The environment failed a run file: a full disk, a folder that cannot be written, a damaged file.
class StoreError : public std::runtime_error {
public:
    StoreError(const std::filesystem::path& file, const std::string& reason)
        : std::runtime_error(file.string() + ": " + reason), file_(file) {}

    const std::filesystem::path& file() const { return file_; }

private:
    std::filesystem::path file_;
};

/// There is something else at the place of a run file, and it was left as it is. The user's
/// mistake.
class NotARunFile : public std::runtime_error {
public:
    explicit NotARunFile(const std::filesystem::path& file)
        : std::runtime_error(file.string() + ": exists and is not a run file of weft"),
          file_(file) {}

    const std::filesystem::path& file() const { return file_; }

private:
    std::filesystem::path file_;
};

}  // namespace weft::reports
