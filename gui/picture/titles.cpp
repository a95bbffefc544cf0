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

bool is_shared(const QString& title, const QString& shared) {
    return !shared.isEmpty() && title.size() > shared.size() + 1 && title.startsWith(shared);
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

QString in_one_line(const QString& title,
                    const QString& shared,
                    const QFontMetricsF& metrics,
                    double width) {
    const auto has_room = [&](const QString& text) {
        return metrics.horizontalAdvance(text) <= width;
    };
    if (has_room(title)) return title;
    const QString number = title.section(' ', 0, 0);
    const bool begins_with_number =
        number.size() < title.size() && (title.startsWith('+') || title.front().isDigit());
    if (begins_with_number) return has_room(number) ? number : QString{};
    const qsizetype count = title.indexOf(QStringLiteral(" ("));
    if (count > 0) {
        const QString shorter = title.section(' ', 0, -2) + ')';
        return has_room(shorter) ? shorter
                                 : in_one_line(title.first(count), shared, metrics, width);
    }
    if (is_shared(title, shared))
        return metrics.elidedText("…" + title.sliced(shared.size()), Qt::ElideLeft, width);
    // What tells the names of many apart stands at their end.
    const auto elided = title.contains('-') ? Qt::ElideMiddle : Qt::ElideRight;
    return metrics.elidedText(title, elided, width);
}

QString with_two_lines(const QString& title,
                       const QString& shared,
                       const QFontMetricsF& metrics,
                       double width) {
    if (metrics.horizontalAdvance(title) <= width) return {};
    if (!is_shared(title, shared)) return on_two_lines(title, metrics, width);
    const QString first = title.first(shared.size() + 1);
    const QString second = title.sliced(first.size());
    const bool has_room =
        std::max(metrics.horizontalAdvance(first), metrics.horizontalAdvance(second)) <= width;
    return has_room ? first + '\n' + second : QString{};
}

}  // namespace weft::gui
