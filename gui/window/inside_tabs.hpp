#pragma once

#include "gui/source/inside.hpp"
#include "gui/window/session.hpp"
#include "gui/window/tables.hpp"

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QWidget>

#include <atomic>
#include <memory>
#include <string>

namespace weft::gui {

/// What the selected pod and its proxy knew at the moment: hosts, limits, configuration, queue and
/// CPU, certificate, each in a tab beside the overview. Nothing of that is recorded: when it is
/// asked for, the run is played again up to the moment, in the background.
class InsideTabs final : public QWidget {
public:
    /// Takes the overview as its first tab.
    InsideTabs(Session& session, QWidget* overview);
    ~InsideTabs() override;

    /// Looks at what is selected: a pod; of a service the first one; of an edge its source. With a
    /// time range the configuration is compared with the one held where that begins.
    void look();
    bool is_looking() const { return work_ != nullptr; }

    /// As it is shown, for tests and for people who cannot see it.
    QString state() const { return state_->text(); }
    QTabWidget& tabs() { return *tabs_; }
    TablePanel<HostRow>& hosts() { return *hosts_; }
    TablePanel<UseRow>& uses() { return *uses_; }
    QString config() const { return config_->toPlainText(); }
    QString app() const { return app_->text(); }
    QString certificate() const { return certificate_->text(); }

private:
    struct Work {
        std::string pod;
        std::atomic<bool> stopped = false;
        std::atomic<std::int64_t> now = 0;
        tl::expected<scenarios::Inspection, std::string> seen = tl::make_unexpected(std::string{});
    };

    QWidget* page_of_text(QLabel*& text, const QString& name);
    QWidget* page_of_limits();
    void finish(const std::shared_ptr<Work>& work);
    void show_seen(const scenarios::Inspection& seen);
    void show_state();
    void show_progress(const std::shared_ptr<Work>& work);
    void forget();
    void select_pod(const std::string& name);

    Session& session_;
    QLabel* state_;
    QPushButton* look_;
    QPushButton* cancel_;
    QTabWidget* tabs_;
    TablePanel<HostRow>* hosts_;
    TablePanel<UseRow>* uses_;
    QPlainTextEdit* config_;
    QLabel* app_ = nullptr;
    QLabel* certificate_ = nullptr;
    std::shared_ptr<Work> work_;
    std::string shown_;  ///< The pod whose knowledge is shown; empty: none.
    mesh::Instant shown_at_{};
};

}  // namespace weft::gui
