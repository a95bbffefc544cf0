#include "gui/window/inspector.hpp"

#include "gui/source/time_range.hpp"
#include "gui/source/words.hpp"
#include "gui/window/said.hpp"

#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <string>

namespace weft::gui {
namespace {

constexpr int most_changes = 500;

std::string chart_seconds(double seconds) {
    return duration_words(mesh::Duration{static_cast<std::int64_t>(seconds * 1e9)});
}

/// The service whose proxy did it; none if it is about nobody's.
std::uint32_t service_that_did(const Event& event, const Topology& topology) {
    const std::uint32_t source = event.change.source;
    return source < topology.pods.size() ? topology.pods[source].service : none;
}

}  // namespace

bool concerns(const Event& event, const Selection& selection, const Topology& topology) {
    const std::uint32_t by = service_that_did(event, topology);
    switch (selection.kind) {
        case Selection::Kind::nothing:
        case Selection::Kind::request:
            return true;
        case Selection::Kind::service:
            return service_of(event, topology) == selection.number || by == selection.number;
        case Selection::Kind::edge: {
            const auto is_between = [&](std::uint32_t number) {
                const Topology::Edge& edge = topology.edges[number];
                return service_of(event, topology) == edge.destination &&
                       (by == none || by == edge.source);
            };
            return is_between(selection.number) || std::ranges::any_of(selection.also, is_between);
        }
        case Selection::Kind::pod:
            return event.change.pod == selection.number || event.change.source == selection.number;
    }
    return false;
}

CurveOf curve_of(const Selection& selection, const Topology& topology) {
    if (selection.kind == Selection::Kind::edge)
        return {CurveOf::Kind::edge, selection.number, selection.also};
    if (selection.kind == Selection::Kind::service)
        return {CurveOf::Kind::service, selection.number};
    if (selection.kind != Selection::Kind::pod) return {};
    const std::uint32_t service = topology.pods[selection.number].service;
    const bool is_client =
        service != none && std::ranges::none_of(topology.edges, [service](const auto& edge) {
            return edge.destination == service;
        });
    if (is_client) return {CurveOf::Kind::service, service};
    return {CurveOf::Kind::pod, selection.number};
}

Inspector::Inspector(Session& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      title_(new QLabel(this)),
      figures_(new QLabel),
      rate_(new CurveWidget(session, tr("requests"), 0, rate_words, this)),
      errors_(new CurveWidget(session, tr("errors"), 5, share_words, this)),
      latency_(new CurveWidget(session, tr("p99 latency"), 2, chart_seconds, this)),
      mean_(new CurveWidget(session, tr("mean time to answer"), 2, chart_seconds, this)),
      attempts_(new CurveWidget(
          session,
          tr("attempts for a request"),
          3,
          [](double attempts) { return QString::number(attempts, 'f', 2).toStdString(); },
          this)),
      changes_(new QListWidget(this)) {
    setObjectName("inspector");
    title_->setObjectName("inspector-title");
    QFont bold = title_->font();
    bold.setBold(true);
    title_->setFont(bold);
    title_->setWordWrap(true);
    figures_->setTextFormat(Qt::RichText);
    figures_->setWordWrap(true);
    figures_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    figures_->setTextInteractionFlags(Qt::TextBrowserInteraction);
    figures_->setAccessibleName(tr("Figures"));
    changes_->setObjectName("inspector-changes");
    changes_->setAccessibleName(tr("Recorded changes"));
    mean_->hide();
    auto* const scroll = new QScrollArea(this);
    scroll->setWidget(figures_);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Figures"));

    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->addWidget(title_);
    layout->addWidget(scroll, 3);
    for (CurveWidget* const curve : {rate_, errors_, latency_, mean_, attempts_})
        layout->addWidget(curve);
    layout->addWidget(new QLabel(tr("What was recorded:"), this));
    layout->addWidget(changes_, 2);

    connect(&session, &Session::runChanged, this, [this] { show_selection(); });
    connect(&session, &Session::runGrew, this, [this] {
        show_curves();
        if (session_.run().events().size() != events_shown_) show_changes();
        if (session_.selection().kind == Selection::Kind::request) show_moment();
    });
    connect(&session, &Session::selectionChanged, this, [this] { show_selection(); });
    connect(&session, &Session::filterChanged, this, [this] {
        if (time_range_of(session_.filter()) != range_) show_selection();
    });
    connect(&session, &Session::snapshotChanged, this, [this] {
        // Of a request nothing differs from moment to moment, and its hops are read from the file.
        if (session_.selection().kind != Selection::Kind::request) show_moment();
    });
    connect(figures_, &QLabel::linkActivated, this, [this](const QString& link) { follow(link); });
    connect(figures_, &QLabel::linkHovered, this, [this](const QString& link) { pointed_ = link; });
    figures_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(figures_, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
        const QPoint place = figures_->mapToGlobal(at);
        if (!pointed_.isEmpty()) follow(QString{pointed_});
        if (on_menu) on_menu(place);
    });
    connect(changes_, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) {
        const QVariant at = item->data(Qt::UserRole);
        if (at.isValid()) session_.seek(mesh::Instant{mesh::Duration{at.toLongLong()}});
    });
    connect(changes_, &QListWidget::itemClicked, changes_, &QListWidget::itemActivated);
}

void Inspector::follow(const QString& link) {
    const std::uint32_t number = link.section(':', 1).toUInt();
    const auto kind = link.startsWith("pod")    ? Selection::Kind::pod
                      : link.startsWith("edge") ? Selection::Kind::edge
                                                : Selection::Kind::service;
    session_.select({.kind = kind, .number = number});
}

void Inspector::show_selection() {
    if (!session_.has_run()) return;
    pointed_.clear();  // It was a link of what was shown before.
    show_curves();
    show_changes();
    show_moment();
}

void Inspector::show_moment() {
    if (!session_.has_run()) return;
    title_->setText(title_of(session_.run(), session_.snapshot(), session_.selection()));
    figures_->setText(figures_of(session_.run(), session_.snapshot(), session_.selection()) +
                      over_);
}

void Inspector::show_curves() {
    std::vector<double> rates;
    std::vector<double> errors;
    std::vector<double> latencies;
    std::vector<double> means;
    std::vector<double> attempts;
    const CurveOf what = curve_of(session_.selection(), session_.topology());
    const std::vector<Flow> curve = session_.run().curve(what);
    range_ = time_range_of(session_.filter());
    const bool has_figures = range_ && session_.selection().kind != Selection::Kind::request;
    over_ = has_figures ? figures_over(*range_, session_.run().intervals(), curve) : QString{};
    for (const Flow& flow : curve) {
        rates.push_back(flow.per_second());
        errors.push_back(flow.failed_share());
        latencies.push_back(std::chrono::duration<double>(flow.p99).count());
        means.push_back(std::chrono::duration<double>(flow.mean()).count());
        attempts.push_back(flow.attempts_per_request());
    }
    rate_->show_values(std::move(rates));
    errors_->show_values(std::move(errors));
    latency_->show_values(std::move(latencies));
    mean_->show_values(std::move(means));
    attempts_->show_values(std::move(attempts));
    const bool is_pod = what.kind == CurveOf::Kind::pod;
    latency_->setVisible(!is_pod);
    mean_->setVisible(is_pod);
    // Of a load only its requests are recorded.
    attempts_->setVisible(!is_pod && what.kind != CurveOf::Kind::all_loads);
}

std::vector<CurveWidget*> Inspector::curves() const {
    std::vector<CurveWidget*> shown{rate_, errors_};
    for (CurveWidget* const curve : {latency_, mean_, attempts_})
        if (!curve->isHidden()) shown.push_back(curve);
    return shown;
}

void Inspector::show_changes() {
    changes_->clear();
    events_shown_ = session_.run().events().size();
    const Topology& topology = session_.topology();
    for (const Event& event : session_.run().events()) {
        const mesh::Instant at = event.change.at;
        if (range_ && (at < range_->begin || at >= range_->end)) continue;
        if (!concerns(event, session_.selection(), topology)) continue;
        auto* const item =
            new QListWidgetItem(QString::fromStdString(moment_words(event.change.at) + "  " +
                                                       event_words(event, topology, said)),
                                changes_);
        item->setData(Qt::UserRole,
                      static_cast<qlonglong>(event.change.at.time_since_epoch().count()));
        item->setToolTip(item->text());
        if (changes_->count() < most_changes) continue;
        changes_->addItem(tr("… and more: see Events"));
        break;
    }
}

}  // namespace weft::gui
