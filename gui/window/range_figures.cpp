#include "gui/window/range_figures.hpp"

#include "gui/source/words.hpp"

#include <QVBoxLayout>

namespace weft::gui {

RangeFigures::RangeFigures(Session& session, QWidget& table, const QString& of_the_moment)
    : session_(session), line_(new QLabel(&table)), of_the_moment_(of_the_moment) {
    line_->setObjectName("of-range");
    line_->setAccessibleName(QObject::tr("What the figures are of"));
    line_->setWordWrap(true);
    line_->setMargin(4);
    line_->hide();
    if (auto* const layout = qobject_cast<QVBoxLayout*>(table.layout()))
        layout->insertWidget(0, line_);
    QObject::connect(&session, &Session::runChanged, line_, [this] { is_known_ = false; });
}

const EdgesOver& RangeFigures::edges() {
    const auto range = time_range_of(session_.filter());
    line_->setVisible(range.has_value());
    if (!range) {
        is_known_ = false;
        edges_ = {session_.snapshot().edges, session_.snapshot().other_edges};
        return edges_;
    }
    const Stretch stretch = intervals_within(session_.run().intervals(), *range);
    const bool goes_on =
        is_known_ && stretch.begin == stretch_.begin && stretch.end >= stretch_.end;
    if (!goes_on) {
        edges_ = edges_over(session_.run(), *range);
    } else if (stretch.end > stretch_.end && edges_.before.empty()) {
        add_intervals(edges_, session_.run(), {stretch_.end, stretch.end});
    }
    // Of a run that goes on, edges may have come that have carried nothing in the range.
    edges_.now.resize(session_.topology().edges.size());
    is_known_ = true;
    stretch_ = stretch;
    say_range();
    return edges_;
}

void RangeFigures::say_range() {
    if (stretch_.begin == stretch_.end)
        return line_->setText(QObject::tr("No interval lies in the time range."));
    const auto& intervals = session_.run().intervals();
    const auto words = [](mesh::Instant at) { return QString::fromStdString(moment_words(at)); };
    line_->setText(
        QObject::tr("All that passed from %1 to %2; of p99 that of the worst interval. %3")
            .arg(words(intervals[stretch_.begin].start), words(intervals[stretch_.end - 1].end),
                 of_the_moment_));
}

}  // namespace weft::gui
