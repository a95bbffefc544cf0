// The pages name the options that `weft-gui` has, and all of them.
#include "tests/pages.hpp"

#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QString>
#include <doctest/doctest.h>

#include <filesystem>

namespace page_options_test {

namespace {

QSet<QString> options_in(const QString& text) {
    static const QRegularExpression option{"--[a-z][a-z-]*"};
    QSet<QString> found;
    for (auto match = option.globalMatch(text); match.hasNext();)
        found.insert(match.next().captured());
    return found;
}

/// The lines of a page that call the program, with those that they go on in.
QString calls_in(const QString& page) {
    QString calls;
    bool goes_on = false;
    for (const QString& line : page.split('\n')) {
        if (goes_on || line.contains("weft-gui --")) calls += line + '\n';
        goes_on = (goes_on || line.contains("weft-gui --")) && line.endsWith('\\');
    }
    return calls;
}

QSet<QString> options_of_program() {
    QProcess program;
    program.start(WEFT_GUI_PROGRAM, {"--help"});
    REQUIRE(program.waitForFinished(60'000));
    return options_in(QString::fromUtf8(program.readAllStandardOutput()));
}

}  // namespace

TEST_SUITE("options of weft-gui") {
    TEST_CASE("calls are found with the lines in which they go on") {
        const QString calls = calls_in("weft --a\n$ weft-gui --b \\\n  --c\n--d\n");
        CHECK(options_in(calls) == QSet<QString>{"--b", "--c"});
    }

    TEST_CASE("pages name no option that the program does not have") {
        const QSet<QString> known = options_of_program();
        CHECK(known.size() >= 10);
        for (const std::filesystem::path& page : weft::tests::pages()) {
            const QString text = QString::fromStdString(weft::tests::text_of(page));
            for (const QString& option : options_in(calls_in(text)))
                CHECK_MESSAGE(known.contains(option), page.string(), ": ", option.toStdString());
        }
    }

    TEST_CASE("the window's page names every option that the program has") {
        const std::filesystem::path page = std::filesystem::path{SOURCE_ROOT} / "docs/gui.md";
        const QSet<QString> named = options_in(QString::fromStdString(weft::tests::text_of(page)));
        const QSet<QString> of_qt{"--help", "--help-all", "--version"};
        for (const QString& option : options_of_program() - of_qt)
            CHECK_MESSAGE(named.contains(option), option.toStdString());
    }
}

}  // namespace page_options_test
