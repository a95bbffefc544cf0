#pragma once

#include "mesh/base/id.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace weft::mesh {

/// One header. The name is in lower case.
struct Header {
    std::string name;
    std::string value;

    friend auto operator<=>(const Header&, const Header&) = default;
};

/// All that a decision may know of a request before its body.
struct RequestHead {
    std::string method = "GET";
    std::string authority{};        ///< The Host header: "reviews:9080", "ratings.prod.svc".
    std::string path = "/";         ///< With query, without fragment.
    std::vector<Header> headers{};  ///< In the order sent; a name may come more than once.
    std::uint16_t port = 0;         ///< At a gateway: the one that it came to. Elsewhere 0.

    friend auto operator<=>(const RequestHead&, const RequestHead&) = default;
};

/// Heads that are alike have one number, their shape, so that the hot path carries four bytes and a
/// route decision can be remembered for a shape.
class Shapes {
public:
    ShapeId intern(const RequestHead& head);

    /// Valid as long as the table.
    const RequestHead& head(ShapeId shape) const { return *heads_[shape.number()]; }

    std::size_t size() const { return heads_.size(); }

private:
    std::map<RequestHead, ShapeId> ids_;
    std::vector<const RequestHead*> heads_;
};

}  // namespace weft::mesh
