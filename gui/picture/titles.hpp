#pragma once

#include <QFontMetricsF>
#include <QString>

namespace weft::gui {

/// A title on one line if it has room there, or else on two: broken where its words meet ("-",
/// "_", ".", " ", before "service", or before a capital letter), and if none of these leaves room
/// for both, in its middle.
QString on_two_lines(const QString& title, const QFontMetricsF& metrics, double width);

}  // namespace weft::gui
