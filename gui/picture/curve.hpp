#pragma once

#include <QColor>
#include <QPainter>
#include <QRectF>

#include <cstddef>
#include <vector>

namespace weft::gui {

/// Values in order of time, of which the least and the greatest of any stretch are found at once,
/// so that a chart shows every spike of a long run at the cost of its pixels.
class Pyramid {
public:
    struct Span {
        double least = 0;
        double greatest = 0;
    };

    Pyramid() = default;
    explicit Pyramid(std::vector<double> values);

    std::size_t size() const { return levels_.empty() ? 0 : levels_.front().size(); }
    double at(std::size_t place) const { return levels_.front()[place].greatest; }
    double greatest() const;

    /// Of the values from `begin` to before `end`; requires at least one.
    Span over(std::size_t begin, std::size_t end) const;

private:
    std::vector<std::vector<Span>> levels_;  ///< Each a quarter of the one before.
};

/// Paints the whole curve into a rectangle, from 0 to `top`, filled below if `fill`; what else than
/// its colour tells it from another one is the style of its line.
void paint_curve(QPainter& painter,
                 const QRectF& place,
                 const Pyramid& values,
                 double top,
                 const QColor& colour,
                 bool fill,
                 Qt::PenStyle line = Qt::SolidLine);

/// A round number that is at least as large: 1, 2 or 5 times a power of ten. 1 for 0.
double round_top(double greatest);

}  // namespace weft::gui
