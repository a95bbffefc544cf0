#pragma once

#include "gui/source/filter.hpp"
#include "gui/window/session.hpp"

#include <QCompleter>
#include <QLineEdit>
#include <QStringList>

#include <optional>

namespace weft::gui {

/// The field in which the session's filter is written. What is wrong is underlined and told by its
/// tool tip, and the last filter that was right stays. ↓ shows what the word may become, or, in an
/// empty field, the filters of before. A time range that is chosen elsewhere is written here.
class FilterField final : public QLineEdit {
public:
    explicit FilterField(Session& session, QWidget* parent = nullptr);

    /// One condition more, unless it is there.
    void add_condition(const QString& condition);

    const std::optional<FilterMistake>& mistake() const { return mistake_; }
    QStringList completions() const;
    QStringList history() const;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Word {
        qsizetype begin = 0;
        qsizetype end = 0;
    };

    void apply();
    void follow_range();
    void remember();
    void show_choices();
    void complete_with(const QString& choice);
    Word word_at_cursor() const;

    Session& session_;
    std::optional<FilterMistake> mistake_;
    std::optional<Range> range_;  ///< That the filter has.
    bool is_following_ = false;
    QCompleter* completer_;
};

}  // namespace weft::gui
