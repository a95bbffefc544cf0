#include "gui/window/navigator.hpp"

#include "gui/source/words.hpp"
#include "gui/window/state_words.hpp"

#include <QHeaderView>
#include <QKeyEvent>

#include <algorithm>
#include <array>
#include <utility>

namespace weft::gui {
namespace {

using StateCounts = std::array<int, 5>;  ///< By Health.

/// "■ 1 ▲ 1": those that are not well, the worst first; "●" if there are none.
QString bad_states(const StateCounts& counts, bool in_words) {
    QStringList parts;
    for (const Health health : {Health::down, Health::failing, Health::degraded}) {
        const int count = counts[static_cast<std::size_t>(health)];
        if (count == 0) continue;
        parts += in_words ? QStringLiteral("%1 %2").arg(count).arg(state_word(health))
                          : QStringLiteral("%1 %2").arg(glyph_of(health)).arg(count);
    }
    if (parts.isEmpty()) return in_words ? state_word(Health::healthy) : glyph_of(Health::healthy);
    return parts.join(in_words ? ", " : " ");
}

QString step_phase_word(StepPhase state) {
    switch (state) {
        case StepPhase::to_come:
            return QObject::tr("to come");
        case StepPhase::active:
            return QObject::tr("active");
        case StepPhase::over:
            return QObject::tr("over");
    }
    return {};
}

}  // namespace

Navigator::Navigator(Session& session, QWidget* parent)
    : QTreeWidget(parent),
      session_(session),
      services_root_(new QTreeWidgetItem(this, {tr("Services")})),
      steps_root_(new QTreeWidgetItem(this, {tr("Faults")})) {
    setObjectName("navigator");
    setAccessibleName(tr("Services by namespace, and faults"));
    setColumnCount(2);
    setHeaderHidden(true);
    setIndentation(12);  // There is little room beside the mesh.
    setExpandsOnDoubleClick(false);
    header()->setStretchLastSection(true);
    services_root_->setExpanded(true);
    steps_root_->setExpanded(true);
    connect(&session, &Session::runChanged, this, [this] {
        planned_.clear();
        forget();
    });
    connect(&session, &Session::runGrew, this, [this] {
        has_new_events_ = true;
        show_now();
    });
    connect(&session, &Session::snapshotChanged, this, [this] { show_now(); });
    connect(this, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item) { go(*item); });
    connect(this, &QTreeWidget::itemDoubleClicked, this,
            [this](QTreeWidgetItem* item) { enter(*item); });
}

void Navigator::showEvent(QShowEvent* event) {
    QTreeWidget::showEvent(event);
    show_now();
}

void Navigator::keyPressEvent(QKeyEvent* event) {
    const bool is_enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!is_enter || currentItem() == nullptr) return QTreeWidget::keyPressEvent(event);
    go(*currentItem());
    enter(*currentItem());
}

void Navigator::forget() {
    for (QTreeWidgetItem* const root : {services_root_, steps_root_})
        qDeleteAll(root->takeChildren());
    namespaces_.clear();
    services_.clear();
    above_.clear();
    steps_.clear();
    to_come_.clear();
    has_new_events_ = true;
}

/// Nobody sees it elsewhere, and a large mesh has many rows.
void Navigator::show_now() {
    if (!session_.has_run() || !isVisible()) return;
    if (is_moved()) forget();
    const bool is_new = services_.empty();
    add_services();
    if (std::exchange(has_new_events_, false)) add_steps();
    say_states();
    say_steps();
    if (is_new) resizeColumnToContents(0);
}

/// Of a service without a pod the namespace is not known yet.
bool Navigator::is_moved() const {
    const auto& services = session_.topology().services;
    for (std::size_t number = 0; number < above_.size(); ++number)
        if (above_[number] != services[number].ns) return true;
    return false;
}

/// As a run goes on, there may be more.
void Navigator::add_services() {
    const auto& services = session_.topology().services;
    for (std::size_t number = services_.size(); number < services.size(); ++number) {
        const std::string& ns = services[number].ns;
        QTreeWidgetItem*& above = namespaces_[ns];
        if (above == nullptr) {
            const QString name = ns.empty() ? tr("outside the mesh") : QString::fromStdString(ns);
            above = new QTreeWidgetItem(services_root_, {name});
            above->setExpanded(true);
        }
        auto* const item = new QTreeWidgetItem(above);
        item->setData(0, Qt::UserRole, static_cast<uint>(number));
        services_.push_back(item);
        above_.push_back(ns);
    }
}

void Navigator::add_steps() {
    std::vector<PlayedStep> steps = played_steps(session_.run().events());
    if (steps == steps_ && !steps.empty()) return;
    steps_ = std::move(steps);
    qDeleteAll(steps_root_->takeChildren());
    for (const PlayedStep& step : steps_) {
        const auto& names = session_.topology().steps;
        const std::string name = step.step < names.size() ? names[step.step] : std::string{};
        new QTreeWidgetItem(steps_root_,
                            {(step.is_fault ? "⚡ " : "") + QString::fromStdString(name)});
    }
    add_planned();
}

void Navigator::show_planned(std::vector<PlannedStep> planned) {
    planned_ = std::move(planned);
    steps_.clear();
    has_new_events_ = true;
    show_now();
}

/// Of a run that has ended they were not played.
void Navigator::add_planned() {
    const auto& names = session_.topology().steps;
    const auto is_played = [&](const PlannedStep& planned) {
        return std::ranges::any_of(steps_, [&](const PlayedStep& step) {
            return step.step < names.size() && names[step.step] == planned.name;
        });
    };
    to_come_.clear();
    for (const PlannedStep& planned : planned_) {
        if (is_played(planned)) continue;
        const QString name = QString::fromStdString(planned.name);
        const QString when =
            planned.at ? QString::fromStdString(moment_words(*planned.at)) + ", " : QString{};
        auto* const item = new QTreeWidgetItem(
            steps_root_,
            {(planned.is_fault ? "⚡ " : "") + name,
             when + (session_.is_live() ? step_phase_word(StepPhase::to_come) : tr("not played"))});
        for (const int column : {0, 1})
            item->setForeground(column, palette().brush(QPalette::PlaceholderText));
        to_come_.push_back(planned);
    }
}

void Navigator::say_states() {
    const Topology& topology = session_.topology();
    const Snapshot& snapshot = session_.snapshot();
    const std::vector<Flow> flows = flows_of_services(topology, snapshot.edges);
    std::map<std::string, StateCounts> counts;
    for (std::uint32_t number = 0; number < services_.size(); ++number) {
        const Topology::Service& service = topology.services[number];
        const Health health = health_of_service(topology, snapshot, number, flows[number]);
        ++counts[service.ns][static_cast<std::size_t>(health)];
        services_[number]->setText(0,
                                   glyph_of(health) + " " + QString::fromStdString(service.name));
        services_[number]->setText(1, state_word(health));
    }
    for (const auto& [ns, of_states] : counts) {
        QTreeWidgetItem& item = *namespaces_.at(ns);
        item.setText(1, bad_states(of_states, false));
        item.setToolTip(1, bad_states(of_states, true));
        item.setData(1, Qt::AccessibleTextRole, bad_states(of_states, true));
    }
}

void Navigator::say_steps() {
    for (std::size_t number = 0; number < steps_.size(); ++number) {
        const QString when = QString::fromStdString(moment_words(steps_[number].from));
        const QString state = step_phase_word(phase_of(steps_[number], session_.snapshot()));
        QTreeWidgetItem& item = *steps_root_->child(static_cast<int>(number));
        item.setText(1, QStringLiteral("%1, %2").arg(when, state));
        item.setToolTip(1, item.text(1));
    }
}

void Navigator::go(const QTreeWidgetItem& item) {
    const QVariant service = item.data(0, Qt::UserRole);
    if (service.isValid())
        return session_.select({.kind = Selection::Kind::service, .number = service.toUInt()});
    if (item.parent() != steps_root_) return;
    const auto number = static_cast<std::size_t>(indexFromItem(&item).row());
    if (number >= steps_.size()) {
        const PlannedStep& planned = to_come_[number - steps_.size()];
        if (planned.at) session_.seek(*planned.at);
        return;
    }
    const PlayedStep step = steps_[number];
    session_.seek(step.from);
    const auto& pods = session_.topology().pods;
    if (step.pod >= pods.size()) return;
    if (pods[step.pod].service != none)
        session_.select({.kind = Selection::Kind::service, .number = pods[step.pod].service});
}

void Navigator::enter(const QTreeWidgetItem& item) {
    const QVariant service = item.data(0, Qt::UserRole);
    if (service.isValid() && on_focus) on_focus(service.toUInt());
}

}  // namespace weft::gui
