#include "gui/window/kept_forks.hpp"

#include <QSettings>
#include <QStringList>
#include <doctest/doctest.h>

namespace kept_forks_test {

using namespace weft::gui;

QStringList runs_of(const QList<KeptFork>& forks) {
    QStringList runs;
    for (const KeptFork& fork : forks)
        runs << fork.run;
    return runs;
}

TEST_SUITE("kept forks") {
    TEST_CASE("a family is all that comes of one run, parents before their forks") {
        const QList<KeptFork> forks{
            {"c", "b", {}}, {"b", "a", {}}, {"other", "elsewhere", {}}, {"d", "a", {}}};
        for (const char* const run : {"a", "b", "c", "d"})
            CHECK(runs_of(family_of(run, forks)) == QStringList{"b", "d", "c"});
        CHECK(family_of("unknown", forks).isEmpty());
    }

    TEST_CASE("settings that somebody spoilt end it, too") {
        const QList<KeptFork> circle{{"a", "b", {}}, {"b", "a", {}}};
        CHECK(family_of("a", circle).size() <= 2);
    }

    TEST_CASE("what is gone is no fork, and of very many the oldest are forgotten") {
        QSettings{}.remove("forks");
        keep_fork({"/nowhere/fork.db", "/nowhere/run.db", "x"});
        CHECK(kept_forks().isEmpty());
        for (int number = 0; number < 120; ++number)
            keep_fork({QString::number(number), "run", {}});
        CHECK(QSettings{}.value("forks").toList().size() == 100);
        QSettings{}.remove("forks");
    }
}

}  // namespace kept_forks_test
