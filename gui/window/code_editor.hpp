#pragma once

#include "gui/picture/palette.hpp"
#include "gui/window/yaml_highlighter.hpp"

#include <QPlainTextEdit>

#include <vector>

namespace weft::gui {

/// A text with numbered lines. Places in it are underlined and say what is wrong there, under the
/// mouse and beside the number.
class CodeEditor final : public QPlainTextEdit {
public:
    struct Mark {
        int line = 0;    ///< From 1; 0: the text as a whole.
        int column = 0;  ///< From 1; 0: the line as a whole.
        bool is_error = true;
        QString says;
    };

    explicit CodeEditor(QWidget* parent = nullptr);

    void show_marks(const std::vector<Mark>& marks);
    void show_in(const Palette& palette);

    /// What a mark says that covers the letter at this position; empty if none does.
    QString said_at(int position) const;
    /// Where the mark of a line is, in the text; an empty selection if it has none.
    QTextCursor mark_in_line(int line) const;

    void go_to(int line, int column);

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    class LineNumbers;

    int width_of_numbers() const;
    void paint_numbers(const QRect& area);
    void underline();

    struct Shown {
        QTextCursor place;  ///< It moves with what is written before it.
        bool is_error = true;
        QString says;
    };

    LineNumbers* numbers_;
    YamlHighlighter colours_;
    const Palette* palette_ = &palette_of(Theme::light);
    std::vector<Shown> marks_;
};

}  // namespace weft::gui
