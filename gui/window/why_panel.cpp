#include "gui/window/why_panel.hpp"

#include "gui/source/words.hpp"
#include "gui/window/failed_request.hpp"
#include "gui/window/why_chain.hpp"
#include "gui/window/why_links.hpp"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPointer>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <fmt/format.h>
#include <sstream>

namespace weft::gui {
namespace {

using reports::CauseStep;

std::vector<RowModel<CauseStep>::Column> cause_columns() {
    using Step = CauseStep;
    return {{QObject::tr("Time"),
             [](const Step& it) { return QString::fromStdString(moment_words(it.at)); },
             {}},
            {QObject::tr("Object"),
             [](const Step& it) {
                 return it.about == Step::About::all ? QObject::tr("all proxies")
                                                     : QString::fromStdString(it.name);
             },
             {}},
            {QObject::tr("What happened"),
             [](const Step& it) { return QString::fromStdString(it.what); },
             {}},
            {QObject::tr("Evidence"),
             [](const Step& it) { return QString::fromStdString(it.evidence); },
             {}}};
}

}  // namespace

WhyPanel::WhyPanel(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      state_(new QLabel(this)),
      cancel_(new QPushButton(tr("Cancel"), this)),
      copy_(new QPushButton(tr("Copy as Text"), this)),
      as_text_(new QPushButton(tr("As Text"), this)),
      sentence_(new QLabel(this)),
      causes_(new TablePanel<CauseStep>(
          "why-causes", tr("Causes, from how it ended backwards"), cause_columns())),
      text_(new QTextBrowser(this)),
      pages_(new QStackedWidget(this)) {
    setObjectName("why");
    state_->setWordWrap(true);  // It stands beside three buttons.
    text_->setObjectName("why-text");
    text_->setAccessibleName(tr("Why the request ended so"));
    text_->setOpenLinks(false);
    cancel_->setAccessibleName(tr("Cancel the explanation"));
    copy_->setObjectName("why-copy");
    copy_->setToolTip(tr("With the run, its seed and the version that it is of"));
    as_text_->setObjectName("why-as-text");
    as_text_->setCheckable(true);
    as_text_->setToolTip(tr("All that weft explain says of it"));
    sentence_->setObjectName("why-sentence");
    sentence_->setAccessibleName(tr("Why it ended so, in a sentence"));
    sentence_->setWordWrap(true);
    sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    QHeaderView* const header = causes_->table().horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(2, QHeaderView::Stretch);
    causes_->table().verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    pages_->addWidget(causes_);
    pages_->addWidget(text_);
    connect(as_text_, &QPushButton::toggled, pages_, [this](bool on) {
        pages_->setCurrentWidget(on ? static_cast<QWidget*>(text_) : causes_);
    });
    forget();
    auto* const line = new QHBoxLayout;
    line->addWidget(state_, 1);
    line->addWidget(cancel_);
    line->addWidget(as_text_);
    line->addWidget(copy_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addLayout(line);
    layout->addWidget(sentence_);
    layout->addWidget(pages_);
    connect(cancel_, &QPushButton::clicked, this, [this] {
        if (work_) work_->stopped = true;
    });
    connect(&session, &Session::runChanged, this, [this] { forget(); });
    connect(copy_, &QPushButton::clicked, this, [this] { copy(); });
    connect(text_, &QTextBrowser::anchorClicked, this,
            [this](const QUrl& link) { follow(link.toString()); });
    const auto go = [this] {
        if (causes_->current_row() >= 0)
            go_to(CauseStep{causes_->model().row(causes_->current_row())});
    };
    connect(&causes_->table(), &QTableView::activated, this, go);
    connect(&causes_->table(), &QTableView::clicked, this, go);
}

WhyPanel::~WhyPanel() {
    if (work_) work_->stopped = true;
}

/// To a moment, a request, a pod or a service.
void WhyPanel::follow(const QString& link) {
    const QString what = link.section(':', 0, 0);
    const QString where = link.section(':', 1);
    if (what == "at") return session_.seek(mesh::Instant{mesh::Duration{where.toLongLong()}});
    if (what == "request") {
        return session_.select({.kind = Selection::Kind::request,
                                .load = where.section('/', 0, 0).toStdString(),
                                .request = where.section('/', 1).toULongLong()});
    }
    session_.select({.kind = what == "pod" ? Selection::Kind::pod : Selection::Kind::service,
                     .number = where.toUInt()});
}

/// To what the step is about, and to its moment. Of what nobody can select, to the moment alone.
void WhyPanel::go_to(const CauseStep& step) {
    const Selection selection = selection_of(step, session_.run());
    if (selection.kind != Selection::Kind::nothing) session_.select(selection);
    session_.seek(step.at);
}

/// As it would stand in a paper: with what it is of.
void WhyPanel::copy() {
    const reports::RunLabel& label = session_.run().label();
    const QString origin =
        tr("%1, seed %2, weft %3")
            .arg(QString::fromStdString(label.scenario), QString::fromStdString(label.seed),
                 QString::fromStdString(label.version));
    QGuiApplication::clipboard()->setText(text().trimmed() + "\n" + origin + "\n");
}

/// What is said, or still on its way, is of another run.
void WhyPanel::forget() {
    if (work_) work_->stopped = true;
    work_ = nullptr;
    cancel_->hide();
    copy_->setEnabled(false);
    text_->clear();
    show_chain({});
    state_->setText(
        tr("Select a request, a service, a line or a pod, then ask why it failed (W)."));
}

/// The request that is selected. Of all others few are recorded: without one it is the first that
/// failed near the moment, and met what is selected.
scenarios::ExplainOptions WhyPanel::asked() const {
    scenarios::ExplainOptions options;
    options.run = session_.run().file();
    const Selection& selection = session_.selection();
    if (selection.kind == Selection::Kind::request) {
        options.request = selection.load + "/" + std::to_string(selection.request);
        return options;
    }
    options.failed = 1;
    options.from = std::max(mesh::Instant{}, session_.at() - near_the_moment);
    options.to = session_.at() + near_the_moment;
    for (const std::string& service : services_to_meet(session_))
        options.where +=
            fmt::format("{}calls({}) > 0", options.where.empty() ? "" : " or ", service);
    return options;
}

void WhyPanel::explain() {
    if (!session_.has_run()) return;
    if (work_) work_->stopped = true;
    work_ = std::make_shared<Work>();
    scenarios::ExplainOptions options = asked();
    work_->request = options.request.empty() ? tr("a request that failed")
                                             : QString::fromStdString(options.request);
    options.goes_on = [work = work_](mesh::Instant now) {
        work->now = now.time_since_epoch().count();
        return !work->stopped;
    };
    options.on_causes = [work = work_](const reports::CauseChain& chain) { work->chain = chain; };
    text_->clear();
    show_chain({});
    copy_->setEnabled(false);
    cancel_->show();
    show_progress(work_);
    QThreadPool::globalInstance()->start([options, work = work_, self = QPointer<WhyPanel>{this}] {
        std::ostringstream out;
        std::ostringstream err;
        scenarios::explain(options, out, err);
        const QString said = QString::fromStdString(out.str() + err.str());
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [work, self, said] {
                if (self) self->finish(work, said);
            },
            Qt::QueuedConnection);
    });
}

void WhyPanel::show_progress(const std::shared_ptr<Work>& work) {
    if (work != work_) return;
    const mesh::Instant now{mesh::Duration{work->now.load()}};
    state_->setText(tr("The run is played again to explain %1: %2 so far")
                        .arg(work->request, QString::fromStdString(moment_words(now))));
    constexpr int a_moment_ms = 100;
    QTimer::singleShot(a_moment_ms, this, [this, work] { show_progress(work); });
}

void WhyPanel::finish(const std::shared_ptr<Work>& work, const QString& said) {
    if (work != work_) return;  // Another one was asked for meanwhile.
    work_ = nullptr;
    cancel_->hide();
    state_->setText(work->stopped ? tr("Cancelled.")
                                  : tr("Rows, names and moments lead to what they name."));
    copy_->setEnabled(!work->stopped);
    text_->setHtml("<pre>" + with_links(said, session_.topology()) + "</pre>");
    show_chain(work->chain);
}

/// Of what no request is explained by, there is the text alone.
void WhyPanel::show_chain(const reports::CauseChain& chain) {
    const bool is_any = !chain.steps.empty();
    as_text_->setEnabled(is_any);
    as_text_->setChecked(!is_any);
    sentence_->setText(is_any ? sentence_of(chain) : QString{});
    sentence_->setVisible(is_any);
    causes_->model().show(chain.steps);
    if (is_any) causes_->table().setCurrentIndex(causes_->sorted().index(0, 0));
}

}  // namespace weft::gui
