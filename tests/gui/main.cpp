#define DOCTEST_CONFIG_IMPLEMENT
#include "gui/window/target_style.hpp"

#include <QApplication>
#include <QDialogButtonBox>
#include <QFont>
#include <QLocale>
#include <QSettings>
#include <QStandardPaths>
#include <QStyleFactory>
#include <QTemporaryDir>
#include <doctest/doctest.h>

/// Fusion, where it leaves nothing to the platform.
class PinnedStyle final : public weft::gui::TargetStyle {
public:
    PinnedStyle() : TargetStyle(QStyleFactory::create("Fusion")) {}

    int styleHint(StyleHint hint,
                  const QStyleOption* option,
                  const QWidget* widget,
                  QStyleHintReturn* data) const override {
        if (hint == SH_DialogButtonBox_ButtonsHaveIcons) return 0;
        if (hint == SH_DialogButtonLayout) return QDialogButtonBox::KdeLayout;
        return TargetStyle::styleHint(hint, option, widget, data);
    }
};

/// What would make pictures differ from machine to machine is pinned, and nobody's settings are
/// touched.
int main(int argc, char** argv) {
    const QTemporaryDir home;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home.path());
    qputenv("XDG_CACHE_HOME", home.path().toUtf8());
    qputenv("XDG_DATA_HOME", home.path().toUtf8());
    qputenv("XDG_RUNTIME_DIR", home.path().toUtf8());
    qputenv("FONTCONFIG_FILE", SOURCE_ROOT "/tests/gui/fonts.conf");
    qputenv("QT_SCALE_FACTOR", "1");
    qputenv("QT_FONT_DPI", "96");
    QLocale::setDefault(QLocale::c());
    QApplication application{argc, argv};
    QCoreApplication::setApplicationName("weft-tests");
    QCoreApplication::setOrganizationName("weft");
    application.setStyle(new PinnedStyle);
    QFont font{"DejaVu Sans"};
    font.setPixelSize(13);
    application.setFont(font);
    QApplication::setCursorFlashTime(0);
    return doctest::Context{argc, argv}.run();
}
