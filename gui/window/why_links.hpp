#pragma once

#include "gui/source/run_source.hpp"

#include <QString>

namespace weft::gui {

/// The text of an explanation as HTML, in which what it names leads there: services and pods
/// ("service:0", "pod:3"), other requests ("request:web/41") and moments ("at:1500000000", in
/// nanoseconds): "40.5 s", and at the beginning of a line "+500us" after the request was sent.
QString with_links(const QString& text, const Topology& topology);

}  // namespace weft::gui
