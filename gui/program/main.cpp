#include "gui/program/options.hpp"
#include "gui/program/quit_on_signal.hpp"
#include "gui/program/show_wanted.hpp"
#include "gui/window/main_window.hpp"
#include "gui/window/target_style.hpp"
#include "gui/window/translation.hpp"
#include "scenarios/play/build_info.hpp"
#include "scenarios/play/exit_code.hpp"

#include <QApplication>
#include <QFontDatabase>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <QTranslator>

#include <cstdio>
#include <string>
#include <string_view>

namespace {

using namespace weft;
using gui::MainWindow;
using gui::Theme;

void choose_theme(MainWindow& window, const gui::Wanted& wanted) {
    if (wanted.theme == "dark") return window.set_theme(Theme::dark);
    if (wanted.theme == "contrast") return window.set_theme(Theme::contrast);
    if (wanted.theme == "light" || wanted.is_picture()) return window.set_theme(Theme::light);
    const QVariant kept = QSettings{}.value("theme");
    if (!kept.isValid()) return window.follow_desktop();
    window.set_theme(static_cast<Theme>(kept.toInt()));
}

/// Who only wants a file, or help, needs no screen.
void do_without_screen(int argc, char** argv) {
    for (int number = 1; number < argc; ++number) {
        const std::string_view option = argv[number];
        const bool is_file = option.starts_with("--export") || option.starts_with("--screenshot");
        const bool is_help = option.starts_with("--help") || option == "-h" ||
                             option == "--version" || option == "-v";
        if ((is_file || is_help) && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
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
    application.setStyle(new gui::TargetStyle{QStyleFactory::create("Fusion")});
    QFont font{"DejaVu Sans"};
    font.setPixelSize(13);
    application.setFont(font);
}

/// On the terminal; some messages say already that they are of an error, and where.
void print_failure(const QString& message) {
    const bool says_error = message.contains("error: ");
    std::fprintf(stderr, "%s%s\n", says_error ? "" : "error: ", qUtf8Printable(message.trimmed()));
}

/// Until it is closed.
int show_window(MainWindow& window, const gui::Wanted& wanted) {
    const gui::QuitOnSignal quit_on_signal{window};
    const bool opened = gui::open_wanted(window, wanted);
    window.show();
    if (opened) gui::select_wanted(window, wanted);
    const int code = QApplication::exec();
    return quit_on_signal.has_quit() ? scenarios::exit_code::environment_failed : code;
}

/// Writes what is wanted, and no more is seen.
int write_picture(MainWindow& window, const gui::Wanted& wanted) {
    bool is_shown = gui::open_wanted(window, wanted);
    // It is of the whole run, however fast that was played.
    while (window.is_following())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    is_shown = is_shown && window.failure() == scenarios::exit_code::done;
    if (wanted.exported.isEmpty()) window.show();
    if (is_shown) is_shown = gui::select_wanted(window, wanted);
    QCoreApplication::processEvents();
    window.resize(wanted.window);
    if (!is_shown) {
        print_failure(window.message());
        return window.failure() != scenarios::exit_code::done ? window.failure()
                                                              : scenarios::exit_code::bad_input;
    }
    const bool is_written = wanted.exported.isEmpty() ? window.save_picture(wanted.screenshot)
                                                      : window.export_to(wanted.exported);
    if (is_written) return scenarios::exit_code::done;
    print_failure(window.message());
    return scenarios::exit_code::environment_failed;
}

}  // namespace

int main(int argc, char** argv) {
    do_without_screen(argc, argv);
    QApplication application{argc, argv};
    QCoreApplication::setApplicationName("weft");
    QCoreApplication::setOrganizationName("weft");
    QCoreApplication::setApplicationVersion(
        QString::fromStdString(std::string{scenarios::version()}));
    const auto read = gui::read_options(QCoreApplication::arguments());
    if (!read) {
        print_failure(QString::fromStdString(read.error() + "\nSee weft-gui --help"));
        return scenarios::exit_code::bad_input;
    }
    const gui::Wanted& wanted = *read;
    const QTemporaryDir nobodys_settings;
    if (wanted.is_picture()) {
        pin_looks(application);
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, nobodys_settings.path());
    } else {
        application.setStyle(new gui::TargetStyle);
    }

    gui::Translation translation;
    QTranslator of_qt;  // What its own dialogs say.
    if (!wanted.is_picture()) speak_language(translation, of_qt);

    MainWindow window;
    window.resize(wanted.window);
    choose_theme(window, wanted);
    return wanted.is_picture() ? write_picture(window, wanted) : show_window(window, wanted);
}
