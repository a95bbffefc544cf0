// What the inspector says of a selection: its title and its table of figures.
#include "gui/source/time_range.hpp"
#include "gui/source/waterfall.hpp"
#include "gui/source/words.hpp"
#include "gui/window/inspector.hpp"
#include "gui/window/said.hpp"
#include "gui/window/state_words.hpp"
#include "mesh/request/outcome.hpp"

#include <QObject>
#include <QStringList>

#include <algorithm>
#include <fmt/format.h>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace weft::gui {
namespace {

QString shown(const std::string& text) {
    return QString::fromStdString(text).toHtmlEscaped();
}

QString figure_row(const QString& name, const QString& value) {
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>").arg(name, value);
}

/// Longer tables take so long to lay out that playing stands still.
constexpr std::size_t most_rows = 40;

QString row_of_others(std::size_t all, std::size_t shown_of_them = most_rows) {
    if (all <= shown_of_them) return {};
    const auto others = static_cast<qulonglong>(all - shown_of_them);
    return figure_row(QObject::tr("and %1 more").arg(others), QString{});
}

QString linked(const char* kind, std::uint32_t number, const std::string& text) {
    return QStringLiteral("<a href=\"%1:%2\">%3</a>")
        .arg(QLatin1String{kind})
        .arg(number)
        .arg(shown(text));
}

QString rows_of_flow(const Flow& flow) {
    QString rows = figure_row(QObject::tr("requests"), shown(rate_words(flow.per_second())));
    rows += figure_row(QObject::tr("errors"), shown(share_words(flow.failed_share())));
    rows += figure_row(QObject::tr("median, p99"),
                       shown(duration_words(flow.p50) + ", " + duration_words(flow.p99)));
    if (flow.attempts > flow.requests) {
        rows += figure_row(
            QObject::tr("attempts"),
            QString::number(flow.attempts_per_request(), 'f', 2) + QObject::tr(" for a request"));
    }
    return rows;
}

QString pod_words(const PodState& pod) {
    QStringList words{state_word(pod.life)};
    if (pod.ejected_by > 0) words << QObject::tr("ejected by %1").arg(pod.ejected_by);
    if (pod.circuits_open > pod.circuits_half_open)
        words << QObject::tr("circuit open at %1").arg(pod.circuits_open - pod.circuits_half_open);
    if (pod.circuits_half_open > 0)
        words << QObject::tr("circuit half open at %1").arg(pod.circuits_half_open);
    if (pod.overloaded) words << QObject::tr("overloaded");
    return words.join(QStringLiteral(", "));
}

QString config_words(const PodState& pod, const Snapshot& snapshot) {
    if (pod.config == 0) return QObject::tr("no push recorded");
    QString words = QObject::tr("version %1 since %2")
                        .arg(pod.config)
                        .arg(shown(moment_words(pod.config_since)));
    if (pod.config < snapshot.newest_config)
        words += QObject::tr(", newest is %1").arg(snapshot.newest_config);
    return words;
}

/// Of those for calls to a service, as far as they were reached in the interval.
QString rows_of_limits(const Topology& topology, const Snapshot& snapshot, std::uint32_t service) {
    std::uint64_t reached = 0;
    std::uint32_t panics = 0;
    for (std::size_t cluster = 0; cluster < topology.clusters.size(); ++cluster) {
        if (topology.clusters[cluster].service != service) continue;
        reached += snapshot.limits[cluster];
        panics += snapshot.panics[cluster];
    }
    QString rows;
    if (reached > 0) rows += figure_row(QObject::tr("limits reached"), QString::number(reached));
    if (panics > 0) rows += figure_row(QObject::tr("proxies in panic"), QString::number(panics));
    return rows;
}

/// What the proxy of a pod has done to its hosts.
QString rows_of_proxy(const PodState& pod) {
    QStringList words;
    if (pod.ejects > 0) words << QObject::tr("%1 hosts ejected").arg(pod.ejects);
    if (pod.holds_circuits > 0)
        words << QObject::tr("%1 circuits not closed").arg(pod.holds_circuits);
    if (words.isEmpty()) return {};
    return figure_row(QObject::tr("its proxy"), words.join(QStringLiteral(", ")));
}

QString row_of_edge(const Topology& topology, const Snapshot& snapshot, std::uint32_t edge) {
    const Flow& flow = snapshot.edges[edge];
    return figure_row(linked("edge", edge, edge_words(topology, edge)),
                      shown(rate_words(flow.per_second()) + ", " +
                            share_words(flow.failed_share()) + " " + said("err")));
}

/// Those that fail most come first.
QString rows_of_edges(const Topology& topology,
                      const Snapshot& snapshot,
                      std::vector<std::uint32_t> edges) {
    const auto how_bad = [&](std::uint32_t edge) {
        return std::pair{snapshot.edges[edge].failed, snapshot.edges[edge].requests};
    };
    if (edges.size() > most_rows) std::ranges::stable_sort(edges, std::ranges::greater{}, how_bad);
    QString rows;
    for (std::size_t place = 0; place < std::min(edges.size(), most_rows); ++place)
        rows += row_of_edge(topology, snapshot, edges[place]);
    return rows + row_of_others(edges.size());
}

QString rows_of_pods(const Topology& topology, const Snapshot& snapshot, std::uint32_t service) {
    std::vector<std::uint32_t> pods;
    for (const std::uint32_t pod : topology.services[service].pods)
        if (snapshot.pods[pod].life != PodState::Life::gone) pods.push_back(pod);
    const auto health = [&](std::uint32_t pod) { return health_of(snapshot.pods[pod]); };
    if (pods.size() > most_rows) std::ranges::stable_sort(pods, std::ranges::greater{}, health);
    QString rows;
    for (std::size_t place = 0; place < std::min(pods.size(), most_rows); ++place) {
        const std::uint32_t pod = pods[place];
        rows += figure_row(linked("pod", pod, topology.pods[pod].name),
                           glyph_of(health(pod)) + " " + pod_words(snapshot.pods[pod]));
    }
    return rows + row_of_others(pods.size());
}

QString rows_of_service(const Topology& topology, const Snapshot& snapshot, std::uint32_t service) {
    QString rows = rows_of_flow(flow_of_service(topology, snapshot.edges, service));
    const Topology::Service& it = topology.services[service];
    if (!it.ns.empty()) rows += figure_row(QObject::tr("namespace"), shown(it.ns));
    std::vector<std::uint32_t> edges;
    for (std::uint32_t edge = 0; edge < topology.edges.size(); ++edge) {
        const Topology::Edge& along = topology.edges[edge];
        if (along.source == service || along.destination == service) edges.push_back(edge);
    }
    return rows + rows_of_edges(topology, snapshot, std::move(edges)) +
           rows_of_limits(topology, snapshot, service) + rows_of_pods(topology, snapshot, service);
}

QString rows_of_edge(const Topology& topology, const Snapshot& snapshot, std::uint32_t number) {
    const Topology::Edge& edge = topology.edges[number];
    const auto name_of_end = [&](std::uint32_t service) {
        return linked("service", service, topology.services[service].name);
    };
    return rows_of_flow(snapshot.edges[number]) +
           figure_row(QObject::tr("from"), name_of_end(edge.source)) +
           figure_row(QObject::tr("to"), name_of_end(edge.destination)) +
           rows_of_limits(topology, snapshot, edge.destination);
}

/// "storefront → payment v2 +1 more": of a line that stands for several, the one that was worst
/// when it was selected.
std::string line_words(const Topology& topology, const Selection& line) {
    std::string words = edge_words(topology, line.number);
    if (!line.also.empty()) words += fmt::format(" +{} {}", line.also.size(), said("more"));
    return words;
}

Flow flow_of_line(const Snapshot& snapshot, const Selection& line) {
    Flow flow = snapshot.edges[line.number];
    for (const std::uint32_t edge : line.also)
        flow.add(snapshot.edges[edge]);
    return flow;
}

/// All together, and each by itself.
QString rows_of_line(const Topology& topology, const Snapshot& snapshot, const Selection& line) {
    std::vector<std::uint32_t> edges{line.number};
    edges.insert(edges.end(), line.also.begin(), line.also.end());
    return rows_of_flow(flow_of_line(snapshot, line)) +
           rows_of_edges(topology, snapshot, std::move(edges));
}

/// What it answered in the interval that is shown, as far as that is in the file.
QString rows_of_answers(RunSource& run, const Snapshot& snapshot, std::uint32_t pod) {
    const auto& intervals = run.intervals();
    if (intervals.empty()) return {};
    const std::size_t interval = run.interval_at(snapshot.at);
    if (snapshot.from != intervals[interval].start) return {};
    for (const reports::PodPoint& point : run.pods(interval, interval + 1, 1)) {
        if (point.row.pod != pod) continue;
        const Flow flow = flow_of_pod(point.row, intervals[interval]);
        return figure_row(QObject::tr("answered"), shown(rate_words(flow.per_second()))) +
               figure_row(QObject::tr("errors"), shown(share_words(flow.failed_share()))) +
               figure_row(QObject::tr("mean time"), shown(duration_words(flow.mean())));
    }
    return {};
}

template <class Named>
std::uint32_t number_called(const std::vector<Named>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, &Named::name);
    return found == all.end() ? none : static_cast<std::uint32_t>(found - all.begin());
}

QString status_words(std::uint16_t status) {
    const Health health = mesh::is_failure(status) ? Health::failing : Health::healthy;
    return glyph_of(health) + " " + QString::number(status);
}

/// The pod that worked or the service that was called, as far in as it is deep.
QString hop_name(const Topology& topology, const WaterfallRow& hop) {
    const reports::RecordedSpan& span = hop.span;
    const std::string& name = span.is_work ? span.pod : span.service;
    const std::uint32_t number =
        span.is_work ? number_called(topology.pods, name) : number_called(topology.services, name);
    const QString linked_name =
        number == none ? shown(name) : linked(span.is_work ? "pod" : "service", number, name);
    return QStringLiteral("&nbsp;&nbsp;").repeated(hop.depth) +
           (hop.is_critical ? "<b>" + linked_name + "</b>" : linked_name);
}

QString hop_words(const reports::RecordedSpan& span) {
    QStringList words{status_words(span.status), shown(duration_words(span.ended - span.started))};
    if (span.is_work) {
        words << QObject::tr("attempt %1").arg(span.attempt + 1);
        if (span.served > span.started)
            words
                << QObject::tr("waited %1").arg(shown(duration_words(span.served - span.started)));
    } else if (span.attempt > 1) {
        words << QObject::tr("%1 attempts").arg(span.attempt);
    }
    return words.join(QStringLiteral(", "));
}

/// Its hops as a tree, those that it waited for in bold.
QString rows_of_request(RunSource& run, const Selection& selection) {
    constexpr std::size_t most_hops = 200;
    const auto hops = waterfall(run.spans(selection.load, selection.request));
    if (hops.empty()) return figure_row(QObject::tr("Hops"), QObject::tr("not recorded"));
    const reports::RecordedSpan& whole = hops.front().span;
    QString rows = figure_row(QObject::tr("Status"), status_words(whole.status));
    rows += figure_row(QObject::tr("Sent"), shown(moment_words(whole.started)));
    rows += figure_row(QObject::tr("Took"), shown(duration_words(whole.ended - whole.started)));
    for (std::size_t hop = 0; hop < std::min(hops.size(), most_hops); ++hop)
        rows += figure_row(hop_name(run.topology(), hops[hop]), hop_words(hops[hop].span));
    if (hops.size() > most_hops)
        rows += figure_row(QObject::tr("… and more: see Requests"), QString{});
    return rows;
}

QString rows_of_run(RunSource& run, const Snapshot& snapshot) {
    const reports::RunLabel& label = run.label();
    QString rows = figure_row(QObject::tr("seed"), shown(label.seed));
    rows += figure_row(QObject::tr("status"), shown(label.status));
    if (!label.why.empty()) rows += figure_row(QObject::tr("why"), shown(label.why));
    if (!label.fingerprint.empty())
        rows += figure_row(QObject::tr("fingerprint"), shown(label.fingerprint));
    rows += figure_row(QObject::tr("weft"), shown(label.version));
    constexpr std::size_t most_loads = 10;  // Each has several rows.
    for (std::size_t load = 0; load < std::min(snapshot.loads.size(), most_loads); ++load) {
        rows +=
            figure_row(QObject::tr("load %1").arg(shown(run.topology().loads[load])), QString{});
        rows += rows_of_flow(snapshot.loads[load]);
    }
    return rows + row_of_others(snapshot.loads.size(), most_loads);
}

}  // namespace

QString title_of(RunSource& run, const Snapshot& snapshot, const Selection& selection) {
    const Topology& topology = run.topology();
    const auto titled = [](const std::string& name, Health health) {
        return QStringLiteral("%1 %2: %3")
            .arg(glyph_of(health), QString::fromStdString(name), state_word(health));
    };
    switch (selection.kind) {
        case Selection::Kind::nothing:
            return QObject::tr("Run of %1").arg(QString::fromStdString(run.label().scenario));
        case Selection::Kind::service:
            return titled(topology.services[selection.number].name,
                          health_of_service(topology, snapshot, selection.number));
        case Selection::Kind::edge:
            return titled(line_words(topology, selection),
                          health_of(flow_of_line(snapshot, selection)));
        case Selection::Kind::pod:
            return titled(topology.pods[selection.number].name,
                          health_of(snapshot.pods[selection.number]));
        case Selection::Kind::request:
            return QObject::tr("Request %1/%2")
                .arg(QString::fromStdString(selection.load))
                .arg(selection.request);
    }
    return {};
}

QString figures_of(RunSource& run, const Snapshot& snapshot, const Selection& selection) {
    const Topology& topology = run.topology();
    QString rows;
    switch (selection.kind) {
        case Selection::Kind::nothing:
            rows = rows_of_run(run, snapshot);
            break;
        case Selection::Kind::service:
            rows = rows_of_service(topology, snapshot, selection.number);
            break;
        case Selection::Kind::edge:
            rows = selection.also.empty() ? rows_of_edge(topology, snapshot, selection.number)
                                          : rows_of_line(topology, snapshot, selection);
            break;
        case Selection::Kind::pod: {
            const PodState& pod = snapshot.pods[selection.number];
            const std::uint32_t service = topology.pods[selection.number].service;
            rows = figure_row(QObject::tr("state"), pod_words(pod));
            rows += rows_of_answers(run, snapshot, selection.number);
            rows += rows_of_proxy(pod);
            rows += figure_row(QObject::tr("configuration"), config_words(pod, snapshot));
            if (service != none)
                rows += figure_row(QObject::tr("of"),
                                   linked("service", service, topology.services[service].name));
            break;
        }
        case Selection::Kind::request:
            rows = rows_of_request(run, selection);
            break;
    }
    return QStringLiteral("<table>%1</table>").arg(rows);
}

QString figures_over(const Range& range,
                     const std::vector<reports::Interval>& intervals,
                     const std::vector<Flow>& curve) {
    const Stretch stretch = intervals_within(intervals, range);
    if (stretch.begin == stretch.end)
        return QStringLiteral("<p>%1</p>").arg(QObject::tr("No interval lies in the time range."));
    const Flow flow = flow_over(curve, stretch);
    QString rows = figure_row(
        QObject::tr("requests"),
        QStringLiteral("%1 (%2)").arg(flow.requests).arg(shown(rate_words(flow.per_second()))));
    rows += figure_row(QObject::tr("errors"), shown(share_words(flow.failed_share())));
    if (flow.requests > 0) {
        rows += figure_row(QObject::tr("mean, worst p99"),
                           shown(duration_words(flow.mean()) + ", " + duration_words(flow.p99)));
    }
    if (flow.attempts > flow.requests) {
        rows += figure_row(
            QObject::tr("attempts"),
            QString::number(flow.attempts_per_request(), 'f', 2) + QObject::tr(" for a request"));
    }
    const QString title = QObject::tr("Time range, %1 to %2")
                              .arg(shown(moment_words(intervals[stretch.begin].start)),
                                   shown(moment_words(intervals[stretch.end - 1].end)));
    return QStringLiteral("<p><b>%1</b></p><table>%2</table>").arg(title, rows);
}

}  // namespace weft::gui
