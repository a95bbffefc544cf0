#include "gui/window/why_panel.hpp"

#include "gui/source/words.hpp"
#include "gui/window/failed_request.hpp"
#include "gui/window/why_links.hpp"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPointer>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <fmt/format.h>
#include <sstream>

namespace weft::gui {

WhyPanel::WhyPanel(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      state_(new QLabel(this)),
      cancel_(new QPushButton(tr("Cancel"), this)),
      copy_(new QPushButton(tr("Copy as Text"), this)),
      text_(new QTextBrowser(this)) {
    setObjectName("why");
    text_->setObjectName("why-text");
    text_->setAccessibleName(tr("Why the request ended so"));
    text_->setOpenLinks(false);
    cancel_->setAccessibleName(tr("Cancel the explanation"));
    copy_->setObjectName("why-copy");
    copy_->setToolTip(tr("With the run, its seed and the version that it is of"));
    forget();
    auto* const line = new QHBoxLayout;
    line->addWidget(state_, 1);
    line->addWidget(cancel_);
    line->addWidget(copy_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addLayout(line);
    layout->addWidget(text_);
    connect(cancel_, &QPushButton::clicked, this, [this] {
        if (work_) work_->stopped = true;
    });
    connect(&session, &Session::runChanged, this, [this] { forget(); });
    connect(copy_, &QPushButton::clicked, this, [this] { copy(); });
    connect(text_, &QTextBrowser::anchorClicked, this,
            [this](const QUrl& link) { follow(link.toString()); });
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
    text_->clear();
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
                                  : tr("Names and moments lead to what they name."));
    copy_->setEnabled(!work->stopped);
    text_->setHtml("<pre>" + with_links(said, session_.topology()) + "</pre>");
}

}  // namespace weft::gui
