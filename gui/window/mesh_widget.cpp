#include "gui/window/mesh_widget.hpp"

#include "gui/picture/box_colour.hpp"
#include "gui/picture/glide.hpp"
#include "gui/picture/on_the_way.hpp"
#include "gui/source/declared.hpp"
#include "gui/window/keyboard_focus.hpp"
#include "gui/window/mesh_accessible.hpp"
#include "gui/window/said.hpp"
#include "gui/window/state_words.hpp"
#include "gui/window/text_scale.hpp"

#include <QEasingCurve>
#include <QPainter>
#include <QStyle>

#include <algorithm>
#include <chrono>
#include <utility>

namespace weft::gui {
namespace {

constexpr double margin = 12;
constexpr double least_zoom = 0.1;
constexpr double most_zoom = 4;
constexpr double fits_at_most = 1.35;
constexpr int glide_ms = 250;

}  // namespace

MeshWidget::MeshWidget(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
    setObjectName("mesh");
    setAccessibleName(tr("Mesh"));
    setAccessibleDescription(
        tr("Services and the calls between them. The Services tab shows the "
           "same as a table."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(320, 200);
    glide_.setStartValue(0.0);
    glide_.setEndValue(1.0);
    glide_.setDuration(glide_ms);
    glide_.setEasingCurve(QEasingCurve::InOutQuad);
    const auto repaint = [this] {
        is_stale_ = true;
        update();
    };
    connect(&glide_, &QVariantAnimation::valueChanged, this, repaint);
    connect(&glide_, &QVariantAnimation::stateChanged, this, repaint);
    connect(&session, &Session::runChanged, this, [this] {
        view_ = view_.of_all();
        graph_ = {};
        placement_ = {};
        laid_out_ = {};
        marks_ = {};
        grabbed_.reset();
        read_pins();
        follows_size_ = true;
        read_declared();
        rebuild();
    });
    connect(&session, &Session::viewChanged, this, [this] { set_view(session_.view()); });
    connect(&session, &Session::runGrew, this, [this] { rebuild(); });
    connect(&session, &Session::filterChanged, this, [this] { rebuild(); });
    connect(&session, &Session::lookChanged, this, [this] { update_look(); });
    connect(&session, &Session::selectionChanged, this, [this] { update_marks(); });
    connect(&session, &Session::snapshotChanged, this, [this] { follow_moment(); });
    connect(&session, &Session::momentChanged, this, [this] { update(); });
    make_accessible(*this, session);
}

void MeshWidget::lay_out_now() {
    if (!is_laid_out()) take(wanted_, lay_out(wanted_));
    glide_.stop();
    if (declared_ || !session_.has_run()) return;
    declared_ = std::make_shared<const Declared>(Declared::of(session_.run().file()));
    update_look();
}

void MeshWidget::take(const MeshGraph& graph, Placement placement) {
    const auto before = places_by_title();
    graph_ = graph;
    laid_out_ = std::move(placement);
    marks_ = {};
    if (std::exchange(grabbed_, {})) {
        keep_pins();  // Where it has come to.
        is_let_go_ = true;
    }
    hold_pins();
    update_faded();
    if (follows_size_) fit();
    update_marks();
    update_look();
    begin_glide(before);
}

/// On the widget.
std::map<std::string, QRectF> MeshWidget::places_by_title() const {
    std::map<std::string, QRectF> places;
    for (std::uint32_t box = 0; box < graph_.boxes.size(); ++box)
        places.emplace(graph_.boxes[box].title, place_of_box(box));
    return places;
}

void MeshWidget::begin_glide(const std::map<std::string, QRectF>& before) {
    glide_.stop();
    glide_from_.clear();
    const bool moves = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) > 0;
    if (!glides_ || !moves || before.empty() || !isVisible()) return;
    const QTransform from_widget = transform().inverted();
    bool is_elsewhere = false;
    for (std::uint32_t box = 0; box < graph_.boxes.size(); ++box) {
        const auto found = before.find(graph_.boxes[box].title);
        glide_from_.push_back(found == before.end() ? QRectF{}
                                                    : from_widget.mapRect(found->second));
        is_elsewhere |= found != before.end() && found->second != place_of_box(box);
    }
    if (is_elsewhere) glide_.start();
}

void MeshWidget::update_look() {
    if (!session_.has_run()) return;
    Snapshot snapshot = session_.snapshot();
    std::vector<Flow> others;
    if (is_plain_) others.swap(snapshot.other_edges);
    const Topology& topology = session_.topology();
    look_ = mesh_look(graph_, topology, snapshot, session_.metric(),
                      declared_ ? declared_->at(topology, snapshot) : MeshSigns{}, said);
    double at_least = 0;
    if (!others.empty() && session_.colouring() != Colouring::health) {
        // Beside each other, the same colour is the same figure.
        snapshot.edges = std::move(others);
        const MeshLook beside = mesh_look(graph_, topology, snapshot, session_.metric(), {}, said);
        at_least = greatest_figure(beside, session_.colouring());
    }
    colour_boxes(look_, session_.colouring(), at_least);
    is_stale_ = true;
    update();
}

void MeshWidget::update_marks() {
    if (leader_ != nullptr) return;
    marks_.selected_box = none;
    marks_.selected_link = none;
    const Selection& selection = session_.selection();
    if (selection.kind == Selection::Kind::service)
        marks_.selected_box = graph_.box_of(selection.number);
    if (selection.kind == Selection::Kind::pod)
        marks_.selected_box = graph_.box_of_pod(session_.topology(), selection.number);
    if (selection.kind == Selection::Kind::edge)
        marks_.selected_link = graph_.link_of(selection.number);
    is_stale_ = true;
    update();
}

void MeshWidget::show_on_the_way(std::optional<std::vector<OnTheWay>> messages) {
    on_the_way_ = std::move(messages);
    update();
}

void MeshWidget::fit() {
    follows_size_ = true;
    const QSizeF whole = placement_.size;
    if (whole.isEmpty()) return;
    const QSizeF room{width() - 2 * margin, height() - 2 * margin - legend_height * text_scale()};
    zoom_ = std::clamp(std::min(room.width() / whole.width(), room.height() / whole.height()),
                       least_zoom, fits_at_most * text_scale());
    offset_ = {(width() - whole.width() * zoom_) / 2,
               (height() - legend_height * text_scale() - whole.height() * zoom_) / 2};
    is_stale_ = true;
    update();
}

void MeshWidget::zoom_by(double factor, QPointF at) {
    const double zoom = std::clamp(zoom_ * factor, least_zoom, most_zoom);
    offset_ = at - (at - offset_) * (zoom / zoom_);
    zoom_ = zoom;
    follows_size_ = false;
    is_stale_ = true;
    update();
}

QTransform MeshWidget::transform() const {
    QTransform transform;
    transform.translate(offset_.x(), offset_.y());
    transform.scale(zoom_, zoom_);
    return transform;
}

QRectF MeshWidget::place_of_box(std::uint32_t box) const {
    return transform().mapRect(placement_.boxes.at(box));
}

void MeshWidget::refill() {
    const double ratio = devicePixelRatioF();
    if (resting_.size() != size() * ratio) resting_ = QPixmap{size() * ratio};
    resting_.setDevicePixelRatio(ratio);
    resting_.fill(session_.palette().surface);
    QPainter painter{&resting_};
    painter.setTransform(transform(), true);
    const double share = is_gliding() ? glide_.currentValue().toDouble() : 1;
    paint_mesh(painter, graph_, share < 1 ? gliding(placement_, glide_from_, share) : placement_,
               look_, marks_, session_.palette(), zoom_ / text_scale());
    is_stale_ = false;
    if (on_refill) on_refill();
}

void MeshWidget::paintEvent(QPaintEvent*) {
    if (leader_ != nullptr) follow_leader();
    if (is_stale_ || resting_.size() != size() * devicePixelRatioF()) refill();
    QPainter painter{this};
    painter.drawPixmap(0, 0, resting_);
    if (with_dots_ && !is_gliding() && !look_.is_difference &&
        graph_.links.size() == look_.links.size()) {
        painter.save();
        painter.setTransform(transform(), true);
        const double seconds =
            std::chrono::duration<double>(session_.at().time_since_epoch()).count();
        stamps_.paint(painter,
                      on_the_way_
                          ? dots_on_the_way(graph_, placement_, session_.topology(), *on_the_way_)
                          : dots_at(placement_, look_, seconds),
                      session_.palette());
        painter.restore();
    }
    painter.save();
    begin_scaled(painter);
    paint_legend(painter);
    painter.restore();
    if (band_) {
        painter.setPen(QPen{session_.palette().accent, 1, Qt::DashLine});
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(*band_);
    }
    if (hasFocus()) paint_focus_ring(painter, rect(), session_.palette());
}

void MeshWidget::paint_into(QPainter& painter, const QSizeF& size) const {
    if (placement_.size.isEmpty()) return;
    const double zoom =
        std::min(size.width() / placement_.size.width(), size.height() / placement_.size.height());
    painter.save();
    painter.scale(zoom, zoom);
    paint_mesh(painter, graph_, placement_, look_, marks_, session_.palette(), 1);
    painter.restore();
}

/// States by glyph and word, what dots mean, and which faults are on.
void MeshWidget::paint_legend(QPainter& painter) const {
    const Palette& palette = session_.palette();
    const QRectF room = scaled_room(*this);
    const QFontMetricsF metrics{painter.font()};
    if (!caption_.isEmpty()) {
        painter.setPen(palette.text);
        painter.drawText(room.adjusted(0, 8, -12, 0), Qt::AlignTop | Qt::AlignRight, caption_);
    }
    // What is under it, where the mesh is larger than the window, would be mixed up with it.
    painter.fillRect(room.adjusted(0, room.height() - legend_height, 0, 0), palette.surface);
    const double base = room.height() - 8;
    double x = margin;
    const auto write = [&](const QString& text, const QColor& colour) {
        painter.setPen(colour);
        painter.drawText(QPointF{x, base}, text);
        x += metrics.horizontalAdvance(text) + 4;
    };
    if (look_.is_difference) {
        write(tr("B against A:"), palette.text);
        write(QStringLiteral("■"), difference_colour(-1, palette));
        write(tr("− better  "), palette.text);
        write(QStringLiteral("■"), difference_colour(1, palette));
        write(tr("+ worse"), palette.text);
        return;
    }
    for (const Health health :
         {Health::healthy, Health::degraded, Health::failing, Health::down, Health::idle}) {
        write(glyph_of(health), palette.of(health));
        write(state_word(health) + "  ", palette.text);
    }
    if (look_.scale.by != Colouring::health)
        x = paint_scale(painter, {x, base}, look_.scale, colouring_word(look_.scale.by), palette);
    if (with_dots_ && !look_.links.empty()) {
        const auto each = requests_per_dot(look_);
        const QString dots =
            on_the_way_ ? tr("event by event: each dot is a message on its way")
            : each == 1 ? tr("1 dot = 1 request a second")
                        : tr("1 dot ≈ %1 requests a second; errors always shown").arg(each);
        const bool has_room = x + metrics.horizontalAdvance(dots) < room.width() - margin;
        write(has_room || on_the_way_ ? dots : tr("1 dot ≈ %1/s").arg(each), palette.text);
        const QString losses = tr("  ╳ error  ○ retry  ▽ no answer  ⊟ turned away");
        if (x + metrics.horizontalAdvance(losses) < room.width() - margin)
            write(losses, palette.text);
    }
    double top = margin + 12;
    for (const std::string& fault : look_.faults) {
        painter.setPen(QPen{palette.fault, 2, Qt::DashLine});
        const QString text = tr("⚡ fault: %1").arg(QString::fromStdString(fault));
        const QRectF chip{margin, top - 14, metrics.horizontalAdvance(text) + 14, 20};
        painter.setBrush(palette.surface);
        painter.drawRoundedRect(chip, 5, 5);
        painter.setPen(palette.fault);
        painter.drawText(chip, Qt::AlignCenter, text);
        top += 26;
    }
}

}  // namespace weft::gui
