#include "gui/window/kept_forks.hpp"

#include <QFile>
#include <QSettings>

#include <algorithm>

namespace weft::gui {
namespace {

constexpr const char* forks_key = "forks";
constexpr qsizetype most_forks = 100;

QList<KeptFork> all_forks() {
    QList<KeptFork> forks;
    for (const QVariant& kept : QSettings{}.value(forks_key).toList()) {
        const QVariantMap map = kept.toMap();
        forks << KeptFork{map.value("run").toString(), map.value("parent").toString(),
                          map.value("edit").toString()};
    }
    return forks;
}

}  // namespace

QList<KeptFork> kept_forks() {
    QList<KeptFork> forks = all_forks();
    forks.removeIf([](const KeptFork& fork) {
        return !QFile::exists(fork.run) || !QFile::exists(fork.parent);
    });
    return forks;
}

void keep_fork(const KeptFork& fork) {
    QList<KeptFork> forks = all_forks();
    forks.removeIf([&](const KeptFork& kept) { return kept.run == fork.run; });
    forks << fork;
    QVariantList kept;
    for (const KeptFork& it : forks.mid(std::max<qsizetype>(0, forks.size() - most_forks)))
        kept << QVariantMap{{"run", it.run}, {"parent", it.parent}, {"edit", it.edit}};
    QSettings{}.setValue(forks_key, kept);
}

QList<KeptFork> family_of(const QString& run, const QList<KeptFork>& forks) {
    QString root = run;
    for (qsizetype step = 0; step <= forks.size(); ++step) {
        const auto above = std::ranges::find(forks, root, &KeptFork::run);
        if (above == forks.end()) break;
        root = above->parent;
    }
    QList<KeptFork> family;
    QList<QString> parents{root};
    while (!parents.isEmpty()) {
        const QString parent = parents.takeFirst();
        for (const KeptFork& fork : forks) {
            if (fork.parent != parent || family.size() >= forks.size()) continue;
            family << fork;
            parents << fork.run;
        }
    }
    return family;
}

}  // namespace weft::gui
