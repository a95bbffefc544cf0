#include "scenarios/play/check_text.hpp"

#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"
#include "scenarios/read/data_folder.hpp"
#include "tests/folder.hpp"
#include "tests/two_pods.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace check_text_test {

namespace {

using namespace weft;
using scenarios::check_text;
using tests::Folder;
namespace fs = std::filesystem;

const std::string shop_text = R"(apiVersion: weft/v1
kind: Scenario
name: shop
horizon: 2s
manifests: [app.yaml]
load:
  - {id: web, to: app, rate: 50/s}
)";

const scenarios::Kinds& kinds_for_text() {
    static const scenarios::Kinds kinds = scenarios::built_in_kinds();
    return kinds;
}

}  // namespace

TEST_SUITE("a text that is checked") {
    TEST_CASE("what it says counts, not what its file says, and the file need not be there") {
        const Folder folder;
        folder.write("app.yaml", tests::two_pods);
        const fs::path file = folder.path() / "shop.yaml";
        CHECK(check_text(file, shop_text, kinds_for_text()).diagnostics.empty());
        folder.write("shop.yaml", shop_text);
        const auto checked = check_text(file, shop_text + "horizno: 3s\n", kinds_for_text());
        REQUIRE(checked.diagnostics.size() == 1);
        CHECK(checked.diagnostics[0].place == scenarios::Place{file.string(), 8, 1});
        CHECK(checked.diagnostics[0].message.find("did you mean 'horizon'?") != std::string::npos);
    }

    TEST_CASE("a mistake in a file that it names has its place there") {
        const Folder folder;
        const fs::path app = folder.write("app.yaml", "kind: [\n");
        const auto checked = check_text(folder.path() / "shop.yaml", shop_text, kinds_for_text());
        REQUIRE_FALSE(checked.diagnostics.empty());
        CHECK(checked.diagnostics[0].place.file == app.string());
    }

    TEST_CASE("what it is made of is told by the way from its folder") {
        const Folder folder;
        folder.write("app.yaml", tests::two_pods);
        const auto checked = check_text(folder.path() / "shop.yaml", shop_text, kinds_for_text());
        CHECK(checked.beside == std::map<std::string, std::string>{{"app.yaml", tests::two_pods}});

        const fs::path example = scenarios::find_data(scenarios::data::library, "gateway");
        std::ifstream stream{example};
        const std::string text{std::istreambuf_iterator<char>{stream}, {}};
        const auto of_example = check_text(example, text, kinds_for_text());
        REQUIRE(of_example.beside.size() == 1);
        CHECK(of_example.beside.begin()->first == "gateway/shop.yaml");
    }

    TEST_CASE("what an editor holds is played in place of the file, which stays") {
        const Folder folder;
        folder.write("app.yaml", tests::two_pods);
        const fs::path file = folder.write("shop.yaml", "name: [");
        scenarios::PlayOptions options;
        options.scenario = file.string();
        options.out = folder.path() / "run.db";
        options.texts[file] = shop_text;
        std::ostringstream out;
        std::ostringstream err;
        CHECK(scenarios::play(options, out, err) == scenarios::exit_code::done);
        options.texts.clear();
        CHECK(scenarios::play(options, out, err) == scenarios::exit_code::bad_input);
    }
}

}  // namespace check_text_test
