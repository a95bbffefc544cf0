#include "gui/window/step_panel.hpp"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QVBoxLayout>

#include <chrono>
#include <utility>

namespace weft::gui {
namespace {

using sim::observe::PlayedEvent;
using Why = scenarios::MomentStop::Why;

constexpr int look_each_ms = 15;
constexpr qint64 shown_after_ms = 1'000;
constexpr int whole_bar = 1'000;

/// To the microsecond: events lie close to each other.
QString exact_words(mesh::Instant at) {
    const double seconds = std::chrono::duration<double>(at.time_since_epoch()).count();
    return QString::number(seconds, 'f', 6) + " s";
}

QString words_of_request(const PlayedEvent& event) {
    if (event.load.empty()) return {};
    return QString::fromStdString(event.load) + "/" + QString::number(event.request);
}

std::vector<RowModel<PlayedEvent>::Column> event_columns_ahead() {
    using Row = PlayedEvent;
    return {
        {QObject::tr("Time"), [](const Row& it) { return exact_words(it.at); }, {}},
        {QObject::tr("Event"), [](const Row& it) { return words_of_kind(it.kind); }, {}},
        {QObject::tr("To whom"), [](const Row& it) { return QString::fromStdString(it.who); }, {}},
        {QObject::tr("From"), [](const Row& it) { return QString::fromStdString(it.from); }, {}},
        {QObject::tr("Request"), [](const Row& it) { return words_of_request(it); }, {}}};
}

}  // namespace

QString words_of_kind(std::string_view kind) {
    return QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size())).replace('_', ' ');
}

StepPanel::StepPanel(Session& session)
    : session_(session),
      model_(event_columns_ahead()),
      table_(new QTableView(this)),
      said_(new QLabel(this)),
      breakpoints_(new QListWidget(this)),
      added_(new QLineEdit(this)),
      wrong_(new QLabel(this)),
      remove_(new QPushButton(tr("Remove"), this)),
      progress_(new QWidget),
      bar_(new QProgressBar(progress_)) {
    build();
    timer_.setInterval(look_each_ms);
    connect(&timer_, &QTimer::timeout, this, [this] { look(); });
    connect(&session, &Session::runChanged, this, [this] {
        leave();
        reader_.reset();
    });
    connect(&session, &Session::momentChanged, this, [this] { follow_session(); });
    session.on_play = [this] {
        if (!is_on()) return false;
        if (is_busy()) {
            cancel();
        } else {
            run();
        }
        return true;
    };
}

StepPanel::~StepPanel() = default;

void StepPanel::build() {
    table_->setObjectName("events-ahead");
    table_->setAccessibleName(tr("Events ahead"));
    table_->setModel(&model_);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setStretchLastSection(true);
    said_->setObjectName("step-said");
    said_->setText(tr("F4 plays the run again up to this moment, and on by one event."));
    breakpoints_->setObjectName("breakpoints");
    breakpoints_->setAccessibleName(tr("Breakpoints"));
    added_->setObjectName("new-breakpoint");
    added_->setAccessibleName(tr("New breakpoint"));
    added_->setPlaceholderText(tr("error_share(web, 5s) > 20%"));
    wrong_->setObjectName("breakpoint-wrong");
    for (QLabel* const label : {said_, wrong_})
        label->setWordWrap(true);
    bar_->setAccessibleName(tr("How far the run has been played"));
    bar_->setRange(0, whole_bar);
    auto* const give_up = new QPushButton(tr("Cancel"), progress_);
    auto* const line = new QHBoxLayout(progress_);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(bar_);
    line->addWidget(give_up);
    progress_->hide();
    auto* const left = new QVBoxLayout;
    left->addWidget(said_);
    left->addWidget(table_, 1);
    auto* const right = new QVBoxLayout;
    right->addWidget(new QLabel(tr("Breakpoints: the run stops where one becomes true"), this));
    right->addWidget(breakpoints_, 1);
    auto* const entry = new QHBoxLayout;
    entry->addWidget(added_, 1);
    entry->addWidget(remove_);
    right->addLayout(entry);
    right->addWidget(wrong_);
    auto* const both = new QHBoxLayout(this);
    both->addLayout(left, 2);
    both->addLayout(right, 1);
    connect(give_up, &QPushButton::clicked, this, [this] { cancel(); });
    connect(added_, &QLineEdit::returnPressed, this, [this] {
        if (add_breakpoint(added_->text().trimmed())) added_->clear();
    });
    connect(remove_, &QPushButton::clicked, this, [this] { delete breakpoints_->currentItem(); });
}

/// What is watched from the first event on needs no second replay.
void StepPanel::begin(std::vector<std::string> watched) {
    session_.play(false);
    if (stepper_) return;
    stepper_ = std::make_unique<Stepper>(session_.run().file());
    here_ = session_.at();
    stepper_->watch(std::move(watched));
    stepper_->go_to(here_);
}

/// The breakpoints that are enabled, and one condition more if there is one. Those of another run
/// that mean nothing in this one are disabled.
std::vector<std::string> StepPanel::conditions(const QString& once) {
    std::vector<std::string> wanted;
    for (int row = 0; row < breakpoints_->count(); ++row) {
        QListWidgetItem& item = *breakpoints_->item(row);
        if (item.checkState() != Qt::Checked) continue;
        const QString wrong = mistakes(item.text());
        item.setToolTip(wrong);
        if (wrong.isEmpty()) {
            wanted.push_back(item.text().toStdString());
        } else {
            item.setCheckState(Qt::Unchecked);
            wrong_->setText(wrong);
        }
    }
    if (!once.isEmpty()) wanted.push_back(once.toStdString());
    return wanted;
}

void StepPanel::step(std::uint64_t events) {
    if (!session_.has_run()) return;
    begin(conditions({}));
    stepper_->step(events);
    busy_since_.start();
    timer_.start();
}

void StepPanel::run(scenarios::MomentUntil until, const QString& condition) {
    if (!session_.has_run()) return;
    const std::vector<std::string> watched = conditions(condition);
    begin(watched);
    stepper_->watch(watched);
    until.conditions = !watched.empty();
    stepper_->run(until);
    busy_since_.start();
    timer_.start();
}

void StepPanel::cancel() {
    if (stepper_) stepper_->cancel();
}

void StepPanel::leave() {
    if (!stepper_) return;
    stepper_.reset();
    timer_.stop();
    progress_->hide();
    model_.show({});
    said_->setText(tr("The run is as it was recorded again."));
    if (on_news) on_news();
}

/// Somebody went to another moment: so does the run, in the background.
void StepPanel::follow_session() {
    if (!stepper_ || session_.at() == here_) return;
    here_ = session_.at();
    stepper_->cancel();
    stepper_->go_to(here_);
    busy_since_.start();
    timer_.start();
}

void StepPanel::look() {
    if (stepper_ && stepper_->take()) show_news();
    const bool is_late = is_busy() && busy_since_.elapsed() >= shown_after_ms;
    progress_->setVisible(is_late);
    if (!is_busy()) timer_.stop();
}

void StepPanel::show_news() {
    bar_->setValue(static_cast<int>(state().progress * whole_bar));
    if (is_busy()) return;
    if (!state().failure.empty()) {
        const QString failure = QString::fromStdString(state().failure);
        leave();
        return session_.tell(tr("The run cannot be played again: %1").arg(failure));
    }
    here_ = state().at;
    session_.seek(here_);
    here_ = session_.at();
    model_.show(state().ahead);
    table_->resizeColumnsToContents();
    said_->setText(words_of_stop());
    if (on_news) on_news();
}

QString StepPanel::words_of_stop() const {
    const QString at = exact_words(state().at);
    if (state().last) {
        const PlayedEvent& event = *state().last;
        const QString who = QString::fromStdString(event.who);
        return tr("%1: played: %2  %3  %4")
            .arg(at, words_of_kind(event.kind), who, words_of_request(event));
    }
    switch (state().stop ? state().stop->why : Why::time) {
        case Why::failure:
            return tr("%1: stopped, a request has failed.").arg(at);
        case Why::change:
            return tr("%1: stopped, it has happened.").arg(at);
        case Why::condition:
            return tr("%1: stopped, it is true that %2")
                .arg(at, QString::fromStdString(state().condition));
        case Why::stopped:
            return tr("%1: given up here.").arg(at);
        case Why::end:
            return tr("%1: the run is at its end.").arg(at);
        case Why::time:
            break;
    }
    return tr("%1: these events come next.").arg(at);
}

bool StepPanel::add_breakpoint(const QString& condition) {
    const QString wrong = mistakes(condition);
    wrong_->setText(wrong);
    if (!wrong.isEmpty()) return false;
    auto* const item = new QListWidgetItem(condition, breakpoints_);
    item->setFlags(item->flags() | Qt::ItemIsUserCheckable);
    item->setCheckState(Qt::Checked);
    breakpoints_->setCurrentItem(item);
    return true;
}

QString StepPanel::mistakes(const QString& condition) {
    if (!session_.has_run()) return tr("There is no run.");
    if (!reader_) reader_ = std::make_unique<ConditionReader>(session_.run().file());
    return QString::fromStdString(reader_->mistakes(condition.toStdString()));
}

void StepPanel::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && is_on()) return leave();
    QWidget::keyPressEvent(event);
}

}  // namespace weft::gui
