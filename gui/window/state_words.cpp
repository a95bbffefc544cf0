#include "gui/window/state_words.hpp"

#include <QObject>

namespace weft::gui {

QString state_word(Health health) {
    switch (health) {
        case Health::idle:
            return QObject::tr("idle");
        case Health::healthy:
            return QObject::tr("healthy");
        case Health::degraded:
            return QObject::tr("degraded");
        case Health::failing:
            return QObject::tr("failing");
        case Health::down:
            return QObject::tr("down");
    }
    return {};
}

QString state_word(PodState::Life life) {
    switch (life) {
        case PodState::Life::unknown:
            return QObject::tr("not recorded");
        case PodState::Life::up:
            return QObject::tr("up");
        case PodState::Life::not_ready:
            return QObject::tr("not ready");
        case PodState::Life::crashed:
            return QObject::tr("crashed");
        case PodState::Life::gone:
            return QObject::tr("gone");
    }
    return {};
}

QString metric_word(Metric metric) {
    switch (metric) {
        case Metric::rate:
            return QObject::tr("requests a second");
        case Metric::errors:
            return QObject::tr("errors");
        case Metric::latency:
            return QObject::tr("p99 latency");
        case Metric::attempts:
            return QObject::tr("attempts for a request");
    }
    return {};
}

QString colouring_word(Colouring colouring) {
    switch (colouring) {
        case Colouring::health:
            return QObject::tr("state");
        case Colouring::load:
            return QObject::tr("requests a second");
        case Colouring::latency:
            return QObject::tr("p99 latency");
        case Colouring::errors:
            return QObject::tr("errors");
    }
    return {};
}

}  // namespace weft::gui
