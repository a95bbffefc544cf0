#include "gui/window/hints.hpp"

#include "gui/source/bundled_runs.hpp"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSettings>

#include <array>

namespace weft::gui {
namespace {

constexpr const char* seen_key = "hints/seen";

enum HintNumber : std::size_t { play_it, select_it, ask_why, all_hints };

}  // namespace

Hints::Hints(Session& session, QWidget* parent) : QWidget(parent), text_(new QLabel(this)) {
    setObjectName("hints");
    setAccessibleName(tr("Hints"));
    setAutoFillBackground(true);
    text_->setObjectName("hint");
    text_->setWordWrap(true);  // It makes no window wider.
    auto* const skip = new QPushButton(tr("Next"), this);
    skip->setObjectName("next-hint");
    skip->setAccessibleName(tr("Next hint"));
    auto* const close = new QPushButton(tr("Close"), this);
    close->setObjectName("close-hints");
    close->setAccessibleName(tr("Close the hints"));
    auto* const line = new QHBoxLayout(this);
    line->setContentsMargins(8, 4, 8, 4);
    line->addWidget(text_, 1);
    for (QPushButton* const button : {skip, close}) {
        button->setFocusPolicy(Qt::TabFocus);  // A click leaves the keys to the mesh.
        line->addWidget(button);
    }
    connect(skip, &QPushButton::clicked, this, [this] { next(); });
    connect(close, &QPushButton::clicked, this, [this] { finish(); });
    connect(&session, &Session::playingChanged, this, [this, &session] {
        if (number_ == play_it && session.is_playing()) next();
    });
    connect(&session, &Session::selectionChanged, this, [this, &session] {
        const Selection::Kind kind = session.selection().kind;
        if (number_ == select_it && kind == Selection::Kind::service) next();
        if (number_ == ask_why && kind == Selection::Kind::request) next();
    });
    connect(&session, &Session::runChanged, this, [this, &session] {
        if (!is_bundled(session.run().file())) hide();  // They speak of an example.
    });
    hide();
}

void Hints::begin() {
    if (QSettings{}.value(seen_key).toBool()) return;
    number_ = play_it;
    show_hint();
    show();
}

void Hints::next() {
    if (isHidden()) return;
    ++number_;
    if (number_ == all_hints) return finish();
    show_hint();
}

void Hints::finish() {
    QSettings{}.setValue(seen_key, true);
    hide();
}

void Hints::show_hint() {
    const std::array<QString, all_hints> hints{
        tr("Half a second before something goes wrong. Press Space: the run plays."),
        tr("A red square ■ is a service that fails. Click it."),
        tr("Press W: why did a request fail there?")};
    text_->setText(tr("%1 of %2   %3").arg(number_ + 1).arg(hints.size()).arg(hints.at(number_)));
}

}  // namespace weft::gui
