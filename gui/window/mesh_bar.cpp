#include "gui/window/mesh_bar.hpp"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QStringList>
#include <QToolButton>

#include <cmath>

namespace weft::gui {
namespace {

QString name_in(const Topology& topology, std::uint32_t service) {
    if (service >= topology.services.size()) return {};
    return QString::fromStdString(topology.services[service].name);
}

QString listed(const std::set<std::string>& names) {
    QStringList list;
    for (const std::string& name : names)
        list << QString::fromStdString(name);
    return list.join(QStringLiteral(", "));
}

}  // namespace

std::vector<MeshStep> steps_into(const MeshView& view, const Topology& topology) {
    MeshView shown = view.of_all();
    std::vector<MeshStep> steps{{MeshWidget::tr("Whole mesh"), shown}};
    if (!view.closed.empty()) {
        shown.closed = view.closed;
        steps.push_back({MeshWidget::tr("closed: %1").arg(listed(view.closed)), shown});
    }
    if (!view.opened.empty()) {
        shown.opened = view.opened;
        steps.push_back({MeshWidget::tr("opened: %1").arg(listed(view.opened)), shown});
    }
    if (view.focus != none) {
        shown.focus = view.focus;
        steps.push_back(
            {MeshWidget::tr("%1 and neighbours").arg(name_in(topology, view.focus)), shown});
    }
    if (!view.unfolded.empty()) {
        shown.unfolded = view.unfolded;
        QStringList names;
        for (const std::uint32_t service : view.unfolded)
            names << name_in(topology, service);
        steps.push_back({MeshWidget::tr("all of %1").arg(names.join(QStringLiteral(", "))), shown});
    }
    if (!view.only.empty()) {
        shown.only = view.only;
        steps.push_back({MeshWidget::tr("%1 chosen").arg(view.only.size()), shown});
    }
    return steps;
}

MeshBar::MeshBar(MeshWidget& mesh, QWidget* parent)
    : QWidget(parent), mesh_(mesh), way_(new QLabel(this)), size_(new QLabel(this)) {
    setObjectName("mesh-bar");
    way_->setObjectName("mesh-way");
    way_->setAccessibleName(MeshWidget::tr("Shown of the mesh"));
    way_->setTextFormat(Qt::RichText);
    way_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    way_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    size_->setAccessibleName(MeshWidget::tr("Zoom"));
    size_->setAlignment(Qt::AlignCenter);
    make_room();
    auto* const line = new QHBoxLayout(this);
    line->setContentsMargins(8, 1, 4, 1);
    line->setSpacing(4);
    line->addWidget(way_, 1);
    const auto add_button = [&](const QString& text, const QString& name, auto act) {
        auto* const button = new QToolButton(this);
        button->setText(text);
        button->setToolTip(name);
        button->setAccessibleName(name);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);  // A click leaves the keys to the mesh.
        connect(button, &QToolButton::clicked, this, act);
        line->addWidget(button);
    };
    const auto zoom_by = [this](double factor) {
        return [this, factor] { mesh_.zoom_by(factor, mesh_.rect().center()); };
    };
    add_button(MeshWidget::tr("Fit"), MeshWidget::tr("Fit the mesh into its panel"),
               [this] { mesh_.fit(); });
    add_button(QStringLiteral("−"), MeshWidget::tr("Zoom out"), zoom_by(1 / 1.2));
    line->addWidget(size_);
    add_button(QStringLiteral("+"), MeshWidget::tr("Zoom in"), zoom_by(1.2));
    connect(way_, &QLabel::linkActivated, this, [this](const QString& link) {
        const auto step = static_cast<std::size_t>(link.toULongLong());
        if (step >= steps_.size()) return;
        mesh_.set_view(MeshView{steps_[step].view});
        mesh_.setFocus();
    });
    mesh_.installEventFilter(this);
}

/// Whatever changes what is shown of the mesh has it painted.
bool MeshBar::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Paint) show_now();
    return QWidget::eventFilter(watched, event);
}

/// For any zoom, so that no button moves.
void MeshBar::make_room() {
    size_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("1000 %")));
}

void MeshBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) make_room();
}

void MeshBar::show_now() {
    const QString zoom = QStringLiteral("%1 %").arg(std::lround(mesh_.zoom() * 100));
    if (size_->text() != zoom) size_->setText(zoom);
    if (!mesh_.session().has_run()) return;
    steps_ = steps_into(mesh_.view(), mesh_.session().topology());
    show_steps();
}

void MeshBar::show_steps() {
    QStringList parts;
    for (std::size_t step = 0; step < steps_.size(); ++step) {
        const QString name = steps_[step].name.toHtmlEscaped();
        const bool is_shown = step + 1 == steps_.size();
        parts << (is_shown ? name : QStringLiteral("<a href=\"%1\">%2</a>").arg(step).arg(name));
    }
    const QString way = parts.join(QStringLiteral(" ▸ "));
    if (way_->text() != way) way_->setText(way);
}

}  // namespace weft::gui
