#pragma once

#include <QList>
#include <QString>

namespace weft::gui {

/// A run that was played with steps added to another one. Both by their files.
struct KeptFork {
    QString run;
    QString parent;
    QString edit;  ///< The steps.
};

/// Those of which both files are still there, in the order in which they were played. They are
/// remembered with the user's settings, at most a hundred.
QList<KeptFork> kept_forks();
void keep_fork(const KeptFork& fork);

/// What leads from the first parent that is known to a run, and on to all forks of these: parents
/// come before their forks. Empty for a run that has none and is none.
QList<KeptFork> family_of(const QString& run, const QList<KeptFork>& forks);

}  // namespace weft::gui
