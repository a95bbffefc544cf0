// What the inspector says of a selection: its title and its table of figures.
#include "gui/source/words.hpp"
#include "gui/window/inspector.hpp"

#include <QCoreApplication>
#include <QStringList>

namespace weft::gui {
namespace {

QString shown(const std::string& text) {
    return QString::fromStdString(text).toHtmlEscaped();
}

QString said(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

QString figure_row(const QString& name, const QString& value) {
    return QStringLiteral("<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>").arg(name, value);
}

QString linked(const char* kind, std::uint32_t number, const std::string& text) {
    return QStringLiteral("<a href=\"%1:%2\">%3</a>")
        .arg(QLatin1String{kind})
        .arg(number)
        .arg(shown(text));
}

QString rows_of_flow(const Flow& flow) {
    QString rows = figure_row(said("requests"), shown(rate_words(flow.per_second())));
    rows += figure_row(said("errors"), shown(share_words(flow.failed_share())));
    rows += figure_row(said("median, p99"),
                       shown(duration_words(flow.p50) + ", " + duration_words(flow.p99)));
    if (flow.attempts > flow.requests) {
        rows += figure_row(said("attempts"), QString::number(flow.attempts_per_request(), 'f', 2) +
                                                 said(" for a request"));
    }
    return rows;
}

const char* word_for(PodState::Life life) {
    switch (life) {
        case PodState::Life::unknown:
            return "not recorded";
        case PodState::Life::up:
            return "up";
        case PodState::Life::not_ready:
            return "not ready";
        case PodState::Life::crashed:
            return "crashed";
        case PodState::Life::gone:
            return "gone";
    }
    return "";
}

QString pod_words(const PodState& pod) {
    QStringList words{said(word_for(pod.life))};
    if (pod.ejected_by > 0) words << said("ejected by %1").arg(pod.ejected_by);
    if (pod.circuits_open > 0) words << said("circuit open at %1").arg(pod.circuits_open);
    if (pod.overloaded) words << said("overloaded");
    return words.join(QStringLiteral(", "));
}

QString config_words(const PodState& pod, const Snapshot& snapshot) {
    if (pod.config == 0) return said("no push recorded");
    QString words =
        said("version %1 since %2").arg(pod.config).arg(shown(moment_words(pod.config_since)));
    if (pod.config < snapshot.newest_config)
        words += said(", newest is %1").arg(snapshot.newest_config);
    return words;
}

QString rows_of_service(const Topology& topology, const Snapshot& snapshot, std::uint32_t service) {
    QString rows = rows_of_flow(flow_of_service(topology, snapshot.edges, service));
    const Topology::Service& it = topology.services[service];
    if (!it.ns.empty()) rows += figure_row(said("namespace"), shown(it.ns));
    for (std::uint32_t edge = 0; edge < topology.edges.size(); ++edge) {
        const Topology::Edge& along = topology.edges[edge];
        if (along.source != service && along.destination != service) continue;
        const Flow& flow = snapshot.edges[edge];
        rows += figure_row(linked("edge", edge, edge_words(topology, edge)),
                           shown(rate_words(flow.per_second()) + ", " +
                                 share_words(flow.failed_share()) + " err"));
    }
    for (std::size_t cluster = 0; cluster < topology.clusters.size(); ++cluster) {
        if (topology.clusters[cluster].service != service || snapshot.limits[cluster] == 0)
            continue;
        rows += figure_row(said("limits reached"), QString::number(snapshot.limits[cluster]));
    }
    for (const std::uint32_t pod : it.pods) {
        if (snapshot.pods[pod].life == PodState::Life::gone) continue;
        rows += figure_row(
            linked("pod", pod, topology.pods[pod].name),
            glyph_of(health_of(snapshot.pods[pod])) + " " + pod_words(snapshot.pods[pod]));
    }
    return rows;
}

QString rows_of_run(RunSource& run, const Snapshot& snapshot) {
    const reports::RunLabel& label = run.label();
    QString rows = figure_row(said("seed"), shown(label.seed));
    rows += figure_row(said("status"), shown(label.status));
    if (!label.why.empty()) rows += figure_row(said("why"), shown(label.why));
    if (!label.fingerprint.empty())
        rows += figure_row(said("fingerprint"), shown(label.fingerprint));
    rows += figure_row(said("weft"), shown(label.version));
    for (std::size_t load = 0; load < snapshot.loads.size(); ++load) {
        rows += figure_row(said("load %1").arg(shown(run.topology().loads[load])), QString{});
        rows += rows_of_flow(snapshot.loads[load]);
    }
    return rows;
}

}  // namespace

QString title_of(RunSource& run, const Snapshot& snapshot, const Selection& selection) {
    const Topology& topology = run.topology();
    const auto titled = [](const std::string& name, Health health) {
        return QStringLiteral("%1 %2: %3")
            .arg(glyph_of(health), QString::fromStdString(name), QString{name_of(health)});
    };
    switch (selection.kind) {
        case Selection::Kind::nothing:
            return said("Run of %1").arg(QString::fromStdString(run.label().scenario));
        case Selection::Kind::service:
            return titled(topology.services[selection.number].name,
                          health_of_service(topology, snapshot, selection.number));
        case Selection::Kind::edge:
            return titled(edge_words(topology, selection.number),
                          health_of(snapshot.edges[selection.number]));
        case Selection::Kind::pod:
            return titled(topology.pods[selection.number].name,
                          health_of(snapshot.pods[selection.number]));
        case Selection::Kind::request:
            return said("Request %1/%2")
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
        case Selection::Kind::edge: {
            const Topology::Edge& edge = topology.edges[selection.number];
            rows = rows_of_flow(snapshot.edges[selection.number]);
            rows += figure_row(said("from"),
                               linked("service", edge.source, topology.services[edge.source].name));
            rows += figure_row(said("to"), linked("service", edge.destination,
                                                  topology.services[edge.destination].name));
            break;
        }
        case Selection::Kind::pod: {
            const PodState& pod = snapshot.pods[selection.number];
            const std::uint32_t service = topology.pods[selection.number].service;
            rows = figure_row(said("state"), pod_words(pod));
            rows += figure_row(said("configuration"), config_words(pod, snapshot));
            if (service != none)
                rows += figure_row(said("of"),
                                   linked("service", service, topology.services[service].name));
            break;
        }
        case Selection::Kind::request:
            rows = figure_row(said("Requests"), said("shows its calls, Why? explains it"));
            break;
    }
    return QStringLiteral("<table>%1</table>").arg(rows);
}

}  // namespace weft::gui
