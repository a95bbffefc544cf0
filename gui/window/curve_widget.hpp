#pragma once

#include "gui/picture/curve.hpp"
#include "gui/window/session.hpp"

#include <QString>
#include <QWidget>

#include <functional>

class QPainter;

namespace weft::gui {

/// A small chart of one figure over the whole run, with the moment marked; a click seeks.
class CurveWidget final : public QWidget {
public:
    /// How a value is said: "1.2k/s".
    using Words = std::function<std::string(double)>;

    CurveWidget(Session& session, QString title, int series, Words words, QWidget* parent);

    /// A value for each interval of the run.
    void show_values(std::vector<double> values);

    /// The same painting for files, without a ground.
    void paint_into(QPainter& painter, const QRectF& area) const;

    QSize sizeHint() const override { return {240, minimumHeight() + 8}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    Session& session_;
    QString title_;
    int series_;
    Words words_;
    Pyramid values_;
};

}  // namespace weft::gui
