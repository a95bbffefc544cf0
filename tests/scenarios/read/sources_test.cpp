#include "scenarios/read/sources.hpp"

#include "tests/folder.hpp"
#include "tests/scenarios/play/sample_data.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <sys/stat.h>

namespace sources_test {

namespace {

using weft::scenarios::Sources;
using weft::tests::Folder;
namespace fs = std::filesystem;

constexpr std::size_t enough = 100;

}  // namespace

TEST_SUITE("sources") {
    TEST_CASE("a file is read once: what was looked at is what is played") {
        const Folder folder;
        const fs::path file = folder.write("a.yaml", "first");
        Sources sources;
        CHECK(sources.read(file, enough) == "first");
        folder.write("a.yaml", "second");
        CHECK(sources.read(file, enough) == "first");
        CHECK(Sources{}.read(file, enough) == "second");
    }

    TEST_CASE("a text is cut behind the first byte too many, so that its reader sees it is long") {
        const Folder folder;
        const fs::path file = folder.write("a.yaml", "12345");
        Sources sources;
        CHECK(sources.read(file, 5) == "12345");
        CHECK(sources.read(file, 3) == "1234");
    }

    TEST_CASE("what cannot be read says why, and is not kept") {
        const Folder folder;
        Sources sources;
        CHECK(sources.read(folder.path() / "none.yaml", enough).error() == "no such file");
        CHECK(sources.read(folder.path(), enough).error() == "is a folder, not a file");
        CHECK(sources.texts().empty());
    }

    TEST_CASE("the files of a folder are the YAML in and below it, sorted, hidden ones left out") {
        const Folder folder;
        for (const char* const name :
             {"b.yml", "a.yaml", "sub/c.yaml", "notes.txt", ".h/d.yaml", "sub/.e.yaml"})
            folder.write(name, "x");
        const auto files = Sources{}.files_below(folder.path());
        REQUIRE(files);
        CHECK(*files == std::vector<fs::path>{folder.path() / "a.yaml", folder.path() / "b.yml",
                                              folder.path() / "sub/c.yaml"});
        CHECK_FALSE(Sources{}.files_below(folder.path() / "none"));
    }

    TEST_CASE("folders, pipes and devices are no files of a folder, a link that leads nowhere is") {
        const Folder folder;
        const fs::path file = folder.write("a.yaml", "x");
        const fs::path inner = folder.write("b.yaml/c.yaml", "x");
        REQUIRE(::mkfifo((folder.path() / "d.yaml").c_str(), 0600) == 0);
        fs::create_symlink("/dev/zero", folder.path() / "e.yaml");
        fs::create_symlink("nowhere", folder.path() / "f.yaml");
        fs::create_symlink("g.yaml", folder.path() / "g.yaml");
        const auto files = Sources{}.files_below(folder.path());
        REQUIRE(files);
        CHECK(*files == std::vector<fs::path>{file, inner, folder.path() / "f.yaml",
                                              folder.path() / "g.yaml"});
    }

    TEST_CASE("what was kept is read again though the files are gone, and nothing else is there") {
        Sources::Texts texts;
        {
            const Folder folder;
            Sources first;
            const fs::path file = folder.write("m/a.yaml", "a");
            folder.write("m/sub/b.yaml", "b");
            folder.write("other.yaml", "c");
            const auto files = first.files_below(folder.path() / "m");
            for (const fs::path& each : *files)
                first.read(each, enough);
            texts = first.texts();
            folder.write("m/late.yaml", "d");

            Sources kept{texts};
            CHECK(kept.is_folder(folder.path() / "m"));
            CHECK(kept.exists(file));
            CHECK_FALSE(kept.exists(folder.path() / "other.yaml"));
            CHECK(kept.read(folder.path() / "other.yaml", enough).error() == "was not kept");
            CHECK(kept.files_below(folder.path() / "m") ==
                  std::vector<fs::path>{file, folder.path() / "m/sub/b.yaml"});
        }
        Sources kept{texts};
        CHECK(texts.size() == 2);
        CHECK(kept.read(fs::path{texts.begin()->first}, enough) == "a");
    }

    TEST_CASE("what was read of the folder that the program was called in is kept, too") {
        const Sources::Texts texts{{"a.yaml", "a"},         {"sub/b.yaml", "b"},
                                   {".hidden.yaml", "c"},   {"../above.yaml", "d"},
                                   {"/absolute.yaml", "e"}, {"<data>/profiles/istio.yaml", "f"}};
        const Sources kept{texts};
        CHECK(kept.is_folder("."));
        CHECK(kept.files_below(".") == std::vector<fs::path>{"./a.yaml", "./sub/b.yaml"});
        CHECK(kept.files_below("./") == std::vector<fs::path>{"./a.yaml", "./sub/b.yaml"});
        CHECK(kept.files_below("sub") == std::vector<fs::path>{"sub/b.yaml"});
        CHECK(kept.files_below("..") == std::vector<fs::path>{"../above.yaml"});
    }

    TEST_CASE("data that comes with weft is kept by its place there, wherever it is installed") {
        Sources::Texts texts;
        {
            const weft::tests::SampleData data;
            Sources sources;
            sources.read(data.folder() / "profiles/istio.yaml", enough);
            texts = sources.texts();
        }
        CHECK(texts.contains("<data>/profiles/istio.yaml"));
        const weft::tests::SampleData elsewhere;
        elsewhere.write("profiles/istio.yaml", "another release's");
        Sources kept{texts};
        CHECK(kept.read(elsewhere.folder() / "profiles/istio.yaml", enough) ==
              "about: As Istio does.\n");
        CHECK(kept.read(elsewhere.folder() / "library/calm.yaml", enough));
    }

    TEST_CASE("a file says what was put in its place, be it there or not") {
        const Folder folder;
        const fs::path file = folder.write("a.yaml", "disk");
        Sources sources;
        CHECK(sources.read(file, enough) == "disk");
        CHECK(sources.put(file, "editor") == file.string());
        CHECK(sources.read(file, enough) == "editor");
        sources.put(folder.path() / "none.yaml", "new");
        CHECK(sources.exists(folder.path() / "none.yaml"));
        CHECK(sources.read(folder.path() / "none.yaml", enough) == "new");
    }
}

}  // namespace sources_test
