#include "gui/window/side_by_side.hpp"

#include "gui/source/pair_side.hpp"

#include <QCoreApplication>
#include <QEvent>

#include <filesystem>
#include <string>

namespace weft::gui {

QString name_of_side(const RunSource& run) {
    const reports::RunLabel& label = run.label();
    const std::string file = std::filesystem::path{run.file()}.filename().string();
    return MeshWidget::tr("%1, seed %2 (%3)")
        .arg(QString::fromStdString(label.scenario), QString::fromStdString(label.seed),
             QString::fromStdString(file));
}

SideBySide::SideBySide(Session& session, MeshWidget& mesh, QWidget* parent)
    : QSplitter(parent), session_(session), mesh_(mesh) {
    setObjectName("side-by-side");
    setChildrenCollapsible(false);
    addWidget(&mesh);
    connect(&session, &Session::runChanged, this, [this] {
        end();
        if (is_wanted_) begin();
    });
    connect(&session, &Session::momentChanged, this, [this] {
        if (side_ != nullptr) side_->session.seek(session_.at());
    });
    connect(&session, &Session::lookChanged, this, [this] {
        if (side_ == nullptr) return;
        side_->session.set_metric(session_.metric());
        side_->session.set_colouring(session_.colouring());
        side_->session.set_theme(session_.theme());
    });
}

/// The session that is shown may be gone by now.
SideBySide::~SideBySide() {
    if (side_ != nullptr) delete side_->mesh;
}

void SideBySide::set_on(bool on) {
    is_wanted_ = on;
    if (!on) {
        end();
    } else if (side_ == nullptr && session_.has_run()) {
        begin();
    }
}

void SideBySide::begin() {
    auto* const pair = dynamic_cast<PairRun*>(&session_.run());
    if (pair == nullptr) return;
    side_ = std::make_unique<Side>();
    side_->session.show(std::make_unique<PairSide>(*pair));
    side_->session.seek(session_.at());
    side_->session.set_metric(session_.metric());
    side_->session.set_colouring(session_.colouring());
    side_->session.set_theme(session_.theme());
    auto* const mesh = new MeshWidget(side_->session);
    side_->mesh = mesh;
    mesh->setObjectName("mesh-of-a");
    mesh->setAccessibleName(MeshWidget::tr("Mesh of A"));
    mesh->setFocusPolicy(Qt::NoFocus);
    mesh->set_caption(MeshWidget::tr("A: %1").arg(name_of_side(pair->a())));
    mesh->follow(mesh_);
    mesh->set_plain(true);
    mesh->installEventFilter(this);
    insertWidget(0, mesh);
    setSizes({1, 1});
    mesh_.set_plain(true);
    mesh_.set_caption(MeshWidget::tr("B: %1").arg(name_of_side(pair->b())));
    mesh_.on_refill = [mesh] { mesh->update(); };
}

void SideBySide::end() {
    if (side_ == nullptr) return;
    mesh_.on_refill = nullptr;
    mesh_.set_plain(false);
    mesh_.set_caption({});
    delete side_->mesh;
    side_ = nullptr;
}

bool SideBySide::eventFilter(QObject* watched, QEvent* event) {
    switch (event->type()) {
        case QEvent::MouseButtonPress:
        case QEvent::MouseButtonRelease:
        case QEvent::MouseButtonDblClick:
        case QEvent::MouseMove:
        case QEvent::Wheel:
        case QEvent::ContextMenu:
        case QEvent::Leave:
            QCoreApplication::sendEvent(&mesh_, event);
            return true;
        default:
            return QSplitter::eventFilter(watched, event);
    }
}

}  // namespace weft::gui
