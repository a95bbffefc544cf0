#include "mesh/control/port_protocol.hpp"

#include <doctest/doctest.h>

namespace port_protocol_test {

using namespace weft::mesh;
using namespace weft::mesh::control;

namespace {

ServicePort named(std::string name, std::string app_protocol = {}) {
    return {.name = std::move(name), .port = 80, .target = {}, .app_protocol = app_protocol};
}

}  // namespace

TEST_CASE("a port speaks what its protocol says, or else its name up to a dash") {
    CHECK(declared_protocol(named("grpc-web", "HTTP")) == "http");
    CHECK(declared_protocol(named("Tcp-redis")) == "tcp");
    CHECK(declared_protocol(named("")).empty());
}

TEST_CASE("HTTP/2 is for ports that say so") {
    for (const char* const name : {"http2", "http2-admin", "grpc", "grpc-web"}) {
        CAPTURE(name);
        CHECK(http_version(named(name)) == HttpVersion::http2);
    }
    for (const char* const name : {"", "http", "http-2", "web"}) {
        CAPTURE(name);
        CHECK(http_version(named(name)) == HttpVersion::http1);
    }
    CHECK(http_version(named("http", "kubernetes.io/h2c")) == HttpVersion::http2);
    CHECK(http_version(named("grpc", "http")) == HttpVersion::http1);
}

}  // namespace port_protocol_test
