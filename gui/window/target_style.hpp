#pragma once

#include <QProxyStyle>

namespace weft::gui {

/// So large is, at least, whatever is to be hit with the mouse, in pixels.
inline constexpr int least_target = 24;

/// A style whose buttons, choices, fields, tabs, entries and rows are no smaller than a target.
class TargetStyle : public QProxyStyle {
public:
    using QProxyStyle::QProxyStyle;

    QSize sizeFromContents(ContentsType type,
                           const QStyleOption* option,
                           const QSize& contents,
                           const QWidget* widget) const override;
    void drawControl(ControlElement element,
                     const QStyleOption* option,
                     QPainter* painter,
                     const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric,
                    const QStyleOption* option,
                    const QWidget* widget) const override;
};

}  // namespace weft::gui
