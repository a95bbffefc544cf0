#include "reports/metrics/measure.hpp"

namespace weft::reports {

Unit unit_of(Measure::Kind kind) {
    switch (kind) {
        case Measure::Kind::latency:
        case Measure::Kind::convergence:
        case Measure::Kind::time_to_eject:
        case Measure::Kind::time_to_detect:
        case Measure::Kind::time_to_recover:
            return Unit::nanoseconds;
        case Measure::Kind::success:
        case Measure::Kind::error_share:
        case Measure::Kind::retry_share:
        case Measure::Kind::share:
            return Unit::share;
        case Measure::Kind::rate:
        case Measure::Kind::offered:
            return Unit::per_second;
        case Measure::Kind::amplification:
        case Measure::Kind::jain:
        case Measure::Kind::spread:
            return Unit::ratio;
        default:
            return Unit::count;
    }
}

const char* name_of(Unit unit) {
    switch (unit) {
        case Unit::nanoseconds:
            return "ns";
        case Unit::share:
            return "share";
        case Unit::count:
            return "count";
        case Unit::per_second:
            return "per_second";
        case Unit::ratio:
            return "ratio";
    }
    return "";
}

MeasuredFrom measured_from(const Measure& measure) {
    switch (measure.kind) {
        case Measure::Kind::ejected:
        case Measure::Kind::limited:
        case Measure::Kind::opened:
        case Measure::Kind::convergence:
        case Measure::Kind::time_to_eject:
        case Measure::Kind::time_to_detect:
            return MeasuredFrom::changes;
        case Measure::Kind::share:
        case Measure::Kind::amplification:
        case Measure::Kind::retry_share:
            return MeasuredFrom::calls;
        case Measure::Kind::jain:
        case Measure::Kind::spread:
            return MeasuredFrom::inbound;
        case Measure::Kind::lost:
            return MeasuredFrom::open_requests;
        default:
            return measure.load.empty() ? MeasuredFrom::calls : MeasuredFrom::requests;
    }
}

bool is_of_interval(Measure::Kind kind) {
    switch (kind) {
        case Measure::Kind::success:
        case Measure::Kind::error_share:
        case Measure::Kind::latency:
        case Measure::Kind::rate:
        case Measure::Kind::offered:
        case Measure::Kind::share:
        case Measure::Kind::amplification:
        case Measure::Kind::retry_share:
        case Measure::Kind::jain:
        case Measure::Kind::spread:
            return true;
        default:
            return false;
    }
}

}  // namespace weft::reports
