#pragma once

#include "mesh/base/time.hpp"
#include "mesh/control/resources/resource.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace weft::sim {

/// One change of the store, as its watchers read it.
struct StoreEvent {
    enum class Change : std::uint8_t { added, modified, deleted };

    std::uint64_t version;  ///< The store's after the change; each change has its own.
    mesh::Instant at;
    Change change;
    mesh::control::ResourceKey key;
    std::shared_ptr<const mesh::control::Resource>
        object;  ///< As written, or as it was when deleted.
};

/// The cluster's objects, the only place where they are kept, as an API server keeps them: each
/// change has a version, and whoever watches reads the changes since the last one that it saw.
///
/// Watchers pull, so that the order in which they learn of a change is the order in which the world
/// lets them look:
///
///     for (const StoreEvent& event : store.since(seen)) { ...; seen = event.version; }
class ObjectStore {
public:
    /// Adds an object or replaces the one of its key, and returns its version. To write the same
    /// again is a change, too.
    std::uint64_t put(mesh::control::Resource object, mesh::Instant now);

    /// Returns the version of the deletion, or 0 if there is no such object.
    std::uint64_t remove(const mesh::control::ResourceKey& key, mesh::Instant now);

    /// Null if there is no such object. Valid until its next change.
    const mesh::control::Resource* find(const mesh::control::ResourceKey& key) const;

    /// Objects of a kind ("Pod"), by namespace and name. Valid until their next change.
    std::vector<const mesh::control::Resource*> list(std::string_view kind) const;

    /// How many of a kind have this name, whatever their namespace.
    std::size_t named(std::string_view kind, std::string_view name) const;

    /// The changes after a version, oldest first; 0 asks for all. Valid until the next change or
    /// forget(). Requires that the version is not below the last forgotten one.
    std::span<const StoreEvent> since(std::uint64_t version) const;

    /// Of the latest change; 0: there was none.
    std::uint64_t version() const { return version_; }

    /// Of the latest change of an object of this kind; 0: there was none.
    std::uint64_t changed(std::string_view kind) const;

    /// Drops the changes up to a version that every watcher has seen.
    void forget(std::uint64_t version);

private:
    std::uint64_t record(StoreEvent::Change change,
                         const mesh::control::ResourceKey& key,
                         std::shared_ptr<const mesh::control::Resource> object,
                         mesh::Instant now);

    std::map<mesh::control::ResourceKey, std::shared_ptr<const mesh::control::Resource>> objects_;
    std::map<std::string, std::map<std::string, std::size_t, std::less<>>, std::less<>>
        named_;                                                  ///< By kind and name.
    std::map<std::string, std::uint64_t, std::less<>> changed_;  ///< By kind: in which version.
    std::vector<StoreEvent> events_;  ///< Versions without a gap, the latest at the end.
    std::uint64_t version_ = 0;
};

}  // namespace weft::sim
