#pragma once

#include "gui/window/session.hpp"

#include <QWidget>

#include <functional>
#include <string>

namespace weft::gui {

/// The other examples, below the mesh of one that comes with weft. Where another run is shown it
/// is out of the way.
class ExampleStrip final : public QWidget {
public:
    explicit ExampleStrip(Session& session, QWidget* parent = nullptr);

    std::function<void(const std::string& name)> on_open;
};

/// "Retry storm", of retry_storm.
QString title_of_example(const std::string& name);

}  // namespace weft::gui
