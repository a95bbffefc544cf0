#include "gui/window/yaml_highlighter.hpp"

#include <QRegularExpression>
#include <QTextCharFormat>

namespace weft::gui {
namespace {

/// Where a comment begins: "#" at the start or behind a space, outside quotes; −1 if there is none.
qsizetype comment_of(const QString& line) {
    QChar quote;
    for (qsizetype at = 0; at < line.size(); ++at) {
        const QChar letter = line[at];
        if (!quote.isNull()) {
            if (letter == quote) quote = QChar{};
        } else if (letter == '"' || letter == '\'') {
            quote = letter;
        } else if (letter == '#' && (at == 0 || line[at - 1].isSpace())) {
            return at;
        }
    }
    return -1;
}

}  // namespace

void YamlHighlighter::show_in(const Palette& palette) {
    palette_ = &palette;
    rehighlight();
}

void YamlHighlighter::highlightBlock(const QString& line) {
    static const QRegularExpression number{
        R"((?<![\w.-])-?\d[\d_.]*(ns|us|ms|s|m|h|%|/s|/m|/h|Mi|Gi|Ki)?(?![\w.-]))"};
    static const QRegularExpression string{R"("(\\.|[^"\\])*"|'[^']*')"};
    static const QRegularExpression key{R"((^|[\s{\[,-])([\w./$<>*-]+)(?=:(\s|$)))"};
    const qsizetype comment = comment_of(line);
    const QString text = comment < 0 ? line : line.left(comment);
    const auto paint = [&](const QRegularExpression& what, int group, const QColor& colour) {
        for (auto match = what.globalMatch(text); match.hasNext();) {
            const QRegularExpressionMatch it = match.next();
            setFormat(static_cast<int>(it.capturedStart(group)),
                      static_cast<int>(it.capturedLength(group)), colour);
        }
    };
    paint(number, 0, palette_->series[3]);
    paint(string, 0, palette_->series[2]);
    paint(key, 2, palette_->of(Health::healthy));
    if (comment < 0) return;
    QTextCharFormat format;
    format.setForeground(palette_->of(Health::idle));
    format.setFontItalic(true);
    setFormat(static_cast<int>(comment), static_cast<int>(line.size() - comment), format);
}

}  // namespace weft::gui
