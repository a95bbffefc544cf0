#include "gui/window/target_style.hpp"

#include "gui/window/main_window.hpp"
#include "tests/gui/shop_run.hpp"

#include <QAbstractButton>
#include <QComboBox>
#include <QHeaderView>
#include <QListWidget>
#include <QTabBar>
#include <QTableView>
#include <QTreeView>
#include <doctest/doctest.h>

namespace target_style_test {

namespace {

using namespace weft;
using namespace weft::tests;

/// Of the first row, whatever kind of list it is.
int row_height(const QAbstractItemView& view) {
    const QModelIndex first = view.model()->index(0, 0);
    if (const auto* const table = qobject_cast<const QTableView*>(&view))
        return table->rowHeight(first.row());
    return view.sizeHintForIndex(first).height();
}

bool has_rows(const QAbstractItemView& view) {
    return view.model() != nullptr && view.model()->rowCount() > 0 &&
           qobject_cast<const QHeaderView*>(&view) == nullptr;
}

}  // namespace

TEST_SUITE("targets") {
    TEST_CASE("rows, buttons, choices and tabs of the window are no lower than 24 pixels") {
        const TemporaryFolder folder;
        gui::MainWindow window;
        REQUIRE(window.open(record_shop(folder, "shop.db")));
        window.mesh().lay_out_now();
        window.show();
        int lists = 0;
        for (const QAbstractItemView* const view : window.findChildren<QAbstractItemView*>()) {
            if (!has_rows(*view)) continue;
            ++lists;
            CHECK_MESSAGE(row_height(*view) >= gui::least_target, view->objectName().toStdString());
        }
        CHECK(lists >= 4);
        for (const QAbstractButton* const button : window.findChildren<QAbstractButton*>()) {
            const bool is_of_what_has_no_room = button->objectName().startsWith("qt_");
            if (is_of_what_has_no_room || button->inherits("QTableCornerButton")) continue;
            CHECK_MESSAGE(button->sizeHint().height() >= gui::least_target,
                          std::string{button->metaObject()->className()}, " ",
                          button->objectName().toStdString());
        }
        for (const QComboBox* const choice : window.findChildren<QComboBox*>())
            CHECK(choice->sizeHint().height() >= gui::least_target);
        for (const QTabBar* const bar : window.findChildren<QTabBar*>())
            for (int tab = 0; tab < bar->count(); ++tab)
                if (bar->isVisible() && bar->isTabVisible(tab))
                    CHECK(bar->tabRect(tab).height() >= gui::least_target);
    }

    TEST_CASE("a list that is made later is no exception") {
        QListWidget list;
        list.addItem("one");
        CHECK(list.sizeHintForRow(0) >= gui::least_target);
    }
}

}  // namespace target_style_test
