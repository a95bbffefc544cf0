#include "gui/source/bundled_runs.hpp"
#include "gui/source/filter.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/translation.hpp"
#include "scenarios/play/build_info.hpp"
#include "scenarios/play/exit_code.hpp"

#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QFontDatabase>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTranslator>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace weft;
using gui::MainWindow;
using gui::Theme;

/// What was asked for on the command line.
struct Wanted {
    QString run;
    QString live;
    QString example;
    QString compare;
    QString at;
    QString select;
    QString tab;
    QString filter;
    QString level;
    QString focus;
    QString expand;
    QString screenshot;
    QString exported;
    QSize size{1440, 900};
    QString theme;
};

Wanted read_options(const QApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription("Shows runs of weft: the mesh, when it fails, and why.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("file", "A run file, or a scenario to play.", "[file]");
    const QCommandLineOption run{"run", "Open a run file.", "FILE"};
    const QCommandLineOption live{"live", "Play a scenario and show it as it goes on.", "SCENARIO"};
    const QCommandLineOption example{"example", "Show a scenario of the library.", "NAME"};
    const QCommandLineOption compare{"compare", "Show the run against this one.", "FILE"};
    const QCommandLineOption at{"at", "The moment to show, such as 31.8 or 90s.", "TIME"};
    const QCommandLineOption select{"select", "Select a service, or a request such as web/1234.",
                                    "NAME"};
    const QCommandLineOption tab{"tab", "Open a tab, such as Events.", "NAME"};
    const QCommandLineOption filter{"filter", "Show what the filter accepts.", "FILTER"};
    const QCommandLineOption level{
        "level", "What a box is: namespaces, services, versions, pods or sidecars.", "LEVEL"};
    const QCommandLineOption focus{"focus", "Show a service and its neighbours alone.", "NAME"};
    const QCommandLineOption expand{
        "expand", "Open a namespace, or show all neighbours of a service.", "NAME"};
    const QCommandLineOption screenshot{"screenshot", "Write a picture and end.", "FILE"};
    const QCommandLineOption exported{
        "export", "Write the mesh (.svg, .pdf, .png, .dot, .graphml) or its chart (.csv) and end.",
        "FILE"};
    const QCommandLineOption size{"size", "Of the window.", "WxH", "1440x900"};
    const QCommandLineOption theme{"theme", "light, dark or contrast.", "THEME"};
    parser.addOptions({run, live, example, compare, at, select, tab, filter, level, focus, expand,
                       screenshot, exported, size, theme});
    parser.process(application);
    Wanted wanted;
    wanted.run = parser.value(run);
    if (wanted.run.isEmpty()) wanted.run = parser.positionalArguments().value(0);
    wanted.live = parser.value(live);
    wanted.example = parser.value(example);
    wanted.compare = parser.value(compare);
    wanted.at = parser.value(at);
    wanted.select = parser.value(select);
    wanted.tab = parser.value(tab);
    wanted.filter = parser.value(filter);
    wanted.level = parser.value(level);
    wanted.focus = parser.value(focus);
    wanted.expand = parser.value(expand);
    wanted.screenshot = parser.value(screenshot);
    wanted.exported = parser.value(exported);
    wanted.theme = parser.value(theme);
    const QStringList sides = parser.value(size).split('x');
    wanted.size = {sides.value(0).toInt(), sides.value(1).toInt()};
    return wanted;
}

Theme theme_of(const Wanted& wanted, const QPalette& desktop) {
    if (wanted.theme == "dark") return Theme::dark;
    if (wanted.theme == "contrast") return Theme::contrast;
    if (wanted.theme == "light") return Theme::light;
    const QVariant kept = QSettings{}.value("theme");
    return kept.isValid() ? static_cast<Theme>(kept.toInt()) : gui::desktop_theme(desktop);
}

/// Shows the run that is wanted; if it cannot be, an example and why.
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
    if (window.session().has_run()) return opened;
    const QString why = window.message();
    window.open_example(gui::first_example);
    if (!why.isEmpty()) window.session().tell(why);
    return false;
}

/// None if there is no such service.
std::uint32_t service_called(const gui::Topology& topology, const QString& name) {
    const auto found =
        std::ranges::find(topology.services, name.toStdString(), &gui::Topology::Service::name);
    return found == topology.services.end()
               ? gui::none
               : static_cast<std::uint32_t>(found - topology.services.begin());
}

/// False if there is no such service. Any request may be selected: few are recorded.
bool select(gui::Session& session, const QString& name) {
    if (name.contains('/')) {
        session.select({.kind = gui::Selection::Kind::request,
                        .load = name.section('/', 0, 0).toStdString(),
                        .request = name.section('/', 1).toULongLong()});
        return true;
    }
    const std::uint32_t service = service_called(session.topology(), name);
    if (service == gui::none) return false;
    session.select({.kind = gui::Selection::Kind::service, .number = service});
    return true;
}

bool choose_level(MainWindow& window, const QString& name) {
    auto* const action = window.findChild<QAction*>("level-" + name);
    if (action != nullptr) action->trigger();
    return action != nullptr;
}

bool focus_on(MainWindow& window, const QString& name) {
    gui::MeshView view = window.mesh().view();
    view.focus = service_called(window.session().topology(), name);
    if (view.focus == gui::none) return false;
    window.mesh().set_view(std::move(view));
    return true;
}

/// A namespace, or else a service.
bool expand(MainWindow& window, const QString& name) {
    gui::MeshView view = window.mesh().view();
    const gui::Topology& topology = window.session().topology();
    const std::uint32_t service = service_called(topology, name);
    const std::string ns = name.toStdString();
    if (std::ranges::find(topology.services, ns, &gui::Topology::Service::ns) !=
        topology.services.end()) {
        view.opened.insert(ns);
    } else if (service != gui::none) {
        view.unfolded.insert(service);
    } else {
        return false;
    }
    window.mesh().set_view(std::move(view));
    return true;
}

bool open_tab(QTabWidget& tabs, const QString& name) {
    for (int tab = 0; tab < tabs.count(); ++tab) {
        if (tabs.tabText(tab) != name) continue;
        tabs.setCurrentIndex(tab);
        return true;
    }
    return false;
}

/// Shows what is wanted of the run; what is not there is said in the window. False then.
bool select_wanted(MainWindow& window, const Wanted& wanted) {
    gui::Session& session = window.session();
    if (!session.has_run()) return false;
    bool is_all = wanted.compare.isEmpty() || window.compare_with(wanted.compare.toStdString());
    const auto require = [&](bool is_there, const char* what, const QString& name) {
        if (name.isEmpty() || is_there) return;
        session.tell(QCoreApplication::translate("main", what).arg(name));
        is_all = false;
    };
    const auto moment = gui::read_moment(wanted.at.toStdString(), session.at());
    if (!wanted.at.isEmpty() && moment) session.seek(*moment);
    require(moment.has_value(), QT_TRANSLATE_NOOP("main", "--at: '%1' is no moment"), wanted.at);
    require(wanted.select.isEmpty() || select(session, wanted.select),
            QT_TRANSLATE_NOOP("main", "--select: there is no service '%1'"), wanted.select);
    require(wanted.tab.isEmpty() || open_tab(window.tabs(), wanted.tab),
            QT_TRANSLATE_NOOP("main", "--tab: there is no tab '%1'"), wanted.tab);
    require(wanted.level.isEmpty() || choose_level(window, wanted.level),
            QT_TRANSLATE_NOOP("main", "--level: there is no level '%1'"), wanted.level);
    require(wanted.focus.isEmpty() || focus_on(window, wanted.focus),
            QT_TRANSLATE_NOOP("main", "--focus: there is no service '%1'"), wanted.focus);
    require(wanted.expand.isEmpty() || expand(window, wanted.expand),
            QT_TRANSLATE_NOOP("main", "--expand: there is no namespace or service '%1'"),
            wanted.expand);
    window.filter_by(wanted.filter);
    return is_all;
}

/// What is wrong with the options alone; "" if nothing.
std::string mistake_in(const Wanted& wanted) {
    if (const auto filter = gui::read_filter(wanted.filter.toStdString()); !filter)
        return "--filter: " + filter.error();
    if (wanted.size.isEmpty()) return "--size: two lengths are wanted, such as 1440x900";
    if (!QStringList{"", "light", "dark", "contrast"}.contains(wanted.theme))
        return "--theme: one of light, dark and contrast is wanted";
    return {};
}

/// Who only wants a file needs no screen.
void do_without_screen(int argc, char** argv) {
    for (int number = 1; number < argc; ++number) {
        const bool is_file = std::string_view{argv[number]}.starts_with("--export") ||
                             std::string_view{argv[number]}.starts_with("--screenshot");
        if (is_file && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
            qputenv("QT_QPA_PLATFORM", "offscreen");
    }
}

/// That of the desktop, if there is a translation.
void speak_language(gui::Translation& translation, QTranslator& of_qt) {
    if (!translation.read(gui::translation_for(QLocale{}))) return;
    const QString folder = QLibraryInfo::path(QLibraryInfo::TranslationsPath);
    if (of_qt.load(QLocale{}, "qtbase", "_", folder)) QCoreApplication::installTranslator(&of_qt);
    QCoreApplication::installTranslator(&translation);
}

/// Pictures are the same on every machine that has the font.
void pin_looks(QApplication& application) {
    application.setStyle(QStyleFactory::create("Fusion"));
    QFont font{"DejaVu Sans"};
    font.setPixelSize(13);
    application.setFont(font);
}

}  // namespace

int main(int argc, char** argv) {
    do_without_screen(argc, argv);
    QApplication application{argc, argv};
    QCoreApplication::setApplicationName("weft");
    QCoreApplication::setOrganizationName("weft");
    QCoreApplication::setApplicationVersion(
        QString::fromStdString(std::string{scenarios::version()}));
    const Wanted wanted = read_options(application);
    if (const std::string mistake = mistake_in(wanted); !mistake.empty()) {
        std::fprintf(stderr, "error: %s\n", mistake.c_str());
        return scenarios::exit_code::bad_input;
    }
    const bool is_picture = !wanted.screenshot.isEmpty() || !wanted.exported.isEmpty();
    const QPalette desktop = application.palette();
    const QTemporaryDir nobodys_settings;
    if (is_picture) {
        pin_looks(application);
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, nobodys_settings.path());
    }

    gui::Translation translation;
    QTranslator of_qt;  // What its own dialogs say.
    if (!is_picture) speak_language(translation, of_qt);

    MainWindow window;
    window.resize(wanted.size);
    window.set_theme(is_picture && wanted.theme.isEmpty() ? Theme::light
                                                          : theme_of(wanted, desktop));
    bool opened = open_wanted(window, wanted);
    if (wanted.exported.isEmpty()) window.show();
    if (opened) opened = select_wanted(window, wanted);
    if (!is_picture) return QApplication::exec();

    QCoreApplication::processEvents();
    window.resize(wanted.size);
    if (!opened) {
        std::fprintf(stderr, "error: %s\n", qUtf8Printable(window.message()));
        return scenarios::exit_code::bad_input;
    }
    if (!wanted.exported.isEmpty()) {
        if (window.export_to(wanted.exported)) return scenarios::exit_code::done;
        std::fprintf(stderr, "error: %s\n", qUtf8Printable(window.message()));
        return scenarios::exit_code::environment_failed;
    }
    constexpr int smallest_file = 0;  // Of PNG: it loses nothing.
    const QImage picture = window.picture().toImage().convertToFormat(QImage::Format_RGB888);
    if (picture.save(wanted.screenshot, nullptr, smallest_file)) return scenarios::exit_code::done;
    std::fprintf(stderr, "error: %s cannot be written\n", qUtf8Printable(wanted.screenshot));
    return scenarios::exit_code::environment_failed;
}
