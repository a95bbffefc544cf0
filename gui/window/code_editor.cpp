#include "gui/window/code_editor.hpp"

#include <QFontDatabase>
#include <QHelpEvent>
#include <QPainter>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

namespace weft::gui {
namespace {

constexpr int beside_numbers = 6;  ///< Pixels.

/// The word at a column, or the line from its first letter on.
QTextCursor place_in_line(const QTextBlock& block, int column) {
    const QString text = block.text();
    const auto is_end = [](QChar letter) {
        return letter.isSpace() || letter == ',' || letter == '}' || letter == ']';
    };
    const auto length = static_cast<int>(text.size());
    int begin = std::clamp(column - 1, 0, std::max(length - 1, 0));
    int end = begin;
    if (column == 0) {
        while (begin < length && text[begin].isSpace())
            ++begin;
        end = length;
    } else {
        while (end < length && !is_end(text[end]))
            ++end;
        end = std::max(end, std::min(begin + 1, length));
    }
    QTextCursor place{block};
    place.setPosition(block.position() + begin);
    place.setPosition(block.position() + end, QTextCursor::KeepAnchor);
    return place;
}

}  // namespace

class CodeEditor::LineNumbers final : public QWidget {
public:
    explicit LineNumbers(CodeEditor& editor) : QWidget(&editor), editor_(editor) {}

    QSize sizeHint() const override { return {editor_.width_of_numbers(), 0}; }

protected:
    void paintEvent(QPaintEvent* event) override { editor_.paint_numbers(event->rect()); }

private:
    CodeEditor& editor_;
};

CodeEditor::CodeEditor(QWidget* parent)
    : QPlainTextEdit(parent), numbers_(new LineNumbers(*this)), colours_(document()) {
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);  // YAML has no use for it, and the keyboard has to get out again.
    connect(this, &QPlainTextEdit::blockCountChanged, this,
            [this] { setViewportMargins(width_of_numbers(), 0, 0, 0); });
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& area, int moved) {
        if (moved != 0) {
            numbers_->scroll(0, moved);
        } else {
            numbers_->update(0, area.y(), numbers_->width(), area.height());
        }
    });
    setViewportMargins(width_of_numbers(), 0, 0, 0);
}

void CodeEditor::show_marks(const std::vector<Mark>& marks) {
    marks_.clear();
    for (const Mark& mark : marks) {
        const QTextBlock block = document()->findBlockByNumber(std::max(mark.line - 1, 0));
        if (block.isValid())
            marks_.push_back({place_in_line(block, mark.column), mark.is_error, mark.says});
    }
    underline();
}

void CodeEditor::show_in(const Palette& palette) {
    palette_ = &palette;
    colours_.show_in(palette);
    underline();
}

void CodeEditor::underline() {
    QList<QTextEdit::ExtraSelection> lines;
    for (const Shown& mark : marks_) {
        QTextEdit::ExtraSelection line;
        line.cursor = mark.place;
        line.format.setUnderlineStyle(mark.is_error ? QTextCharFormat::WaveUnderline
                                                    : QTextCharFormat::DotLine);
        line.format.setUnderlineColor(
            palette_->of(mark.is_error ? Health::failing : Health::degraded));
        lines.push_back(line);
    }
    setExtraSelections(lines);
    numbers_->update();
}

QString CodeEditor::said_at(int position) const {
    for (const Shown& mark : marks_)
        if (mark.place.selectionStart() <= position && position <= mark.place.selectionEnd())
            return mark.says;
    return {};
}

QTextCursor CodeEditor::mark_in_line(int line) const {
    for (const Shown& mark : marks_) {
        const QTextBlock block = document()->findBlock(mark.place.selectionStart());
        if (block.blockNumber() == line - 1) return mark.place;
    }
    return {};
}

void CodeEditor::go_to(int line, int column) {
    const QTextBlock block = document()->findBlockByNumber(std::max(line - 1, 0));
    if (!block.isValid()) return;
    QTextCursor cursor{block};
    cursor.setPosition(block.position() + std::clamp(column - 1, 0, block.length() - 1));
    setTextCursor(cursor);
    centerCursor();
    setFocus();
}

void CodeEditor::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    const QRect inside = contentsRect();
    numbers_->setGeometry(inside.left(), inside.top(), width_of_numbers(), inside.height());
}

bool CodeEditor::viewportEvent(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QPlainTextEdit::viewportEvent(event);
    auto* const help = static_cast<QHelpEvent*>(event);
    QToolTip::showText(help->globalPos(), said_at(cursorForPosition(help->pos()).position()), this);
    return true;
}

int CodeEditor::width_of_numbers() const {
    const auto digits = QString::number(std::max(blockCount(), 99)).size();
    return static_cast<int>(digits + 2) * fontMetrics().horizontalAdvance('9') + beside_numbers;
}

/// A line with a mark has the sign of its kind beside its number.
void CodeEditor::paint_numbers(const QRect& area) {
    QPainter painter{numbers_};
    painter.fillRect(area, palette_->panel);
    painter.setFont(font());
    const int height = fontMetrics().height();
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF place = blockBoundingGeometry(block).translated(contentOffset());
        if (place.top() > area.bottom()) break;
        const int line = block.blockNumber() + 1;
        const auto is_here = [&](const Shown& mark) {
            return document()->findBlock(mark.place.selectionStart()) == block;
        };
        const auto mark = std::ranges::find_if(marks_, is_here);
        const QRectF text{0, place.top(), numbers_->width() - beside_numbers * 1.0, height * 1.0};
        painter.setPen(palette_->text);
        if (mark != marks_.end()) {
            const Health sign = mark->is_error ? Health::failing : Health::degraded;
            painter.drawText(text, Qt::AlignLeft, glyph_of(sign));
        }
        painter.drawText(text, Qt::AlignRight, QString::number(line));
    }
}

}  // namespace weft::gui
