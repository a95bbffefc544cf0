#include "scenarios/play/interrupt.hpp"

#include <atomic>

namespace weft::scenarios {
namespace {

// A signal handler can reach nothing but a global.
// NOLINTNEXTLINE(*-avoid-non-const-global-variables)
std::atomic<int> interrupted = 0;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not wait");

void note_signal(int /*signal*/) {
    interrupted = 1;
}

}  // namespace

Interrupt::Interrupt() {
    interrupted = 0;
    struct sigaction once{};
    once.sa_handler = note_signal;
    // The first signal puts the default back, so the second one kills.
    once.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigemptyset(&once.sa_mask);
    sigaction(SIGINT, &once, &old_interrupt_);
    sigaction(SIGTERM, &once, &old_terminate_);
    sigaction(SIGHUP, &once, &old_hangup_);
    // Under nohup a run outlives its terminal.
    if (old_hangup_.sa_handler == SIG_IGN) sigaction(SIGHUP, &old_hangup_, nullptr);
}

Interrupt::~Interrupt() {
    sigaction(SIGINT, &old_interrupt_, nullptr);
    sigaction(SIGTERM, &old_terminate_, nullptr);
    sigaction(SIGHUP, &old_hangup_, nullptr);
}

bool Interrupt::requested() const {
    return interrupted != 0;
}

}  // namespace weft::scenarios
