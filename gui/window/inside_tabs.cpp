#include "gui/window/inside_tabs.hpp"

#include "gui/source/time_range.hpp"
#include "gui/source/words.hpp"
#include "gui/window/curve_table.hpp"
#include "gui/window/limit_charts.hpp"
#include "gui/window/said.hpp"
#include "gui/window/state_history.hpp"
#include "scenarios/play/print_inspection.hpp"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPointer>
#include <QScrollArea>
#include <QThreadPool>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <sstream>

namespace weft::gui {
namespace {

constexpr int first_inside = 3;  ///< Of the tabs: after what is recorded.

QString inside_cell(const std::string& text) {
    return QString::fromStdString(text);
}

QVariant number_key(double number) {
    return QVariant{number};
}

std::vector<RowModel<HostRow>::Column> host_columns() {
    using Row = HostRow;
    return {
        {QObject::tr("Host"), [](const Row& it) { return inside_cell(it.host); }, {}},
        {QObject::tr("State"), [](const Row& it) { return inside_cell(it.state); }, {}},
        {QObject::tr("In flight"), [](const Row& it) { return QString::number(it.in_flight); },
         [](const Row& it) { return number_key(it.in_flight); }},
        {QObject::tr("Weight"), [](const Row& it) { return QString::number(it.weight); },
         [](const Row& it) { return number_key(it.weight); }},
        {QObject::tr("Balancer"),
         [](const Row& it) {
             if (!it.measure) return QString{};
             return inside_cell(it.measure_of) + " " + QString::number(*it.measure, 'g', 6);
         },
         [](const Row& it) { return number_key(it.measure.value_or(-1)); }},
        {QObject::tr("Share"),
         [](const Row& it) { return it.share ? inside_cell(share_words(*it.share)) : QString{}; },
         [](const Row& it) { return number_key(it.share.value_or(-1)); }},
        {QObject::tr("Cluster"), [](const Row& it) { return inside_cell(it.cluster); }, {}}};
}

std::vector<RowModel<UseRow>::Column> use_columns() {
    using Row = UseRow;
    return {{QObject::tr("Limit"), [](const Row& it) { return inside_cell(it.resource); }, {}},
            {QObject::tr("Used"), [](const Row& it) { return QString::number(it.used); },
             [](const Row& it) { return number_key(it.used); }},
            {QObject::tr("Of"),
             [](const Row& it) {
                 return it.limit ? QString::number(*it.limit) : QObject::tr("no limit");
             },
             [](const Row& it) { return number_key(it.limit ? *it.limit : -1.0); }},
            {QObject::tr("Cluster"), [](const Row& it) { return inside_cell(it.cluster); }, {}}};
}

QString lines_of_app(const sim::PodView& pod) {
    QStringList lines;
    const auto add = [&lines](const QString& name, const std::string& value) {
        if (!value.empty()) lines << name + ": " + inside_cell(value);
    };
    add(QObject::tr("state"), clauses_said(scenarios::state_words(pod), said));
    if (!pod.is_client) {
        add(QObject::tr("workers busy"), scenarios::use_words(pod.busy, pod.workers));
        add(QObject::tr("requests waiting"), std::to_string(pod.waiting));
        if (pod.oldest_since) add(QObject::tr("the first since"), moment_words(*pod.oldest_since));
    }
    if (pod.cpu) add(QObject::tr("CPU"), scenarios::cpu_words(*pod.cpu));
    if (pod.memory) add(QObject::tr("memory"), scenarios::memory_words(*pod.memory));
    add(QObject::tr("probes"), clauses_said(scenarios::probe_words(pod), said));
    if (pod.proxy.inbound)
        add(QObject::tr("let through"), scenarios::inbound_words(*pod.proxy.inbound));
    return lines.join('\n');
}

}  // namespace

InsideTabs::InsideTabs(Session& session, QWidget* overview)
    : session_(session),
      state_(new QLabel(this)),
      look_(new QPushButton(tr("Look Inside"), this)),
      cancel_(new QPushButton(tr("Cancel"), this)),
      tabs_(new QTabWidget(this)),
      hosts_(new TablePanel<HostRow>(
          "inside-hosts", tr("Hosts as the proxy sees them"), host_columns())),
      uses_(new TablePanel<UseRow>("inside-limits", tr("What is used of limits"), use_columns())),
      config_(new QPlainTextEdit) {
    setObjectName("inside");
    tabs_->setObjectName("inspector-tabs");
    tabs_->setAccessibleName(tr("What is known of the selection"));
    tabs_->setUsesScrollButtons(true);
    state_->setWordWrap(true);
    state_->setAccessibleName(tr("What is shown of the inside"));
    look_->setToolTip(tr("Play the run again up to this moment and look (Ctrl+I)"));
    look_->setAccessibleName(tr("Look inside at this moment"));
    cancel_->setObjectName("inside-cancel");
    cancel_->setAccessibleName(tr("Cancel the look inside"));
    cancel_->hide();
    config_->setReadOnly(true);
    config_->setLineWrapMode(QPlainTextEdit::NoWrap);
    config_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    config_->setAccessibleName(tr("Configuration"));
    for (QTableView* const table : {&hosts_->table(), &uses_->table()}) {
        table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        table->setSortingEnabled(true);
    }
    tabs_->addTab(overview, tr("Overview"));
    tabs_->addTab(new CurveTable(session), tr("Table"));
    tabs_->addTab(new StateHistory(session), tr("States"));
    tabs_->addTab(hosts_, tr("Hosts"));
    tabs_->addTab(page_of_limits(), tr("Limits"));
    tabs_->addTab(config_, tr("Config"));
    tabs_->addTab(page_of_text(app_, tr("Queue and CPU")), tr("Queue && CPU"));
    tabs_->addTab(page_of_text(certificate_, tr("Certificate")), tr("Certificate"));
    auto* const line = new QHBoxLayout;
    line->setContentsMargins(6, 0, 6, 0);
    line->addWidget(state_, 1);
    line->addWidget(look_);
    line->addWidget(cancel_);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(tabs_);
    layout->addLayout(line);

    connect(look_, &QPushButton::clicked, this, [this] { look(); });
    connect(cancel_, &QPushButton::clicked, this, [this] {
        if (work_) work_->stopped = true;
    });
    connect(&session, &Session::runChanged, this, [this] { forget(); });
    connect(&session, &Session::momentChanged, this, [this] { show_state(); });
    connect(&session, &Session::selectionChanged, this, [this] { show_state(); });
    connect(&hosts_->table(), &QTableView::activated, this, [this] {
        const int row = hosts_->current_row();
        if (row >= 0) select_pod(hosts_->model().row(row).host);
    });
    show_state();
}

InsideTabs::~InsideTabs() {
    if (work_) work_->stopped = true;
}

QWidget* InsideTabs::page_of_text(QLabel*& text, const QString& name) {
    text = new QLabel;
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    text->setMargin(6);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setAccessibleName(name);
    auto* const scroll = new QScrollArea;
    scroll->setWidget(text);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(name);
    return scroll;
}

/// How often they were reached is recorded; what is used of them is looked at.
QWidget* InsideTabs::page_of_limits() {
    auto* const page = new QWidget;
    auto* const layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(new LimitCharts(session_));
    layout->addWidget(uses_, 1);
    return page;
}

/// What is shown, or still on its way, is of another run.
void InsideTabs::forget() {
    if (work_) work_->stopped = true;
    work_ = nullptr;
    cancel_->hide();
    look_->show();
    shown_.clear();
    show_seen({});
    show_state();
}

void InsideTabs::look() {
    if (!session_.has_run()) return;
    const Selection& selection = session_.selection();
    const Topology& topology = session_.topology();
    std::string pod;
    if (selection.kind == Selection::Kind::pod) pod = topology.pods[selection.number].name;
    if (selection.kind == Selection::Kind::service)
        pod = proxy_of_service(topology, session_.snapshot(), selection.number);
    if (selection.kind == Selection::Kind::edge)
        pod = proxy_of_service(topology, session_.snapshot(),
                               topology.edges[selection.number].source);
    if (pod.empty()) return session_.tell(tr("Select a pod, a service or a line first."));
    if (work_) work_->stopped = true;
    work_ = std::make_shared<Work>();
    work_->pod = pod;
    scenarios::InspectOptions options;
    options.run = session_.run().file();
    options.pod = pod;
    options.at = session_.at();
    const auto range = time_range_of(session_.filter());
    if (range && range->begin <= options.at) options.config_since = range->begin;
    options.goes_on = [work = work_.get()](mesh::Instant now) {
        work->now = now.time_since_epoch().count();
        return !work->stopped;
    };
    look_->hide();
    cancel_->show();
    if (tabs_->currentIndex() < first_inside) tabs_->setCurrentIndex(first_inside);
    show_progress(work_);
    QThreadPool::globalInstance()->start(
        [options, work = work_, self = QPointer<InsideTabs>{this}] {
            work->seen = scenarios::look_inside(options);
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [work, self] {
                    if (self) self->finish(work);
                },
                Qt::QueuedConnection);
        });
}

void InsideTabs::show_progress(const std::shared_ptr<Work>& work) {
    if (work != work_) return;
    const mesh::Instant now{mesh::Duration{work->now.load()}};
    state_->setText(tr("The run is played again to look into %1: %2 so far")
                        .arg(inside_cell(work->pod), inside_cell(moment_words(now))));
    constexpr int soon_ms = 100;
    QTimer::singleShot(soon_ms, this, [this, work] { show_progress(work); });
}

void InsideTabs::finish(const std::shared_ptr<Work>& work) {
    if (work != work_) return;  // Another one was asked for meanwhile.
    work_ = nullptr;
    cancel_->hide();
    look_->show();
    if (work->seen) {
        shown_ = work->seen->pod.name;
        shown_at_ = work->seen->pod.at;
        show_seen(*work->seen);
    } else if (!work->stopped) {
        session_.tell(inside_cell(work->seen.error()));
    }
    show_state();
}

void InsideTabs::show_seen(const scenarios::Inspection& seen) {
    const bool is_any = !seen.pod.name.empty();
    hosts_->model().show(host_rows(seen, said));
    uses_->model().show(use_rows(seen, said));
    std::ostringstream text;
    if (is_any) text << scenarios::version_words(seen.pod) << "\n\n";
    if (seen.compared_version > 0) {
        print_difference(seen, text);
        text << '\n';
    }
    text << seen.config;
    config_->setPlainText(inside_cell(text.str()));
    app_->setText(is_any ? lines_of_app(seen.pod) : QString{});
    certificate_->setText(
        is_any ? inside_cell(seen.pod.identity) + '\n' +
                     inside_cell(clauses_said(scenarios::certificate_words(seen.pod), said))
               : QString{});
}

void InsideTabs::show_state() {
    if (work_) return;
    if (shown_.empty()) {
        state_->setText(tr("Hosts, limits, configuration and the rest are looked at on demand."));
        return;
    }
    QString text = tr("%1 at %2").arg(inside_cell(shown_), inside_cell(moment_words(shown_at_)));
    if (session_.has_run() && session_.at() != shown_at_)
        text += tr(". The moment has moved since: look again.");
    state_->setText(text);
}

void InsideTabs::select_pod(const std::string& name) {
    const auto& pods = session_.topology().pods;
    const auto found = std::ranges::find(pods, name, &Topology::Pod::name);
    if (found == pods.end()) return;
    session_.select(
        {.kind = Selection::Kind::pod, .number = static_cast<std::uint32_t>(found - pods.begin())});
}

}  // namespace weft::gui
