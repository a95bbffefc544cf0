#include "gui/window/why_panel.hpp"

#include "gui/source/words.hpp"
#include "scenarios/play/play.hpp"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHash>
#include <QPointer>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>
#include <QVBoxLayout>

#include <sstream>

namespace weft::gui {

WhyPanel::WhyPanel(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      state_(new QLabel(this)),
      cancel_(new QPushButton(tr("Cancel"), this)),
      text_(new QTextBrowser(this)) {
    setObjectName("why");
    text_->setObjectName("why-text");
    text_->setAccessibleName(tr("Why the request ended so"));
    text_->setOpenLinks(false);
    cancel_->setAccessibleName(tr("Cancel the explanation"));
    forget();
    auto* const line = new QHBoxLayout;
    line->addWidget(state_, 1);
    line->addWidget(cancel_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 4, 4, 4);
    layout->addLayout(line);
    layout->addWidget(text_);
    connect(cancel_, &QPushButton::clicked, this, [this] {
        if (work_) work_->stopped = true;
    });
    connect(&session, &Session::runChanged, this, [this] { forget(); });
    connect(text_, &QTextBrowser::anchorClicked, this, [this](const QUrl& link) {
        const bool is_pod = link.scheme() == "pod";
        session_.select({.kind = is_pod ? Selection::Kind::pod : Selection::Kind::service,
                         .number = link.path().toUInt()});
    });
}

WhyPanel::~WhyPanel() {
    if (work_) work_->stopped = true;
}

/// What is said, or still on its way, is of another run.
void WhyPanel::forget() {
    if (work_) work_->stopped = true;
    work_ = nullptr;
    cancel_->hide();
    text_->clear();
    state_->setText(tr("Select a request, then ask why it ended so (W)."));
}

void WhyPanel::explain() {
    const Selection& selection = session_.selection();
    if (selection.kind != Selection::Kind::request) {
        session_.tell(tr("Select a request in the Requests tab first."));
        return;
    }
    if (work_) work_->stopped = true;
    work_ = std::make_shared<Work>();
    scenarios::ExplainOptions options;
    options.run = session_.run().file();
    options.request = selection.load + "/" + std::to_string(selection.request);
    work_->request = QString::fromStdString(options.request);
    options.goes_on = [work = work_](mesh::Instant now) {
        work->now = now.time_since_epoch().count();
        return !work->stopped;
    };
    text_->clear();
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
    state_->setText(work->stopped ? tr("Cancelled.") : tr("Names lead to what they name."));
    text_->setHtml("<pre>" + with_links(said, session_.topology()) + "</pre>");
}

QString with_links(const QString& text, const Topology& topology) {
    QHash<QString, QString> links;
    for (std::size_t service = 0; service < topology.services.size(); ++service)
        links[QString::fromStdString(topology.services[service].name)] =
            QStringLiteral("service:%1").arg(service);
    for (std::size_t pod = 0; pod < topology.pods.size(); ++pod)
        links[QString::fromStdString(topology.pods[pod].name)] = QStringLiteral("pod:%1").arg(pod);
    const auto is_of_name = [](QChar letter) {
        return letter.isLetterOrNumber() || letter == '-' || letter == '.' || letter == '_';
    };
    QString html;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = at;
        while (end < text.size() && is_of_name(text[end]))
            ++end;
        if (end == at) {
            html += QString{text[at++]}.toHtmlEscaped();
            continue;
        }
        QString word = text.mid(at, end - at);
        while (word.endsWith('.') && !links.contains(word))
            word.chop(1);  // The end of a sentence.
        const auto link = links.constFind(word);
        html += link == links.constEnd()
                    ? word.toHtmlEscaped()
                    : QStringLiteral("<a href=\"%1\">%2</a>").arg(*link, word.toHtmlEscaped());
        html += text.mid(at + word.size(), end - at - word.size());
        at = end;
    }
    return html;
}

}  // namespace weft::gui
