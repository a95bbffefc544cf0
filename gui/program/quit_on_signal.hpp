#pragma once

#include <QSocketNotifier>
#include <QWidget>

#include <csignal>
#include <memory>

namespace weft::gui {

/// While one lives, Ctrl-C (SIGINT), SIGTERM and a terminal that goes away (SIGHUP) close the
/// window as *Quit* does: what is not saved is asked for, a run that goes on ends in good order,
/// and settings are kept. A second signal of the same kind ends the program at once. One in a
/// program: its pipe stays, for a late signal.
class QuitOnSignal {
public:
    /// The window outlives it.
    explicit QuitOnSignal(QWidget& window);
    ~QuitOnSignal();
    QuitOnSignal(const QuitOnSignal&) = delete;
    QuitOnSignal& operator=(const QuitOnSignal&) = delete;

    /// Whether that is how the window came to be closed.
    bool has_quit() const { return has_quit_; }

private:
    void quit();

    QWidget& window_;
    std::unique_ptr<QSocketNotifier> told_;
    bool has_quit_ = false;
    struct sigaction old_interrupt_{};
    struct sigaction old_terminate_{};
    struct sigaction old_hangup_{};
};

}  // namespace weft::gui
