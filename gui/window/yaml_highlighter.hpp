#pragma once

#include "gui/picture/palette.hpp"

#include <QSyntaxHighlighter>
#include <QTextDocument>

namespace weft::gui {

/// Colours of YAML, line by line: keys, strings, numbers with their units, comments.
class YamlHighlighter final : public QSyntaxHighlighter {
public:
    explicit YamlHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {}

    void show_in(const Palette& palette);

protected:
    void highlightBlock(const QString& line) override;

private:
    const Palette* palette_ = &palette_of(Theme::light);
};

}  // namespace weft::gui
