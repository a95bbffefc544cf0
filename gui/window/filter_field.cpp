#include "gui/window/filter_field.hpp"

#include "gui/source/time_range.hpp"

#include <QAbstractItemView>
#include <QKeyEvent>
#include <QPainter>
#include <QSettings>
#include <QStringListModel>

#include <set>
#include <string>
#include <utility>

namespace weft::gui {
namespace {

constexpr qsizetype most_remembered = 20;
const char* const filter_history = "filters";

/// In order of the alphabet.
std::set<QString> words_to_choose(Session& session) {
    std::set<QString> all{"err>1%",   "p99>200ms", "rps>10", "t:30s..40s",
                          "between:", "hide:",     "where:"};
    if (!session.has_run()) return all;
    const Topology& topology = session.topology();
    for (const Topology::Service& service : topology.services) {
        all.insert(QString::fromStdString(service.name));
        if (!service.ns.empty()) all.insert(QString::fromStdString("ns:" + service.ns));
    }
    for (const Topology::Pod& pod : topology.pods)
        all.insert(QString::fromStdString(pod.name));
    for (const auto* const names : {&topology.loads, &topology.steps})
        for (const std::string& name : *names)
            all.insert(QString::fromStdString(name));
    for (const Event& event : session.run().events())
        all.insert("kind:" + QString{name_of(event.change.kind)});
    return all;
}

}  // namespace

FilterField::FilterField(Session& session, QWidget* parent)
    : QLineEdit(parent), session_(session), completer_(new QCompleter(this)) {
    setObjectName("filter");
    setAccessibleName(tr("Filter"));
    setPlaceholderText(tr("Filter: payment  ns:shop  err>1%  p99>200ms  kind:host_ejected"));
    setClearButtonEnabled(true);
    completer_->setWidget(this);
    completer_->setModel(new QStringListModel(completer_));
    completer_->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    completer_->popup()->setAccessibleName(tr("Choices"));
    connect(completer_, qOverload<const QString&>(&QCompleter::activated), this,
            [this](const QString& choice) { complete_with(choice); });
    connect(this, &QLineEdit::textChanged, this, [this] { apply(); });
    connect(this, &QLineEdit::editingFinished, this, [this] { remember(); });
    connect(this, &QLineEdit::returnPressed, this, [this] {
        // Who has no mouse, or hears the window, is told, too.
        if (mistake_) session_.tell(QString::fromStdString(mistake_->why));
    });
    connect(&session, &Session::filterChanged, this, [this] { follow_range(); });
    connect(&session, &Session::conditionAsked, this,
            [this](const QString& condition) { add_condition(condition); });
}

void FilterField::apply() {
    const std::string written = text().toStdString();
    mistake_ = mistake_in(written);
    setToolTip(mistake_ ? QString::fromStdString(mistake_->why) : QString{});
    setAccessibleDescription(toolTip());
    update();
    if (mistake_ || is_following_ || !session_.has_run()) return;
    Filter filter = *read_filter(written);
    range_ = time_range_of(filter);
    session_.set_filter(std::move(filter));
}

/// What is written beside it stays, even if it is wrong.
void FilterField::follow_range() {
    const auto chosen = time_range_of(session_.filter());
    if (chosen == range_) return;
    range_ = chosen;
    const bool was_wrong = mistake_.has_value();
    is_following_ = true;
    setText(QString::fromStdString(with_time_range(text().toStdString(), chosen)));
    is_following_ = false;
    if (was_wrong) apply();  // What is written may be right by now: then it counts.
    remember();
}

void FilterField::add_condition(const QString& condition) {
    setText(QString::fromStdString(with_condition(text().toStdString(), condition.toStdString())));
}

QStringList FilterField::history() const {
    return QSettings{}.value(filter_history).toStringList();
}

void FilterField::remember() {
    const QString written = text().simplified();
    if (written.isEmpty() || mistake_) return;
    QStringList known = history();
    known.removeAll(written);
    known.prepend(written);
    QSettings{}.setValue(filter_history, known.mid(0, most_remembered));
}

FilterField::Word FilterField::word_at_cursor() const {
    const qsizetype here = cursorPosition();
    const qsizetype before = here > 0 ? text().lastIndexOf(' ', here - 1) : -1;
    const qsizetype after = text().indexOf(' ', here);
    return {before + 1, after < 0 ? text().size() : after};
}

/// What begins as the word at the cursor does, or holds it.
QStringList FilterField::completions() const {
    const Word word = word_at_cursor();
    QString begun = text().mid(word.begin, cursorPosition() - word.begin);
    // What turns a condition round stands before any of them.
    const QString turn = begun.startsWith("hide:") ? QStringLiteral("hide:")
                         : begun.startsWith('-')   ? QStringLiteral("-")
                                                   : QString{};
    begun.remove(0, turn.size());
    QStringList beginning;
    QStringList holding;
    for (const QString& choice : words_to_choose(session_)) {
        const bool is_no_condition = choice == "hide:" || choice == "where:";
        if (choice == begun || (!turn.isEmpty() && is_no_condition)) continue;
        if (choice.startsWith(begun)) {
            beginning << turn + choice;
        } else if (choice.contains(begun)) {
            holding << turn + choice;
        }
    }
    return beginning + holding;
}

void FilterField::show_choices() {
    const QStringList choices = text().trimmed().isEmpty() ? history() : completions();
    if (choices.isEmpty()) return;
    static_cast<QStringListModel*>(completer_->model())->setStringList(choices);
    completer_->complete();
}

void FilterField::complete_with(const QString& choice) {
    const Word word = word_at_cursor();
    QString written = text();
    written.replace(word.begin, word.end - word.begin, choice);
    setText(written);
    setCursorPosition(static_cast<int>(word.begin + choice.size()));
}

void FilterField::keyPressEvent(QKeyEvent* event) {
    if (completer_->popup()->isVisible() &&
        (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        event->ignore();  // The list takes it.
        return;
    }
    if (event->key() == Qt::Key_Down) return show_choices();
    QLineEdit::keyPressEvent(event);
}

/// The mistake is underlined with a wave: colour alone would not be enough.
void FilterField::paintEvent(QPaintEvent* event) {
    QLineEdit::paintEvent(event);
    if (!mistake_) return;
    const QByteArray written = text().toUtf8();
    const auto letters_before = [&](std::size_t bytes) {
        return QString::fromUtf8(written.left(static_cast<qsizetype>(bytes)));
    };
    const QFontMetricsF metrics{font()};
    const QRect cursor = cursorRect();
    const double origin =
        cursor.center().x() - metrics.horizontalAdvance(text().left(cursorPosition()));
    const double begin = origin + metrics.horizontalAdvance(letters_before(mistake_->begin));
    const double end =
        origin + metrics.horizontalAdvance(letters_before(mistake_->begin + mistake_->length));
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen{session_.palette().of(Health::failing), 1.5});
    constexpr double wave = 3;
    const double base = cursor.center().y() + metrics.height() / 2;
    bool is_up = false;
    for (double x = begin; x < end; x += wave, is_up = !is_up)
        painter.drawLine(QPointF{x, base - (is_up ? wave / 2 : 0)},
                         QPointF{x + wave, base - (is_up ? 0 : wave / 2)});
}

}  // namespace weft::gui
