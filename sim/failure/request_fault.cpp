#include "sim/failure/request_fault.hpp"

namespace weft::sim {

bool is_about(const RequestFault& fault, const mesh::RequestHead& head) {
    if (!fault.method.empty() && fault.method != head.method) return false;
    return head.path.starts_with(fault.path);
}

void read_match(mesh::Settings& settings, RequestFault& fault) {
    fault.path = settings.text("path", "");
    fault.method = settings.text("method", "");
}

}  // namespace weft::sim
