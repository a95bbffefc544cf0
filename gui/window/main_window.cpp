#include "gui/window/main_window.hpp"

#include "gui/source/live_run.hpp"
#include "gui/source/words.hpp"
#include "gui/window/keys.hpp"
#include "gui/window/mesh_bar.hpp"
#include "gui/window/runs_panel.hpp"
#include "gui/window/side_by_side.hpp"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QStatusBar>
#include <QThreadPool>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace weft::gui {
namespace {

constexpr int frame_ms = 16;
constexpr int least_workers = 4;

QScrollArea* scrolled(QWidget* widget, const QString& name) {
    auto* const area = new QScrollArea;
    area->setWidget(widget);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setAccessibleName(name);
    return area;
}

}  // namespace

MainWindow::MainWindow() {
    setObjectName("weft");
    setWindowTitle("weft");
    setAcceptDrops(true);
    // The picture of the mesh is laid out there, too: it must not wait for two replays.
    QThreadPool& workers = *QThreadPool::globalInstance();
    workers.setMaxThreadCount(std::max(workers.maxThreadCount(), least_workers));
    setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);
    mesh_ = new MeshWidget(session_);
    build_message_bar();
    auto* const middle = new QWidget(this);
    auto* const layout = new QVBoxLayout(middle);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(message_bar_);
    mesh_bar_ = new MeshBar(*mesh_);
    layout->addWidget(mesh_bar_);
    layout->addWidget(new SideBySide(session_, *mesh_), 1);
    build_first_run(*layout);
    setCentralWidget(middle);
    build_docks();
    build_menus();
    build_toolbar();
    status_ = new QLabel(this);
    status_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    statusBar()->addWidget(status_, 1);
    connect_session();
    frames_.setInterval(frame_ms);
    connect(&frames_, &QTimer::timeout, this, [this] { tick(); });
    first_layout_ = saveState();
    const QSettings settings;
    restoreGeometry(settings.value("window/geometry").toByteArray());
    restoreState(settings.value("window/state").toByteArray());
    mesh_->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::build_message_bar() {
    message_bar_ = new QWidget(this);
    message_bar_->setObjectName("message-bar");
    message_bar_->setAutoFillBackground(true);
    message_ = new QLabel(message_bar_);
    message_->setObjectName("message");
    message_->setWordWrap(true);
    message_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    message_->setAccessibleName(tr("Message"));
    auto* const close = new QPushButton(tr("Close"), message_bar_);
    close->setAccessibleName(tr("Close the message"));
    connect(close, &QPushButton::clicked, message_bar_, &QWidget::hide);
    auto* const line = new QHBoxLayout(message_bar_);
    line->addWidget(message_, 1);
    line->addWidget(close);
    message_bar_->hide();
}

void MainWindow::build_docks() {
    inspector_ = new Inspector(session_);
    inside_ = new InsideTabs(session_, inspector_);
    heat_ = new HeatMap(session_);
    time_ = new TimeStrip(session_);
    why_ = new WhyPanel(session_);
    compare_ = new ComparePanel(session_);
    build_runs();
    auto* const requests = new QSplitter;
    requests->addWidget(new RequestPanel(session_));
    waterfall_ = new WaterfallWidget(session_);
    requests->addWidget(scrolled(waterfall_, tr("Waterfall")));
    requests->setSizes({420, 640});
    tabs_ = new QTabWidget;
    tabs_->setObjectName("tabs");
    tabs_->addTab(scrolled(heat_, tr("Heat map")), tr("Heat map"));
    tabs_->addTab(new EventPanel(session_), tr("Events"));
    tabs_->addTab(requests, tr("Requests"));
    tabs_->addTab(why_, tr("Why?"));
    tabs_->addTab(new ServicePanel(session_), tr("Services"));
    tabs_->addTab(compare_, tr("Compare"));

    const auto dock = [this](const char* name, const QString& title, QWidget* widget,
                             Qt::DockWidgetArea area) {
        auto* const it = new QDockWidget(title, this);
        it->setObjectName(name);
        it->setWidget(widget);
        addDockWidget(area, it);
        return it;
    };
    auto* const right = dock("dock-inspector", tr("Inspector"), inside_, Qt::RightDockWidgetArea);
    auto* const bottom = dock("dock-tabs", tr("Details"), tabs_, Qt::BottomDockWidgetArea);
    auto* const beside_time = new QWidget;  // There is room for more, at its end.
    auto* const line = new QHBoxLayout(beside_time);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(time_, 1);
    auto* const time = dock("dock-time", tr("Time"), beside_time, Qt::BottomDockWidgetArea);
    time->setFeatures(QDockWidget::NoDockWidgetFeatures);
    time->setTitleBarWidget(new QWidget(time));  // It stays where it is, and says what it is.
    auto* const runs = dock("dock-runs", tr("Navigator"), runs_, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    splitDockWidget(bottom, time, Qt::Vertical);
    inspector_->setMinimumWidth(330);
    resizeDocks({runs, right}, {210, 360}, Qt::Horizontal);
    resizeDocks({bottom}, {200}, Qt::Vertical);
    build_scenario();
}

void MainWindow::connect_session() {
    connect(&session_, &Session::told, this, [this](const QString& said) { tell(said); });
    connect(&session_, &Session::compared, this, [this] {
        auto* const pair = dynamic_cast<PairRun*>(&session_.run());
        if (pair != nullptr && !pair->first_divergence()) tell(tr("The two runs do the same."));
    });
    connect(&session_, &Session::snapshotChanged, this, [this] {
        const Topology& topology = session_.topology();
        const auto flows = flows_of_services(topology, session_.snapshot().edges);
        failing_ = 0;
        for (std::uint32_t service = 0; service < flows.size(); ++service) {
            const Health health =
                health_of_service(topology, session_.snapshot(), service, flows[service]);
            if (health >= Health::failing) ++failing_;
        }
    });
    connect(&session_, &Session::momentChanged, this, [this] { show_status(); });
    connect(&session_, &Session::playingChanged, this, [this] {
        play_->setText(session_.is_playing() ? tr("Pause") : tr("Play"));
        play_->setToolTip(text_with_keys(*play_));
        if (session_.is_playing()) {
            since_frame_.start();
            frames_.start();
        } else if (live_ == nullptr) {
            frames_.stop();
        }
        show_status();
    });
    mesh_->on_menu = [this](const QPoint& at) { show_menu(at); };
    inspector_->on_menu = [this](const QPoint& at) { show_menu(at); };
}

/// Real time has passed: the session plays on, and a run that goes on has more to show.
void MainWindow::tick() {
    const mesh::Duration real{since_frame_.nsecsElapsed()};
    since_frame_.start();
    session_.advance(real);
    if (live_ != nullptr) follow_live();
}

void MainWindow::tell(const QString& message) {
    message_->setText(message);
    message_bar_->show();
}

QString MainWindow::message() const {
    return message_bar_->isHidden() ? QString{} : message_->text();
}

void MainWindow::show_status() {
    if (!session_.has_run()) return;
    const Topology& topology = session_.topology();
    QString text = tr("%1   │   ×%2 real time   │   %3 services, %4 failing   │   %5 pods   │   %6")
                       .arg(QString::fromStdString(moment_words(session_.at())))
                       .arg(session_.speed())
                       .arg(topology.services.size())
                       .arg(failing_)
                       .arg(topology.pods.size())
                       .arg(QString::fromStdString(session_.run().label().status));
    text += more_status();
    if (live_ != nullptr)
        text += tr("   │   live: at %1")
                    .arg(QString::fromStdString(moment_words(live_->playing().now())));
    status_->setText(text);
}

void MainWindow::set_theme(Theme theme) {
    QApplication::setPalette(widget_palette(palette_of(theme)));
    QPalette bar = widget_palette(palette_of(theme));
    bar.setColor(QPalette::Window, palette_of(theme).surface);
    message_bar_->setPalette(bar);
    session_.set_theme(theme);
    tick_theme(theme);
}

QPixmap MainWindow::picture() {
    ensurePolished();
    mesh_->lay_out_now();
    mesh_bar_->show_now();
    if (heat_->isVisible()) heat_->read_all();
    return grab();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile() && open(url.toLocalFile().toStdString())) return;
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!may_close()) return event->ignore();
    QSettings settings;
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/state", saveState());
    QMainWindow::closeEvent(event);
}

}  // namespace weft::gui
