#include "gui/window/why_chain.hpp"

#include <QObject>
#include <QStringList>

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

namespace weft::gui {
namespace {

using reports::CauseStep;
using sim::observe::Change;

template <class Named>
std::uint32_t number_named(const std::vector<Named>& all, const std::string& name) {
    const auto found = std::ranges::find(all, name, &Named::name);
    return found == all.end() ? none : static_cast<std::uint32_t>(found - all.begin());
}

Selection selection_if(Selection::Kind kind, std::uint32_t number) {
    return number == none ? Selection{} : Selection{.kind = kind, .number = number};
}

/// "web/41"
Selection request_named(const std::string& name) {
    const std::size_t slash = name.rfind('/');
    Selection selection{.kind = Selection::Kind::request, .load = name.substr(0, slash)};
    if (slash == std::string::npos) return {};
    std::from_chars(name.data() + slash + 1, name.data() + name.size(), selection.request);
    return selection;
}

/// Whom a round strikes is told before it begins.
std::uint32_t struck_by(const CauseStep& step, const RunSource& run) {
    const Topology& topology = run.topology();
    std::uint32_t struck = none;
    mesh::Instant begun = mesh::never;
    for (const Event& event : run.events()) {
        const Change& change = event.change;
        if (change.at > step.at) break;
        const bool is_it = change.kind == Change::Kind::fault_struck &&
                           change.step < topology.steps.size() &&
                           topology.steps[change.step] == step.name;
        if (!is_it || change.at == begun || change.pod >= topology.pods.size()) continue;
        begun = change.at;
        struck = change.pod;
    }
    return struck;
}

}  // namespace

Selection selection_of(const CauseStep& step, const RunSource& run) {
    const Topology& topology = run.topology();
    switch (step.about) {
        case CauseStep::About::all:
            return {};
        case CauseStep::About::request:
            return request_named(step.name);
        case CauseStep::About::service:
            return selection_if(Selection::Kind::service,
                                number_named(topology.services, step.name));
        case CauseStep::About::pod:
            return selection_if(Selection::Kind::pod, number_named(topology.pods, step.name));
        case CauseStep::About::cluster: {
            const std::uint32_t cluster = number_named(topology.clusters, step.name);
            return selection_if(Selection::Kind::service,
                                cluster == none ? none : topology.clusters[cluster].service);
        }
        case CauseStep::About::step:
            return selection_if(Selection::Kind::pod, struck_by(step, run));
    }
    return {};
}

QString sentence_of(const reports::CauseChain& chain) {
    const CauseStep& end = chain.steps.front();
    const QString request = QString::fromStdString(end.name);
    const QString how = QString::fromStdString(end.what);
    QString sentence = chain.cause.empty()
                           ? QObject::tr("%1: %2.").arg(request, how)
                           : QObject::tr("%1: %2, because of: %3.")
                                 .arg(request, how, QString::fromStdString(chain.cause));
    QStringList faults;
    for (const std::string& fault : chain.faults)
        faults << QString::fromStdString(fault);
    if (!faults.isEmpty())
        sentence += QStringLiteral(" ") +
                    QObject::tr("Faults that were on: %1.").arg(faults.join(QStringLiteral(", ")));
    return sentence;
}

}  // namespace weft::gui
