#pragma once

#include "reports/metrics/recording.hpp"
#include "tests/reports/small_run.hpp"

namespace weft::tests {

/// What is written of the small run: three seconds of it, and expectations of every outcome.
inline reports::RunSummary small_summary() {
    reports::Recording recording{{}};
    play_small_run(recording, 3);
    reports::RunSummary run = recording.finish();
    run.scenario = "small";
    run.seed = 18'446'744'073'709'551'615U;
    run.wall_s = 0.25;
    run.expectations = {{"p99(web) < 80ms", true, 10e6, reports::Unit::nanoseconds},
                        {"success(web) > 99%", false, 0.9, reports::Unit::share, at(1500ms)},
                        {"share(to=cart) > 1%", false, std::nullopt, reports::Unit::share,
                         std::nullopt, "step 'late' has not begun"}};
    run.warnings = {"a field was not honoured"};
    return run;
}

}  // namespace weft::tests
