#pragma once

#include <csignal>

namespace weft::scenarios {

/// While one lives, Ctrl-C (SIGINT), SIGTERM and a terminal that goes away (SIGHUP) ask the run to
/// end in good order, so that its file holds what was committed. A second signal of the same kind
/// ends the program at once. One at a time, which the command line makes: how a program takes
/// signals is not for who plays a run.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    /// Whether the user wants the run to end. Cheap; the run asks it between events.
    bool requested() const;

private:
    struct sigaction old_interrupt_{};
    struct sigaction old_terminate_{};
    struct sigaction old_hangup_{};
};

}  // namespace weft::scenarios
