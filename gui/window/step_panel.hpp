#pragma once

#include "gui/source/stepper.hpp"
#include "gui/window/row_model.hpp"
#include "gui/window/session.hpp"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace weft::gui {

/// The run event by event: which come next, and breakpoints, where it stops. It is played again in
/// the background up to the session's moment, and from then on the two go together.
class StepPanel final : public QWidget {
public:
    explicit StepPanel(Session& session);
    ~StepPanel() override;

    /// Whether the run is stepped through, and whether it is on its way to another event.
    bool is_on() const { return stepper_ != nullptr; }
    bool is_busy() const { return stepper_ && stepper_->state().done < stepper_->given(); }
    /// What is known; requires is_on().
    const StepState& state() const { return stepper_->state(); }

    void step(std::uint64_t events);
    /// Plays on to what is given, or to a breakpoint. A condition counts as one, this once.
    void run(scenarios::MomentUntil until = {}, const QString& condition = {});
    /// Gives up what is being played.
    void cancel();
    /// The session is again as it was recorded.
    void leave();

    /// Adds one that is enabled; false if there is a mistake, which is said below the line.
    bool add_breakpoint(const QString& condition);
    /// What is wrong with a condition, a line for each mistake with its column; "" if nothing.
    QString mistakes(const QString& condition);

    /// For the status bar: shown once something has taken a second.
    QWidget* progress() { return progress_; }

    /// Called when there is news of the run.
    std::function<void()> on_news;

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void build();
    void begin(std::vector<std::string> watched);
    std::vector<std::string> conditions(const QString& once);
    void follow_session();
    void look();
    void show_news();
    QString words_of_stop() const;

    Session& session_;
    RowModel<sim::observe::PlayedEvent> model_;
    QTableView* table_;
    QLabel* said_;
    QListWidget* breakpoints_;
    QLineEdit* added_;
    QLabel* wrong_;
    QPushButton* remove_;
    QWidget* progress_;
    QProgressBar* bar_;
    QTimer timer_;
    QElapsedTimer busy_since_;
    std::unique_ptr<Stepper> stepper_;
    mesh::Instant here_{};                     ///< The session's moment, as it was seen last.
    std::unique_ptr<ConditionReader> reader_;  ///< For the session's run, once asked for.
};

/// "host ejected", "request arrives": an event's kind in words.
QString words_of_kind(std::string_view kind);

}  // namespace weft::gui
