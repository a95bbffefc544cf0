#pragma once

#include "gui/source/waterfall.hpp"
#include "gui/window/session.hpp"

#include <QWidget>

#include <vector>

namespace weft::gui {

/// The calls of the selected request on one axis of time: what it waited for is framed, the wait
/// for a worker is hatched.
class WaterfallWidget final : public QWidget {
public:
    explicit WaterfallWidget(Session& session, QWidget* parent = nullptr);

    const std::vector<WaterfallRow>& rows() const { return rows_; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void read_request();

    Session& session_;
    std::vector<WaterfallRow> rows_;
};

}  // namespace weft::gui
