#define DOCTEST_CONFIG_IMPLEMENT
#include <QApplication>
#include <QFont>
#include <QLocale>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <doctest/doctest.h>

/// What would make pictures differ from machine to machine is pinned, and nobody's settings are
/// touched.
int main(int argc, char** argv) {
    const QTemporaryDir home;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home.path());
    qputenv("XDG_CACHE_HOME", home.path().toUtf8());
    qputenv("XDG_DATA_HOME", home.path().toUtf8());
    QLocale::setDefault(QLocale::c());
    QApplication application{argc, argv};
    QCoreApplication::setApplicationName("weft-tests");
    QCoreApplication::setOrganizationName("weft");
    application.setStyle(QStyleFactory::create("Fusion"));
    QFont font{"DejaVu Sans"};
    font.setPixelSize(13);
    application.setFont(font);
    QApplication::setCursorFlashTime(0);
    return doctest::Context{argc, argv}.run();
}
