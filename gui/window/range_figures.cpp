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
    const auto& intervals = session_.run().intervals();
    const Stretch stretch = intervals_within(intervals, *range);
    if (is_known_ && stretch.begin == stretch_.begin && stretch.end == stretch_.end) return edges_;
    is_known_ = true;
    stretch_ = stretch;
    edges_ = edges_over(session_.run(), *range);
    if (stretch.begin == stretch.end) {
        line_->setText(QObject::tr("No interval lies in the time range."));
    } else {
        const auto words = [](mesh::Instant at) {
            return QString::fromStdString(moment_words(at));
        };
        line_->setText(QObject::tr("All that passed from %1 to %2; of p99 that of the worst "
                                   "interval. %3")
                           .arg(words(intervals[stretch.begin].start),
                                words(intervals[stretch.end - 1].end), of_the_moment_));
    }
    return edges_;
}

}  // namespace weft::gui
