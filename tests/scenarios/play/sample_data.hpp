#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace weft::tests {

/// A data folder of its own with two scenarios and a profile, in use while this lives.
class SampleData {
public:
    SampleData() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "weft-data-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        write("library/calm.yaml", "name: calm\nabout: |\n  Nothing fails.\n  Ever.\n");
        write("library/storm.yaml", "name: storm\n");
        write("library/notes.txt", "no scenario\n");
        write("profiles/istio.yaml", "about: As Istio does.\n");
        setenv("WEFT_DATA", folder_.c_str(), 1);
    }
    ~SampleData() {
        unsetenv("WEFT_DATA");
        std::filesystem::remove_all(folder_);
    }
    SampleData(const SampleData&) = delete;
    SampleData& operator=(const SampleData&) = delete;

    const std::filesystem::path& folder() const { return folder_; }

    void write(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((folder_ / name).parent_path());
        std::ofstream{folder_ / name} << text;
    }

private:
    std::filesystem::path folder_;
};

}  // namespace weft::tests
