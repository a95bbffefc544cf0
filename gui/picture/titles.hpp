#pragma once

#include <QFontMetricsF>
#include <QString>

namespace weft::gui {

/// A title on one line if it has room there, or else on two: broken where its words meet ("-",
/// "_", ".", " ", before "service", or before a capital letter), and if none of these leaves room
/// for both, in its middle.
QString on_two_lines(const QString& title, const QFontMetricsF& metrics, double width);

/// A title on one line, as much of it as has room. `shared` is what it begins with as others near
/// it do ("cart" of "cart-7d9f-x2"; "" if nothing is), which goes first: "…-7d9f-x2". A number is
/// never cut: of "12 pods" and "+120 more" stays "12", "+120" or nothing, of "shop (25 services)"
/// "shop (25)" or "shop".
QString in_one_line(const QString& title,
                    const QString& shared,
                    const QFontMetricsF& metrics,
                    double width);

/// A title on two lines where it needs them, and tells more on them than on one; "" otherwise.
QString with_two_lines(const QString& title,
                       const QString& shared,
                       const QFontMetricsF& metrics,
                       double width);

}  // namespace weft::gui
