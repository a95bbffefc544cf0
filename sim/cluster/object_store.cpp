#include "sim/cluster/object_store.hpp"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

namespace weft::sim {

using mesh::control::Resource;
using mesh::control::ResourceKey;

std::uint64_t ObjectStore::record(StoreEvent::Change change,
                                  const ResourceKey& key,
                                  std::shared_ptr<const Resource> object,
                                  mesh::Instant now) {
    changed_[key.kind] = ++version_;
    events_.push_back({.version = version_,
                       .at = now,
                       .change = change,
                       .key = key,
                       .object = std::move(object)});
    return version_;
}

std::uint64_t ObjectStore::put(Resource object, mesh::Instant now) {
    const ResourceKey key = mesh::control::key_of(object);
    auto shared = std::make_shared<const Resource>(std::move(object));
    const bool added = objects_.insert_or_assign(key, shared).second;
    if (added) ++named_[key.kind][key.name];
    const auto change = added ? StoreEvent::Change::added : StoreEvent::Change::modified;
    return record(change, key, std::move(shared), now);
}

std::uint64_t ObjectStore::remove(const ResourceKey& key, mesh::Instant now) {
    auto taken = objects_.extract(key);
    if (taken.empty()) return 0;
    auto& of_kind = named_[taken.key().kind];
    const auto alike = of_kind.find(taken.key().name);
    if (--alike->second == 0) of_kind.erase(alike);
    return record(StoreEvent::Change::deleted, taken.key(), std::move(taken.mapped()), now);
}

const Resource* ObjectStore::find(const ResourceKey& key) const {
    const auto entry = objects_.find(key);
    return entry == objects_.end() ? nullptr : entry->second.get();
}

std::size_t ObjectStore::named(std::string_view kind, std::string_view name) const {
    const auto of_kind = named_.find(kind);
    if (of_kind == named_.end()) return 0;
    const auto alike = of_kind->second.find(name);
    return alike == of_kind->second.end() ? 0 : alike->second;
}

std::uint64_t ObjectStore::changed(std::string_view kind) const {
    const auto known = changed_.find(kind);
    return known == changed_.end() ? 0 : known->second;
}

std::vector<const Resource*> ObjectStore::list(std::string_view kind) const {
    std::vector<const Resource*> found;
    for (auto entry = objects_.lower_bound({std::string{kind}, {}, {}});
         entry != objects_.end() && entry->first.kind == kind; ++entry) {
        found.push_back(entry->second.get());
    }
    return found;
}

std::span<const StoreEvent> ObjectStore::since(std::uint64_t version) const {
    if (version >= version_) return {};
    const std::uint64_t unseen = version_ - version;
    assert(unseen <= events_.size());
    return std::span{events_}.last(unseen);
}

void ObjectStore::forget(std::uint64_t version) {
    const std::uint64_t unseen = version >= version_ ? 0 : version_ - version;
    if (unseen >= events_.size()) return;
    events_.erase(events_.begin(), events_.end() - static_cast<std::ptrdiff_t>(unseen));
}

}  // namespace weft::sim
