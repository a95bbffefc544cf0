#pragma once

#include "mesh/control/catalogue.hpp"
#include "mesh/control/resources/resource.hpp"
#include "scenarios/manifests/documents.hpp"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace weft::scenarios {

/// A resource, and where it was written.
template <class Kind>
struct Written {
    const Document& document;
    const Kind& resource;
};

/// Pods with these labels, of any kind of workload: a run does not honour each, but a rule may mean
/// them.
struct PodGroup {
    const Document* document;
    std::string ns;
    mesh::control::Labels labels;
};

/// What manifests make together: which hosts there are, and which pods. The documents must outlive
/// it.
class AnalyzedMesh {
public:
    explicit AnalyzedMesh(const Documents& documents);

    const Documents& documents() const { return documents_; }
    const mesh::control::Catalogue& catalogue() const { return catalogue_; }

    /// The resources of one type, in the order of reading.
    template <class Kind>
    std::vector<Written<Kind>> all() const {
        std::vector<Written<Kind>> found;
        for (const Document& document : documents_) {
            if (!document.resource) continue;
            if (const auto* const resource = std::get_if<Kind>(&*document.resource))
                found.push_back({document, *resource});
        }
        return found;
    }

    /// A host that somebody answers for, by its full name, or the wildcard that covers it. Null if
    /// there is none, or only a VirtualService names it.
    const mesh::control::KnownHost* find_host(std::string_view full_name) const;

    /// Whether a host is there though no request of a run can be sent to it: a Service without
    /// ports, or one of the mesh's own, which manifests of applications do not hold.
    bool is_beside(std::string_view full_name) const;

    /// Whether there is any host that somebody answers for.
    bool has_hosts() const;

    /// "; did you mean 'reviews'?" for a host that a rule of this namespace names in vain, or "".
    std::string suggest_host(const std::string& written, const std::string& ns) const;

    const std::vector<PodGroup>& pods() const { return pods_; }

    /// Those that have all the labels; in every namespace if `ns` is empty.
    std::vector<const PodGroup*> pods(std::string_view ns,
                                      const mesh::control::Labels& labels) const;

private:
    const Documents& documents_;
    mesh::control::Catalogue catalogue_;
    mesh::control::ByHost<const mesh::control::KnownHost*> wildcards_;
    std::set<std::string, std::less<>> portless_;
    std::vector<PodGroup> pods_;
};

/// "app=cart,version=v1"
std::string to_text(const mesh::control::Labels& labels);

/// Whether the object is of one of Istio's own kinds.
bool is_of_istio(const Document& document);

/// Whether pods with these labels come with an installation of Istio: manifests of applications
/// seldom hold them.
bool are_of_installation(const mesh::control::Labels& labels);

/// Whether this namespace belongs to the cluster or the mesh itself.
bool is_system_namespace(std::string_view ns);

}  // namespace weft::scenarios
