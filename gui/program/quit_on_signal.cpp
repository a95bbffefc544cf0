#include "gui/program/quit_on_signal.hpp"

#include <QCoreApplication>

#include <array>
#include <atomic>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace weft::gui {
namespace {

// A signal handler can reach nothing but a global, and do little more than write.
// NOLINTNEXTLINE(*-avoid-non-const-global-variables)
std::atomic<int> told_signals = -1;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may not wait");

void tell_signal(int /*signal*/) {
    const int error = errno;
    const char any = 0;
    [[maybe_unused]] const auto written = ::write(told_signals, &any, 1);
    errno = error;
}

}  // namespace

QuitOnSignal::QuitOnSignal(QWidget& window) : window_(window) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return;  // Signals end it as before.
    told_signals = ends[1];
    told_ = std::make_unique<QSocketNotifier>(ends[0], QSocketNotifier::Read);
    QObject::connect(told_.get(), &QSocketNotifier::activated, told_.get(), [this] { quit(); });
    struct sigaction once{};
    once.sa_handler = tell_signal;
    // The first signal puts the default back, so the second one kills.
    once.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    sigemptyset(&once.sa_mask);
    sigaction(SIGINT, &once, &old_interrupt_);
    sigaction(SIGTERM, &once, &old_terminate_);
    sigaction(SIGHUP, &once, &old_hangup_);
    if (old_hangup_.sa_handler == SIG_IGN) sigaction(SIGHUP, &old_hangup_, nullptr);  // nohup.
}

QuitOnSignal::~QuitOnSignal() {
    if (!told_) return;
    sigaction(SIGINT, &old_interrupt_, nullptr);
    sigaction(SIGTERM, &old_terminate_, nullptr);
    sigaction(SIGHUP, &old_hangup_, nullptr);
}

/// Ends all loops of events, those of open dialogues, too.
void QuitOnSignal::quit() {
    std::array<char, 8> any{};
    [[maybe_unused]] const auto read =
        ::read(static_cast<int>(told_->socket()), any.data(), any.size());
    if (!window_.close()) return;
    has_quit_ = true;
    QCoreApplication::exit();
}

}  // namespace weft::gui
