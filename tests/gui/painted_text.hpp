#pragma once

#include <QPaintDevice>
#include <QPaintEngine>
#include <QPainterPath>
#include <QRectF>
#include <QSize>
#include <QString>
#include <QTransform>

#include <vector>

namespace weft::tests {

/// A text as it comes out on the screen.
struct PaintedText {
    QString text;
    double pixels = 0;  ///< Its font's size.
    QRectF place;
};

/// All of them, one after the other.
inline QString words_of(const std::vector<PaintedText>& texts) {
    QString all;
    for (const PaintedText& text : texts)
        all += text.text;
    return all;
}

/// Takes down the texts that are painted on it, and nothing else.
class TextRecorder final : public QPaintDevice {
public:
    explicit TextRecorder(QSize size) : size_(size) {}

    const std::vector<PaintedText>& texts() const { return engine_.texts; }

    QPaintEngine* paintEngine() const override { return &engine_; }

protected:
    int metric(PaintDeviceMetric what) const override {
        constexpr int dots_per_inch = 96;
        switch (what) {
            case PdmWidth:
            case PdmWidthMM:
                return size_.width();
            case PdmHeight:
            case PdmHeightMM:
                return size_.height();
            case PdmDpiX:
            case PdmDpiY:
            case PdmPhysicalDpiX:
            case PdmPhysicalDpiY:
                return dots_per_inch;
            case PdmDepth:
                return 32;
            case PdmDevicePixelRatio:
                return 1;
            default:
                return QPaintDevice::metric(what);
        }
    }

private:
    class Engine final : public QPaintEngine {
    public:
        Engine() : QPaintEngine(QPaintEngine::AllFeatures) {}

        bool begin(QPaintDevice*) override { return true; }
        bool end() override { return true; }
        Type type() const override { return QPaintEngine::User; }
        void updateState(const QPaintEngineState& now) override { to_screen_ = now.transform(); }
        void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
        void drawPath(const QPainterPath&) override {}
        using QPaintEngine::drawPolygon;
        void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
        void drawTextItem(const QPointF& at, const QTextItem& item) override {
            const QRectF place{at.x(), at.y() - item.ascent(), item.width(),
                               item.ascent() + item.descent()};
            texts.push_back({item.text(), item.font().pixelSize() * to_screen_.m22(),
                             to_screen_.mapRect(place)});
        }

        std::vector<PaintedText> texts;

    private:
        QTransform to_screen_;
    };

    QSize size_;
    mutable Engine engine_;
};

}  // namespace weft::tests
