#pragma once

#include "gui/window/session.hpp"
#include "scenarios/play/play.hpp"

#include <QLabel>
#include <QPushButton>
#include <QTextBrowser>
#include <QWidget>

#include <atomic>
#include <memory>

namespace weft::gui {

/// Why the selected request ended as it did, or one that failed where it is selected: the run is
/// played again with all of it taken down, in the background, and its explanation shown. Names and
/// moments in it lead to what they name.
class WhyPanel final : public QWidget {
public:
    explicit WhyPanel(Session& session, QWidget* parent = nullptr);
    ~WhyPanel() override;

    void explain();
    bool is_explaining() const { return work_ != nullptr; }
    QString text() const { return text_->toPlainText(); }

private:
    struct Work {
        QString request;  ///< "web/4211", or in words.
        std::atomic<bool> stopped = false;
        std::atomic<std::int64_t> now = 0;
    };

    void finish(const std::shared_ptr<Work>& work, const QString& said);
    void show_progress(const std::shared_ptr<Work>& work);
    scenarios::ExplainOptions asked() const;
    void forget();
    void follow(const QString& link);
    void copy();

    Session& session_;
    QLabel* state_;
    QPushButton* cancel_;
    QPushButton* copy_;
    QTextBrowser* text_;
    std::shared_ptr<Work> work_;
};

}  // namespace weft::gui
