#include "gui/window/target_style.hpp"

#include <QPainter>
#include <QStyleOptionMenuItem>
#include <QWidget>

#include <algorithm>

namespace weft::gui {
namespace {

constexpr int least_icon = 10;  ///< Of the buttons in a dock's title.

bool is_separator(const QStyleOption* option) {
    const auto* const entry = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
    return entry != nullptr && entry->menuItemType == QStyleOptionMenuItem::Separator;
}

}  // namespace

QSize TargetStyle::sizeFromContents(ContentsType type,
                                    const QStyleOption* option,
                                    const QSize& contents,
                                    const QWidget* widget) const {
    const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    switch (type) {
        case CT_PushButton:
        case CT_ToolButton:
            return size.expandedTo({least_target, least_target});
        case CT_CheckBox:
        case CT_RadioButton:
        case CT_ComboBox:
        case CT_SpinBox:
        case CT_LineEdit:
        case CT_TabBarTab:
        case CT_MenuBarItem:
        case CT_ItemViewItem:
            return size.expandedTo({0, least_target});
        case CT_MenuItem:
            return is_separator(option) ? size : size.expandedTo({0, least_target});
        default:
            return size;
    }
}

/// A dock's title has the size that the font had when it was made.
void TargetStyle::drawControl(ControlElement element,
                              const QStyleOption* option,
                              QPainter* painter,
                              const QWidget* widget) const {
    painter->save();
    if (element == CE_DockWidgetTitle && widget != nullptr) painter->setFont(widget->font());
    QProxyStyle::drawControl(element, option, painter, widget);
    painter->restore();
}

int TargetStyle::pixelMetric(PixelMetric metric,
                             const QStyleOption* option,
                             const QWidget* widget) const {
    const int pixels = QProxyStyle::pixelMetric(metric, option, widget);
    if (metric == PM_DockWidgetTitleBarButtonMargin)
        return std::max(pixels, (least_target - least_icon) / 2);
    return pixels;
}

}  // namespace weft::gui
