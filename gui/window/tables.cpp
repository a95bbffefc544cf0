#include "gui/window/tables.hpp"

#include "gui/source/time_range.hpp"
#include "gui/source/words.hpp"
#include "gui/window/said.hpp"
#include "gui/window/state_words.hpp"

#include <QHeaderView>

#include <chrono>

namespace weft::gui {
namespace {

constexpr mesh::Duration around_the_moment = std::chrono::seconds{5};
constexpr std::size_t most_requests = 5'000;
constexpr std::size_t most_in_range = 20'000;

QString cell(const std::string& text) {
    return QString::fromStdString(text);
}

qlonglong key_of(mesh::Duration duration) {
    return qlonglong{duration.count()};
}

std::vector<RowModel<Event>::Column> event_columns(Session& session) {
    return {
        {QObject::tr("Time"), [](const Event& it) { return cell(moment_words(it.change.at)); },
         [](const Event& it) { return QVariant{key_of(it.change.at.time_since_epoch())}; }},
        {QObject::tr("Event"),
         [&session](const Event& it) { return cell(event_words(it, session.topology(), said)); },
         {}},
        {QObject::tr("Service"),
         [&session](const Event& it) {
             const std::uint32_t service = service_of(it, session.topology());
             return service == none ? QString{} : cell(session.topology().services[service].name);
         },
         {}}};
}

std::vector<RowModel<ServiceRow>::Column> service_columns() {
    using Row = ServiceRow;
    return {{QObject::tr("Service"), [](const Row& it) { return cell(it.name); }, {}},
            {QObject::tr("Namespace"), [](const Row& it) { return cell(it.ns); }, {}},
            {QObject::tr("State"),
             [](const Row& it) { return glyph_of(it.health) + " " + state_word(it.health); },
             [](const Row& it) { return QVariant{static_cast<int>(it.health)}; }},
            {QObject::tr("Requests"),
             [](const Row& it) {
                 const QString rate = cell(rate_words(it.flow.per_second()));
                 if (!it.is_of_range) return rate;
                 return QStringLiteral("%1 (%2)").arg(it.flow.requests).arg(rate);
             },
             [](const Row& it) { return QVariant{it.flow.per_second()}; }},
            {QObject::tr("Errors"),
             [](const Row& it) { return cell(share_words(it.flow.failed_share())); },
             [](const Row& it) { return QVariant{it.flow.failed_share()}; }},
            {QObject::tr("p99"), [](const Row& it) { return cell(duration_words(it.flow.p99)); },
             [](const Row& it) { return QVariant{key_of(it.flow.p99)}; }},
            {QObject::tr("Pods well"), [](const Row& it) { return cell(it.pods); }, {}}};
}

std::vector<RowModel<reports::SampledRequest>::Column> request_columns() {
    using Row = reports::SampledRequest;
    return {{QObject::tr("Request"),
             [](const Row& it) { return cell(it.load) + "/" + QString::number(it.number); },
             [](const Row& it) { return QVariant{static_cast<qulonglong>(it.number)}; }},
            {QObject::tr("Sent"), [](const Row& it) { return cell(moment_words(it.sent)); },
             [](const Row& it) { return QVariant{key_of(it.sent.time_since_epoch())}; }},
            {QObject::tr("Took"),
             [](const Row& it) { return cell(duration_words(it.ended - it.sent)); },
             [](const Row& it) { return QVariant{key_of(it.ended - it.sent)}; }},
            {QObject::tr("Status"),
             [](const Row& it) {
                 const Health health =
                     mesh::is_failure(it.status) ? Health::failing : Health::healthy;
                 return glyph_of(health) + " " + QString::number(it.status);
             },
             [](const Row& it) { return QVariant{int{it.status}}; }}};
}

std::vector<RowModel<CompareRow>::Column> compare_columns() {
    using Row = CompareRow;
    return {{QObject::tr("Edge"), [](const Row& it) { return cell(it.words); }, {}},
            {QObject::tr("A: errors"),
             [](const Row& it) { return cell(share_words(it.a.failed_share())); },
             [](const Row& it) { return QVariant{it.a.failed_share()}; }},
            {QObject::tr("B: errors"),
             [](const Row& it) { return cell(share_words(it.b.failed_share())); },
             [](const Row& it) { return QVariant{it.b.failed_share()}; }},
            {QObject::tr("A: p99"), [](const Row& it) { return cell(duration_words(it.a.p99)); },
             [](const Row& it) { return QVariant{key_of(it.a.p99)}; }},
            {QObject::tr("B: p99"), [](const Row& it) { return cell(duration_words(it.b.p99)); },
             [](const Row& it) { return QVariant{key_of(it.b.p99)}; }},
            {QObject::tr("B is"),
             [](const Row& it) {
                 if (it.difference == 0) return QObject::tr("the same");
                 return it.difference > 0 ? QObject::tr("+ worse") : QObject::tr("− better");
             },
             [](const Row& it) { return QVariant{it.difference}; }}};
}

}  // namespace

EventPanel::EventPanel(Session& session)
    : TablePanel("events", tr("Events"), event_columns(session)), session_(session) {
    table_->horizontalHeader()->setStretchLastSection(false);
    table_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    table_->setColumnWidth(2, 160);
    fill_ = [this] { show_events(); };
    connect(&more_, &QTimer::timeout, this, [this] { show_more(); });
    connect(&session, &Session::runChanged, this, [this] { show_events(); });
    connect(&session, &Session::runGrew, this, [this] { show_events(); });
    connect(&session, &Session::filterChanged, this, [this] { show_events(); });
    const auto go = [this] {
        if (current_row() < 0) return;
        const Event event = model_.row(current_row());
        const std::uint32_t service = service_of(event, session_.topology());
        if (event.change.pod < session_.topology().pods.size()) {
            session_.select({.kind = Selection::Kind::pod, .number = event.change.pod});
        } else if (service != none) {
            session_.select({.kind = Selection::Kind::service, .number = service});
        }
        session_.seek(event.change.at);
    };
    connect(table_, &QTableView::activated, this, go);
    connect(table_, &QTableView::clicked, this, go);
    offer_filters(session, [&session](const Event& it) {
        const Topology& topology = session.topology();
        const std::uint32_t service = service_of(it, topology);
        QStringList all{"kind:" + QString{name_of(it.change.kind)}};
        if (service != none) all << cell(topology.services[service].name);
        if (it.change.pod < topology.pods.size()) all << cell(topology.pods[it.change.pod].name);
        if (it.change.step < topology.steps.size()) all << cell(topology.steps[it.change.step]);
        return all;
    });
}

/// Of very many the first are there at once, and the others come while the window goes on.
void EventPanel::show_events() {
    more_.stop();
    const std::size_t all = session_.run().events().size();
    if (waits(session_, all > many_events)) return;
    looked_at_ = 0;
    model_.show(accepted_of_next(session_.is_live() ? all : many_events));
    if (looked_at_ < all) more_.start();
}

std::vector<Event> EventPanel::accepted_of_next(std::size_t count) {
    const std::vector<Event>& events = session_.run().events();
    const std::size_t end = std::min(looked_at_ + count, events.size());
    std::vector<Event> accepted;
    for (; looked_at_ < end; ++looked_at_)
        if (session_.filter().accepts(session_.topology(), events[looked_at_]))
            accepted.push_back(events[looked_at_]);
    return accepted;
}

void EventPanel::show_more() {
    model_.append(accepted_of_next(many_events));
    if (looked_at_ == session_.run().events().size()) more_.stop();
}

ServicePanel::ServicePanel(Session& session)
    : TablePanel("services", tr("Services"), service_columns()),
      session_(session),
      figures_(session, *this, tr("State and pods are those of the moment.")) {
    table_->setSortingEnabled(true);
    table_->sortByColumn(2, Qt::DescendingOrder);
    table_->setColumnWidth(0, 220);
    fill_ = [this] { show_services(); };
    connect(&session, &Session::snapshotChanged, this, [this] { show_services(); });
    connect(&session, &Session::filterChanged, this, [this] { show_services(); });
    const auto go = [this] {
        if (current_row() < 0) return;
        session_.select(
            {.kind = Selection::Kind::service, .number = model_.row(current_row()).service});
    };
    connect(table_, &QTableView::activated, this, go);
    connect(table_, &QTableView::clicked, this, go);
    offer_filters(session, [](const ServiceRow& it) {
        QStringList all{cell(it.name)};
        if (!it.ns.empty()) all << "ns:" + cell(it.ns);
        return all;
    });
}

void ServicePanel::show_services() {
    if (!session_.has_run() || waits(session_, figures_.is_of_range())) return;
    std::vector<ServiceRow> rows;
    const Topology& topology = session_.topology();
    const Snapshot& snapshot = session_.snapshot();
    const std::vector<Flow> now = flows_of_services(topology, snapshot.edges);
    const std::vector<Flow> flows = flows_of_services(topology, figures_.edges().now);
    for (std::uint32_t service = 0; service < topology.services.size(); ++service) {
        if (!session_.filter().accepts(topology, snapshot, service)) continue;
        const PodCount pods = pods_of(topology, snapshot, service);
        rows.push_back({.service = service,
                        .name = topology.services[service].name,
                        .ns = topology.services[service].ns,
                        .health = health_of_service(topology, snapshot, service, now[service]),
                        .flow = flows[service],
                        .pods = pods.all == 0
                                    ? std::string{}
                                    : tr("%1 of %2").arg(pods.well).arg(pods.all).toStdString(),
                        .is_of_range = figures_.is_of_range()});
    }
    model_.show(std::move(rows));
}

RequestPanel::RequestPanel(Session& session)
    : TablePanel("requests", tr("Requests"), request_columns()), session_(session) {
    table_->setSortingEnabled(true);
    table_->sortByColumn(1, Qt::AscendingOrder);
    table_->setColumnWidth(0, 118);
    table_->setColumnWidth(1, 78);
    table_->setColumnWidth(2, 68);
    const auto again = [this] {
        shown_from_ = mesh::never;
        show_requests();
    };
    fill_ = again;
    connect(&session, &Session::runChanged, this, again);
    connect(&session, &Session::runGrew, this, again);
    connect(&session, &Session::filterChanged, this, again);
    connect(&session, &Session::momentChanged, this, [this] {
        if (!session_.is_playing()) show_requests();
    });
    connect(&session, &Session::playingChanged, this, [this] {
        if (!session_.is_playing()) show_requests();
    });
    const auto go = [this] {
        if (current_row() < 0) return;
        const reports::SampledRequest request = model_.row(current_row());
        session_.select(
            {.kind = Selection::Kind::request, .load = request.load, .request = request.number});
    };
    connect(table_, &QTableView::activated, this, go);
    connect(table_, &QTableView::clicked, this, go);
    offer_filters(session, [](const reports::SampledRequest& it) {
        return QStringList{cell(it.load), mesh::is_failure(it.status) ? "err>0%" : "-err>0%"};
    });
}

void RequestPanel::show_requests() {
    if (!session_.has_run() || waits(session_)) return;
    // Those of the time range, or else those around the moment. Of the range are those that were
    // sent in it, whenever they ended.
    const auto range = time_range_of(session_.filter());
    const mesh::Instant from = range ? range->begin : session_.snapshot().from - around_the_moment;
    if (from == shown_from_) return;
    shown_from_ = from;
    const mesh::Instant to = range ? mesh::never : session_.snapshot().to + around_the_moment;
    std::vector<reports::SampledRequest> shown;
    for (const reports::SampledRequest& request :
         session_.run().requests(from, to, range ? most_in_range : most_requests))
        if (session_.filter().accepts(request)) shown.push_back(request);
    model_.show(std::move(shown));
}

ComparePanel::ComparePanel(Session& session)
    : TablePanel("compare", tr("Compare"), compare_columns()),
      session_(session),
      figures_(session, *this, {}) {
    table_->setSortingEnabled(true);
    table_->sortByColumn(5, Qt::DescendingOrder);
    table_->setColumnWidth(0, 320);
    fill_ = [this] { show_edges(); };
    connect(&session, &Session::snapshotChanged, this, [this] { show_edges(); });
    connect(&session, &Session::filterChanged, this, [this] { show_edges(); });
    const auto go = [this] {
        if (current_row() < 0) return;
        session_.select({.kind = Selection::Kind::edge, .number = model_.row(current_row()).edge});
    };
    connect(table_, &QTableView::activated, this, go);
    connect(table_, &QTableView::clicked, this, go);
}

void ComparePanel::show_edges() {
    if (!session_.has_run() || waits(session_, figures_.is_of_range())) return;
    std::vector<CompareRow> rows;
    const EdgesOver& flows = figures_.edges();
    for (std::uint32_t edge = 0; edge < flows.before.size(); ++edge) {
        const Flow& a = flows.before[edge];
        const Flow& b = flows.now[edge];
        rows.push_back({edge, edge_words(session_.topology(), edge), a, b, difference_of(b, a)});
    }
    model_.show(std::move(rows));
}

QString table_as_csv(const QAbstractItemModel& model) {
    const auto quoted = [](QString text) { return "\"" + text.replace("\"", "\"\"") + "\""; };
    QString csv;
    for (int column = 0; column < model.columnCount(); ++column)
        csv +=
            (column == 0 ? "" : ",") + quoted(model.headerData(column, Qt::Horizontal).toString());
    csv += '\n';
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column)
            csv += (column == 0 ? "" : ",") + quoted(model.index(row, column).data().toString());
        csv += '\n';
    }
    return csv;
}

}  // namespace weft::gui
