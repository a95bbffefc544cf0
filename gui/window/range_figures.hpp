#pragma once

#include "gui/source/edges_over.hpp"
#include "gui/source/time_range.hpp"
#include "gui/window/session.hpp"

#include <QLabel>

namespace weft::gui {

/// The figures of a table: those of the moment, or if there is a time range, of all of it. A line
/// above the table says of which range, and what is of the moment even so.
class RangeFigures {
public:
    RangeFigures(Session& session, QWidget& table, const QString& of_the_moment);

    bool is_of_range() const { return time_range_of(session_.filter()).has_value(); }
    /// By edge, as they are now. They stay until this is asked again.
    const EdgesOver& edges();

private:
    void say_range();

    Session& session_;
    QLabel* line_;
    QString of_the_moment_;
    EdgesOver edges_;
    Stretch stretch_;        ///< Of which they are,
    bool is_known_ = false;  ///< if they are of any.
};

}  // namespace weft::gui
