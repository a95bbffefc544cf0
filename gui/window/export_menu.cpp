// What the window writes for papers and other tools.
#include "gui/picture/graph_text.hpp"
#include "gui/source/time_range.hpp"
#include "gui/source/words.hpp"
#include "gui/window/export.hpp"
#include "gui/window/filter_field.hpp"
#include "gui/window/main_window.hpp"

#include <QActionGroup>
#include <QFileDialog>
#include <QMenu>
#include <QSettings>

namespace weft::gui {
namespace {

constexpr const char* scale_key = "export/scale";
constexpr const char* transparent_key = "export/transparent";
constexpr int usual_scale = 2;
constexpr int largest_scale = 4;

/// As large, and on the ground, that the user has chosen.
QString write_page(Page page, const QString& path) {
    const QSettings settings;
    page.has_ground = !settings.value(transparent_key).toBool();
    page.has_caption = wants_caption();
    return export_page(page, path, settings.value(scale_key, usual_scale).toInt());
}

}  // namespace

void MainWindow::build_export_menu(QMenu& file) {
    QMenu& menu = *file.addMenu(tr("E&xport"));
    const auto ask = [this](const QString& name, const QString& kinds) {
        const QString path = QFileDialog::getSaveFileName(this, tr("Export"), name, kinds);
        if (!path.isEmpty()) export_to(path);
    };
    add(menu, tr("&Mesh as a Picture…"), {},
        [ask] { ask("mesh.svg", tr("Pictures (*.svg *.pdf *.png)")); });
    QMenu& scales = *menu.addMenu(tr("&Size of PNG"));
    auto* const group = new QActionGroup(this);
    for (int scale = 1; scale <= largest_scale; ++scale) {
        QAction* const action = add(scales, tr("%1×").arg(scale), {},
                                    [scale] { QSettings{}.setValue(scale_key, scale); });
        action->setCheckable(true);
        action->setChecked(scale == QSettings{}.value(scale_key, usual_scale).toInt());
        group->addAction(action);
    }
    scales.addSeparator();
    QAction* const clear = add(scales, tr("Transparent Ground"), {}, [] {});
    clear->setCheckable(true);
    clear->setChecked(QSettings{}.value(transparent_key).toBool());
    connect(clear, &QAction::toggled, this,
            [](bool on) { QSettings{}.setValue(transparent_key, on); });
    QAction* const captioned = add(menu, tr("&With a Caption"), {}, [] {});
    captioned->setCheckable(true);
    captioned->setChecked(wants_caption());
    connect(captioned, &QAction::toggled, this, [](bool on) { choose_caption(on); });
    add(menu, tr("Mesh as a &Graph…"), {},
        [ask] { ask("mesh.graphml", tr("Graphs (*.graphml *.dot)")); });
    add(menu, tr("Chart as a Picture…"), {}, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Export"), "chart.svg",
                                                          tr("Pictures (*.svg *.pdf *.png)"));
        if (!path.isEmpty()) export_chart(path);
    });
    add(menu, tr("&Chart as CSV…"), {}, [ask] { ask("chart.csv", tr("Tables (*.csv)")); });
    add(menu, tr("&Table as CSV…"), {}, [this] { export_table(); });
    add(menu, tr("Scenario of This Run…"), {}, [this] {
        const QString path = QFileDialog::getSaveFileName(this, tr("Export"), "scenario.yaml",
                                                          tr("Scenarios (*.yaml)"));
        if (!path.isEmpty()) export_scenario(path);
    });
}

bool MainWindow::export_to(const QString& path) {
    if (!session_.has_run()) return false;
    mesh_->lay_out_now();
    const std::string origin = caption().toStdString();
    const auto ends_with = [&](const char* ending) {
        return path.endsWith(QString{ending}, Qt::CaseInsensitive);
    };
    QString failure;
    if (ends_with(".dot")) {
        failure =
            write_text(path, QString::fromStdString(as_dot(mesh_->graph(), mesh_->look(), origin)));
    } else if (ends_with(".graphml")) {
        failure = write_text(
            path, QString::fromStdString(as_graphml(mesh_->graph(), mesh_->look(), origin)));
    } else if (ends_with(".csv")) {
        RunSource& run = session_.run();
        const CurveOf what = curve_of(session_.selection(), run.topology());
        std::vector<reports::Interval> intervals = run.intervals();
        std::vector<Flow> curve = run.curve(what);
        if (const auto range = time_range_of(session_.filter()))
            keep_within(*range, intervals, curve);
        failure = write_text(path, QString::fromStdString(curve_as_csv(intervals, curve, origin)));
    } else {
        failure = write_page(page_of_mesh(*mesh_, caption_of_mesh(), session_.palette()), path);
    }
    if (!failure.isEmpty()) tell(failure);
    return failure.isEmpty();
}

bool MainWindow::save_picture(const QString& path) {
    const QImage whole = picture().toImage().convertToFormat(QImage::Format_RGB888);
    const QString failure = write_png(path, whole, caption());
    if (!failure.isEmpty()) tell(failure);
    return failure.isEmpty();
}

bool MainWindow::export_chart(const QString& path) {
    if (!session_.has_run()) return false;
    const QString failure =
        write_page(page_of_curves(inspector_->curves(), caption(), session_.palette()), path);
    if (!failure.isEmpty()) tell(failure);
    return failure.isEmpty();
}

bool MainWindow::export_scenario(const QString& path) {
    if (!session_.has_run() || !make_fork()) return false;
    const auto written = fork_->write(path.toStdString());
    if (!written) tell(QString::fromStdString(written.error()));
    return written.has_value();
}

void MainWindow::export_table() {
    if (!session_.has_run()) return;
    const auto tables = tabs_->currentWidget()->findChildren<QTableView*>();
    auto* const own = qobject_cast<QTableView*>(tabs_->currentWidget());
    QTableView* const table = own != nullptr ? own : tables.value(0);
    if (table == nullptr) return tell(tr("Choose a tab with a table first."));
    const QString path =
        QFileDialog::getSaveFileName(this, tr("Export"), "table.csv", tr("Tables (*.csv)"));
    if (path.isEmpty()) return;
    const QString failure =
        write_text(path, "# " + caption() + "\n" + table_as_csv(*table->model()));
    if (!failure.isEmpty()) tell(failure);
}

/// What a file is of, so that it can be made again.
QString MainWindow::caption() {
    const reports::RunLabel& label = session_.run().label();
    const QString filter =
        filter_->text().isEmpty() ? QString{} : tr(", filter %1").arg(filter_->text());
    return tr("%1, seed %2, at %3%4, weft %5")
        .arg(QString::fromStdString(label.scenario), QString::fromStdString(label.seed),
             QString::fromStdString(moment_words(session_.at())), filter,
             QString::fromStdString(label.version));
}

void MainWindow::filter_by(const QString& text) {
    filter_->setText(text);
}

}  // namespace weft::gui
