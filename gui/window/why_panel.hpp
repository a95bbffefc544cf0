#pragma once

#include "gui/window/session.hpp"
#include "gui/window/tables.hpp"
#include "reports/write/cause_steps.hpp"
#include "scenarios/play/play.hpp"

#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QWidget>

#include <atomic>
#include <memory>

namespace weft::gui {

/// Why the selected request ended as it did, or one that failed where it is selected: the run is
/// played again with all of it taken down, in the background, and its explanation shown: as a list
/// of causes from how it ended backwards, whose rows lead to their moments and objects, and as the
/// text of `weft explain`, in which names and moments lead to what they name.
class WhyPanel final : public QWidget {
public:
    explicit WhyPanel(Session& session, QWidget* parent = nullptr);
    ~WhyPanel() override;

    void explain();
    bool is_explaining() const { return work_ != nullptr; }
    QString text() const { return text_->toPlainText(); }
    /// What the list comes to, in a sentence; "" where there is none.
    QString sentence() const { return sentence_->text(); }
    TablePanel<reports::CauseStep>& causes() { return *causes_; }

private:
    struct Work {
        QString request;  ///< "web/4211", or in words.
        std::atomic<bool> stopped = false;
        std::atomic<std::int64_t> now = 0;
        reports::CauseChain chain;  ///< Written by the thread that plays, read when it has.
    };

    void finish(const std::shared_ptr<Work>& work, const QString& said);
    void show_chain(const reports::CauseChain& chain);
    void go_to(const reports::CauseStep& step);
    void show_progress(const std::shared_ptr<Work>& work);
    scenarios::ExplainOptions asked() const;
    void forget();
    void follow(const QString& link);
    void copy();

    Session& session_;
    QLabel* state_;
    QPushButton* cancel_;
    QPushButton* copy_;
    QPushButton* as_text_;
    QLabel* sentence_;
    TablePanel<reports::CauseStep>* causes_;
    QTextBrowser* text_;
    QStackedWidget* pages_;  ///< The list and the text.
    std::shared_ptr<Work> work_;
};

}  // namespace weft::gui
