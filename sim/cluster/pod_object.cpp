#include "sim/cluster/pod_object.hpp"

#include <fmt/format.h>

namespace weft::sim {

mesh::control::Pod pod_object(const mesh::control::Workload& workload,
                              std::uint32_t ordinal,
                              std::uint32_t number) {
    mesh::control::Pod pod;
    pod.meta.name = fmt::format("{}-{}", workload.meta.name, ordinal);
    pod.meta.ns = workload.meta.ns;
    pod.meta.labels = workload.pod.labels;
    pod.workload = workload.meta.name;
    pod.ip = fmt::format("10.{}.{}.{}", number >> 16U & 255U, number >> 8U & 255U, number & 255U);
    pod.service_account = workload.pod.service_account;
    pod.ports = workload.pod.ports;
    pod.ready = true;
    return pod;
}

}  // namespace weft::sim
