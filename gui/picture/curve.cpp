#include "gui/picture/curve.hpp"

#include <QPolygonF>

#include <algorithm>
#include <cmath>

namespace weft::gui {
namespace {

constexpr std::size_t fan = 4;

Pyramid::Span joined(const Pyramid::Span& a, const Pyramid::Span& b) {
    return {std::min(a.least, b.least), std::max(a.greatest, b.greatest)};
}

}  // namespace

Pyramid::Pyramid(std::vector<double> values) {
    std::vector<Span> level;
    level.reserve(values.size());
    for (const double value : values)
        level.push_back({value, value});
    levels_.push_back(std::move(level));
    while (levels_.back().size() > 1) {
        const std::vector<Span>& below = levels_.back();
        std::vector<Span> above;
        for (std::size_t place = 0; place < below.size(); place += fan) {
            Span span = below[place];
            for (std::size_t next = place + 1; next < std::min(place + fan, below.size()); ++next)
                span = joined(span, below[next]);
            above.push_back(span);
        }
        levels_.push_back(std::move(above));
    }
}

double Pyramid::greatest() const {
    return size() == 0 ? 0 : levels_.back().front().greatest;
}

Pyramid::Span Pyramid::over(std::size_t begin, std::size_t end) const {
    Span span = levels_.front()[begin];
    // Up where whole groups are covered, down again at the end.
    std::size_t level = 0;
    std::size_t width = 1;
    while (begin < end) {
        while (level + 1 < levels_.size() && begin % (width * fan) == 0 &&
               begin + width * fan <= end) {
            ++level;
            width *= fan;
        }
        while (begin % width != 0 || begin + width > end) {
            --level;
            width /= fan;
        }
        span = joined(span, levels_[level][begin / width]);
        begin += width;
    }
    return span;
}

double round_top(double greatest) {
    if (greatest <= 0) return 1;
    const double power = std::pow(10, std::floor(std::log10(greatest)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (greatest <= factor * power * (1 + 1e-9)) return factor * power;
    return 10 * power;
}

void paint_curve(QPainter& painter,
                 const QRectF& place,
                 const Pyramid& values,
                 double top,
                 const QColor& colour,
                 bool fill,
                 Qt::PenStyle line) {
    if (values.size() == 0 || place.width() < 1 || top <= 0) return;
    const auto columns = static_cast<std::size_t>(place.width());
    const std::size_t steps = std::min(columns, values.size());
    QPolygonF upper;
    QPolygonF lower;
    const auto height_of = [&](double value) {
        return place.bottom() - place.height() * std::min(value / top, 1.0);
    };
    for (std::size_t step = 0; step < steps; ++step) {
        const std::size_t begin = step * values.size() / steps;
        const std::size_t end = std::max(begin + 1, (step + 1) * values.size() / steps);
        const Pyramid::Span span = values.over(begin, end);
        const double left =
            place.left() + place.width() * static_cast<double>(step) / static_cast<double>(steps);
        const double right = place.left() + place.width() * static_cast<double>(step + 1) /
                                                static_cast<double>(steps);
        for (const double x : {left, right}) {
            upper.append({x, height_of(span.greatest)});
            lower.prepend({x, fill ? place.bottom() : height_of(span.least)});
        }
    }
    QColor inside = colour;
    inside.setAlphaF(fill ? 0.45F : 0.3F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(inside);
    painter.drawPolygon(upper + lower);
    painter.setPen(QPen{colour, 1.4, line});
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(upper);
}

}  // namespace weft::gui
