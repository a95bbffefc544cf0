#include "scenarios/play/exit_code.hpp"
#include "scenarios/play/play.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <sstream>
#include <string>

namespace own_kinds_test {

using namespace weft;
using namespace weft::scenarios;

namespace {

class AlwaysFirst final : public mesh::LoadBalancer {
public:
    explicit AlwaysFirst(int& picks) : picks_(picks) {}

    std::size_t pick(const mesh::HostColumns& /*hosts*/,
                     const mesh::PickContext& /*context*/) override {
        ++picks_;
        return 0;
    }

private:
    int& picks_;
};

/// Kinds of which one is the caller's own. It counts its picks.
Kinds with_always_first(int& picks) {
    Kinds kinds = built_in_kinds();
    kinds.balancers.add({.name = "always_first",
                         .summary = "the first of all hosts",
                         .make = [&picks](mesh::Settings&, std::uint64_t) {
                             return std::make_unique<AlwaysFirst>(picks);
                         }});
    return kinds;
}

struct Result {
    int exit_code;
    std::string said;
};

Result play_with(const std::string& balancer, const Kinds& kinds) {
    PlayOptions options;
    options.scenario = "first_steps";
    options.sets = {"policies={cart: {balancer: " + balancer + "}}", "horizon=1s", "timeline=[]",
                    "expect=[]"};
    options.record = reports::RecordLevel::none;
    options.kinds = kinds;
    std::ostringstream out;
    std::ostringstream err;
    const int code = play(options, out, err);
    return {code, err.str()};
}

}  // namespace

TEST_SUITE("kinds of a program's own") {
    TEST_CASE("a scenario names a balancer that its player brings, which then chooses") {
        int picks = 0;
        const Result result = play_with("always_first", with_always_first(picks));
        CHECK(result.exit_code == exit_code::done);
        CHECK(picks > 100);
    }

    TEST_CASE("it may have been meant where a name is wrong, and is unknown to everybody else") {
        int picks = 0;
        const Result wrong = play_with("always_frist", with_always_first(picks));
        CHECK(wrong.exit_code == exit_code::bad_input);
        CHECK(wrong.said.find("did you mean 'always_first'?") != std::string::npos);
        CHECK(play_with("always_first", built_in_kinds()).exit_code == exit_code::bad_input);
    }

    TEST_CASE("it is listed") {
        int picks = 0;
        std::ostringstream out;
        std::ostringstream err;
        ListOptions options;
        options.what = ListOptions::What::balancers;
        options.kinds = with_always_first(picks);
        CHECK(list(options, out, err) == exit_code::done);
        CHECK(out.str().find("the first of all hosts") != std::string::npos);
    }
}

}  // namespace own_kinds_test
