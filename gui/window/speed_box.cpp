#include "gui/window/speed_box.hpp"

#include <QAbstractItemView>
#include <QLineEdit>

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace weft::gui {
namespace {

constexpr double offered_speeds[] = {0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64};
constexpr int room_for_speed = 6;  ///< In letters.

}  // namespace

QString speed_words(double speed) {
    return QStringLiteral("×%1").arg(speed);
}

std::optional<double> read_speed(QString written) {
    written = written.trimmed().replace(',', '.');
    if (written.startsWith(QStringLiteral("×")) || written.startsWith('x')) written.remove(0, 1);
    bool is_number = false;
    const double speed = written.toDouble(&is_number);
    return is_number && speed > 0 ? std::optional{speed} : std::nullopt;
}

QComboBox* make_speed_box(Session& session, QWidget* parent) {
    auto* const box = new QComboBox(parent);
    box->setObjectName("speed");
    box->setToolTip(QObject::tr("How fast it is played: so many times real time (J, L)"));
    box->setEditable(true);
    const QString name = QObject::tr("Speed, in times real time");
    for (QWidget* const part : {static_cast<QWidget*>(box), static_cast<QWidget*>(box->lineEdit()),
                                static_cast<QWidget*>(box->view())})
        part->setAccessibleName(name);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setCompleter(nullptr);  // It would make ×16 of ×1.
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    box->setMinimumContentsLength(room_for_speed);
    for (const double speed : offered_speeds)
        box->addItem(speed_words(speed));
    const auto show = [box, &session] {
        if (box->lineEdit()->hasFocus() && box->lineEdit()->isModified()) return;
        // Whoever turns the wheel goes on from there.
        const auto* const next = std::ranges::lower_bound(offered_speeds, session.speed());
        const auto place = std::min<std::ptrdiff_t>(next - std::begin(offered_speeds),
                                                    std::ssize(offered_speeds) - 1);
        box->setCurrentIndex(static_cast<int>(place));
        box->setEditText(speed_words(session.speed()));
    };
    const auto take = [box, show, &session] {
        const QString written = box->currentText();
        box->lineEdit()->setModified(false);
        if (written == speed_words(session.speed())) return;
        const auto speed = read_speed(written);
        if (speed) return session.set_speed(*speed);
        show();
        session.tell(QObject::tr("'%1' is no speed, such as ×8 or 0.5").arg(written));
    };
    show();
    QObject::connect(&session, &Session::playingChanged, box, show);
    QObject::connect(box, &QComboBox::activated, &session, take);
    QObject::connect(box->lineEdit(), &QLineEdit::editingFinished, &session, take);
    return box;
}

}  // namespace weft::gui
