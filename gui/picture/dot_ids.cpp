#include "gui/picture/dot_ids.hpp"

namespace weft::gui {
namespace {

void* open_ids(Agraph_t* /*graph*/, Agdisc_t* /*discipline*/) {
    return new IDTYPE{0};
}

void close_ids(void* last) {
    delete static_cast<IDTYPE*>(last);
}

/// Names are kept by Graphviz itself, which then asks for a number as if there were none.
long next_id(void* last, int /*kind*/, char* name, IDTYPE* id, int is_new) {
    if (name != nullptr || is_new == 0) return 0;
    *id = ++*static_cast<IDTYPE*>(last);
    return 1;
}

/// Of a number that is wished for: nobody here has such wishes.
long no_wish(void* /*last*/, int /*kind*/, IDTYPE /*id*/) {
    return 0;
}

void keep_id(void* /*last*/, int /*kind*/, IDTYPE /*id*/) {}

char* no_name(void* /*last*/, int /*kind*/, IDTYPE /*id*/) {
    return nullptr;
}

void register_nothing(void* /*last*/, int /*kind*/, void* /*object*/) {}

}  // namespace

Agdisc_t* ids_in_order() {
    static Agiddisc_t ids{open_ids, next_id,   no_wish,         keep_id,
                          no_name,  close_ids, register_nothing};
    static Agdisc_t discipline{nullptr, &ids, nullptr};
    return &discipline;
}

}  // namespace weft::gui
