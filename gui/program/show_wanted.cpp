#include "gui/program/show_wanted.hpp"

#include "gui/source/bundled_runs.hpp"
#include "gui/source/words.hpp"
#include "gui/window/export.hpp"
#include "gui/window/main_window.hpp"
#include "scenarios/read/diagnostics.hpp"

#include <QAction>
#include <QCoreApplication>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace weft::gui {
namespace {

/// "web", or with its namespace "web.shop"; none if there is no such service.
std::uint32_t service_called(const Topology& topology, const QString& name) {
    const std::string wanted = name.toStdString();
    const auto is_it = [&](const Topology::Service& service) {
        return service.name == wanted ||
               (!service.ns.empty() && service.name + "." + service.ns == wanted);
    };
    const auto found = std::ranges::find_if(topology.services, is_it);
    return found == topology.services.end()
               ? none
               : static_cast<std::uint32_t>(found - topology.services.begin());
}

std::vector<std::string> names_of_services(const Topology& topology) {
    std::vector<std::string> names;
    for (const Topology::Service& service : topology.services)
        names.push_back(service.name);
    return names;
}

QString meant(const QString& written, const std::vector<std::string>& known) {
    return QString::fromStdString(scenarios::did_you_mean(written.toStdString(), known));
}

/// "web/1234" of a load; its number is any: few requests are recorded.
QString select_called_request(Session& session, const QString& name) {
    const QString load = name.section('/', 0, 0);
    const auto& loads = session.topology().loads;
    bool is_number = false;
    const std::uint64_t number = name.section('/', 1).toULongLong(&is_number);
    if (std::ranges::find(loads, load.toStdString()) == loads.end())
        return QCoreApplication::translate("main", "--select: there is no load '%1'%2")
            .arg(load, meant(load, loads));
    if (!is_number)
        return QCoreApplication::translate("main", "--select: '%1' is no request, such as web/1234")
            .arg(name);
    session.select(
        {.kind = Selection::Kind::request, .load = load.toStdString(), .request = number});
    return {};
}

QString no_service(const char* said, const Topology& topology, const QString& name) {
    return QCoreApplication::translate("main", said)
        .arg(name, meant(name, names_of_services(topology)));
}

// Each returns what the user has to be told, or nothing.

QString select_called(Session& session, const QString& name) {
    if (name.contains('/')) return select_called_request(session, name);
    const std::uint32_t service = service_called(session.topology(), name);
    if (service == none)
        return no_service(QT_TRANSLATE_NOOP("main", "--select: there is no service '%1'%2"),
                          session.topology(), name);
    session.select({.kind = Selection::Kind::service, .number = service});
    return {};
}

QString go_to_written(MainWindow& window, const QString& written) {
    Session& session = window.session();
    const auto moment = read_moment(written.toStdString(), session.at());
    if (!moment) return QCoreApplication::translate("main", "--at: '%1' is no moment").arg(written);
    window.go_to(*moment);
    const Range range = session.run().range();
    if (window.is_following() || (*moment >= range.begin && *moment <= range.end)) return {};
    return QCoreApplication::translate("main", "--at: '%1' is not in the run, which ends at %2")
        .arg(written, QString::fromStdString(moment_words(range.end)));
}

/// By its English name, or as it is shown.
QString open_tab(QTabWidget& tabs, const QString& name) {
    std::vector<std::string> shown;
    for (int tab = 0; tab < tabs.count(); ++tab) {
        if (!tabs.isTabVisible(tab)) continue;
        const QString text = tabs.tabText(tab);
        shown.push_back(text.toStdString());
        if (text != name && text != MainWindow::tr(qUtf8Printable(name))) continue;
        tabs.setCurrentIndex(tab);
        return {};
    }
    return QCoreApplication::translate("main", "--tab: there is no tab '%1'%2")
        .arg(name, meant(name, shown));
}

QString choose_level(MainWindow& window, const QString& name) {
    auto* const action = window.findChild<QAction*>("level-" + name);
    if (action == nullptr)
        return QCoreApplication::translate("main", "--level: there is no level '%1'").arg(name);
    action->trigger();
    return {};
}

/// As the menu does, but that nobody keeps it.
void colour_by(MainWindow& window, const QString& name) {
    const std::pair<const char*, Colouring> choices[] = {{"health", Colouring::health},
                                                         {"load", Colouring::load},
                                                         {"latency", Colouring::latency},
                                                         {"errors", Colouring::errors}};
    for (const auto& [called, colouring] : choices)
        if (name == called) window.session().set_colouring(colouring);
}

QString focus_on(MainWindow& window, const QString& name) {
    const Topology& topology = window.session().topology();
    MeshView view = window.mesh().view();
    view.focus = service_called(topology, name);
    if (view.focus == none)
        return no_service(QT_TRANSLATE_NOOP("main", "--focus: there is no service '%1'%2"),
                          topology, name);
    window.mesh().set_view(std::move(view));
    return {};
}

/// A namespace, or else a service.
QString expand(MainWindow& window, const QString& name) {
    MeshView view = window.mesh().view();
    const Topology& topology = window.session().topology();
    const std::uint32_t service = service_called(topology, name);
    const std::string ns = name.toStdString();
    if (std::ranges::find(topology.services, ns, &Topology::Service::ns) !=
        topology.services.end()) {
        view.opened.insert(ns);
    } else if (service != none) {
        view.unfolded.insert(service);
    } else {
        return no_service(
            QT_TRANSLATE_NOOP("main", "--expand: there is no namespace or service '%1'%2"),
            topology, name);
    }
    window.mesh().set_view(std::move(view));
    return {};
}

}  // namespace

bool open_wanted(MainWindow& window, const Wanted& wanted) {
    bool opened = true;
    if (!wanted.run.isEmpty()) {
        opened = window.open(wanted.run.toStdString());
    } else if (!wanted.live.isEmpty()) {
        opened = window.play_live(wanted.live.toStdString());
    } else if (!wanted.example.isEmpty()) {
        opened = window.open_example(wanted.example.toStdString());
    } else {
        opened = window.open_last();
    }
    if (window.session().has_run() || wanted.is_picture()) return opened;
    const QString why = window.message();
    window.open_example(first_example);
    if (!why.isEmpty()) window.session().tell(why);
    return false;
}

bool select_wanted(MainWindow& window, const Wanted& wanted) {
    Session& session = window.session();
    if (!session.has_run()) return false;
    bool is_all = wanted.compare.isEmpty() || window.compare_with(wanted.compare.toStdString());
    const auto show = [&](const QString& value, const auto& shown) {
        const QString wrong = value.isEmpty() ? QString{} : shown(value);
        if (wrong.isEmpty()) return;
        session.tell(wrong);
        is_all = false;
    };
    show(wanted.at, [&](const QString& value) { return go_to_written(window, value); });
    show(wanted.select, [&](const QString& value) { return select_called(session, value); });
    show(wanted.tab, [&](const QString& value) { return open_tab(window.tabs(), value); });
    show(wanted.level, [&](const QString& value) { return choose_level(window, value); });
    colour_by(window, wanted.colour);
    if (!wanted.has_caption) choose_caption(false);
    show(wanted.focus, [&](const QString& value) { return focus_on(window, value); });
    show(wanted.expand, [&](const QString& value) { return expand(window, value); });
    window.filter_by(wanted.filter);
    return is_all;
}

}  // namespace weft::gui
