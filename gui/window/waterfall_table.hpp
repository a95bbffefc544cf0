#pragma once

#include "gui/source/waterfall.hpp"
#include "gui/window/tables.hpp"

#include <QPointer>

namespace weft::gui {

class WaterfallWidget;

/// The waterfall as a table: a row for each call and each attempt at a pod, with its times. A row
/// that is activated is sought.
class WaterfallTable final : public TablePanel<WaterfallRow> {
public:
    WaterfallTable(Session& session, WaterfallWidget& waterfall);

private:
    void show_rows();

    Session& session_;
    QPointer<WaterfallWidget> waterfall_;
};

}  // namespace weft::gui
