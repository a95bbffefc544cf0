#pragma once

#include <algorithm>
#include <chrono>

namespace weft::gui {

/// How often a window looks at a run that goes on, so that the run keeps its processor: a look that
/// took t, with all that was painted after it, may come again after 10 t.
class Pace {
public:
    using Time = std::chrono::nanoseconds;

    /// What is known of time, by the caller's thread.
    struct Clocks {
        Time real{};
        Time worked{};  ///< Of a processor, by this thread.

        static Clocks now();
    };

    /// The time from one look to the next, at least and, whatever they take, at most.
    Pace(Time least, Time most) : least_(least), most_(most) {}

    bool is_due(const Clocks& now) const {
        const Time passed = now.real - last_.real;
        return passed >= least_ && passed >= std::min(10 * (now.worked - last_.worked), most_);
    }

    /// A look begins.
    void look(const Clocks& now) { last_ = now; }

private:
    Time least_;
    Time most_;
    Clocks last_;
};

}  // namespace weft::gui
