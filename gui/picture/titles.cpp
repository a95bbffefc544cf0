#include "gui/picture/titles.hpp"

#include <algorithm>

namespace weft::gui {
namespace {

/// Whether one word of a title ends before this place, and another begins.
bool words_meet(const QString& title, qsizetype place) {
    static const QString between = QStringLiteral("-_. ");
    const QChar before = title.at(place - 1);
    const QChar after = title.at(place);
    const bool is_suffix = title.size() - place == 7 && title.endsWith(QStringLiteral("service"));
    return between.contains(before) || is_suffix || (before.isLower() && after.isUpper());
}

}  // namespace

QString on_two_lines(const QString& title, const QFontMetricsF& metrics, double width) {
    if (metrics.horizontalAdvance(title) <= width) return title;
    qsizetype best = title.size() / 2;
    double narrowest = width;
    for (qsizetype place = 1; place < title.size(); ++place) {
        if (!words_meet(title, place)) continue;
        const double wider = std::max(metrics.horizontalAdvance(title.first(place)),
                                      metrics.horizontalAdvance(title.sliced(place)));
        if (wider > narrowest) continue;
        narrowest = wider;
        best = place;
    }
    const auto line = [&](const QString& text) {
        return metrics.elidedText(text.trimmed(), Qt::ElideRight, width);
    };
    return line(title.first(best)) + '\n' + line(title.sliced(best));
}

}  // namespace weft::gui
