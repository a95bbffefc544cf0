#include "gui/window/session.hpp"

#include <algorithm>
#include <iterator>

namespace weft::gui {
namespace {

mesh::Instant moment_of_event(const Event& event) {
    return event.change.at;
}

}  // namespace

Session::~Session() = default;

void Session::show(std::unique_ptr<RunSource> run) {
    run_ = std::move(run);
    playing_ = false;
    selection_ = {};
    view_ = view_.of_all();
    visits_.clear();
    visited_ = 0;
    bookmarks_.clear();
    at_ = run_->range().begin;
    snapshot_ = run_->snapshot(at_);
    remember();
    Q_EMIT runChanged();
    Q_EMIT selectionChanged();
    Q_EMIT snapshotChanged();
    Q_EMIT momentChanged();
    Q_EMIT playingChanged();
}

void Session::refresh(bool to_the_end) {
    if (to_the_end) at_ = run_->range().end;
    snapshot_ = run_->snapshot(at_);
    Q_EMIT runGrew();
    Q_EMIT snapshotChanged();
    Q_EMIT momentChanged();
}

/// Whether nothing that a snapshot tells differs between two moments.
bool Session::same_state(mesh::Instant a, mesh::Instant b) const {
    const auto [first, last] = std::minmax(a, b);
    if (first < snapshot_.from || last >= snapshot_.to) return false;
    const auto& events = run_->events();
    const auto next = std::ranges::upper_bound(events, first, {}, moment_of_event);
    return next == events.end() || next->change.at > last;
}

void Session::seek(mesh::Instant at) {
    if (!run_) return;
    const Range range = run_->range();
    at = std::clamp(at, range.begin, std::max(range.begin, range.end));
    if (at == at_) return;
    const bool is_same = same_state(at_, at);
    at_ = at;
    if (is_same) {
        snapshot_.at = at;
    } else {
        snapshot_ = run_->snapshot(at);
        Q_EMIT snapshotChanged();
    }
    Q_EMIT momentChanged();
}

void Session::play(bool on) {
    if (!run_ || playing_ == on) return;
    if (on && on_play && on_play()) return;
    if (on && at_ >= run_->range().end) {
        if (on_hold && on_hold()) return;
        seek(run_->range().begin);  // Who plays at the end wants to see it again.
    }
    playing_ = on;
    Q_EMIT playingChanged();
}

void Session::set_speed(double times_real_time) {
    constexpr double slowest = 1.0 / 64;
    constexpr double fastest = 64;
    speed_ = std::clamp(times_real_time, slowest, fastest);
    Q_EMIT playingChanged();
}

void Session::advance(mesh::Duration real) {
    if (!playing_) return;
    const auto passed = static_cast<std::int64_t>(static_cast<double>(real.count()) * speed_);
    seek(at_ + mesh::Duration{passed});
    if (at_ >= run_->range().end) play(false);
}

bool Session::seek_event(bool forward) {
    if (!run_) return false;
    const auto& events = run_->events();
    if (forward) {
        const auto next = std::ranges::upper_bound(events, at_, {}, moment_of_event);
        if (next == events.end()) return false;
        seek(next->change.at);
        return true;
    }
    const auto here = std::ranges::lower_bound(events, at_, {}, moment_of_event);
    if (here == events.begin()) return false;
    seek(std::prev(here)->change.at);
    return true;
}

void Session::select(const Selection& selection) {
    if (selection_ == selection) return;
    selection_ = selection;
    remember();
    Q_EMIT selectionChanged();
}

void Session::remember() {
    if (!visits_.empty()) {
        keep_moment();
        visits_.resize(visited_ + 1);
    }
    visits_.push_back({at_, selection_, view_});
    visited_ = visits_.size() - 1;
}

/// The moment that was gone to since the last visit is one of its own.
void Session::keep_moment() {
    const Visit& last = visits_[visited_];
    if (last.at == at_) return;
    Visit moved{at_, last.selection, last.view};
    visits_.resize(visited_ + 1);
    visits_.push_back(std::move(moved));
    ++visited_;
}

void Session::set_view(const MeshView& view) {
    if (view_ == view) return;
    view_ = view;
    if (run_) remember();
}

void Session::visit(std::size_t place) {
    visited_ = place;
    const Visit there = visits_[place];
    selection_ = there.selection;
    seek(there.at);
    Q_EMIT selectionChanged();
    if (view_ == there.view) return;
    view_ = there.view;
    Q_EMIT viewChanged();
}

void Session::go_back() {
    // What playing passes nobody has gone to.
    if (!playing_ && !visits_.empty()) keep_moment();
    if (visited_ > 0) visit(visited_ - 1);
}

void Session::go_forward() {
    if (visited_ + 1 < visits_.size()) visit(visited_ + 1);
}

void Session::set_filter(Filter filter) {
    filter_ = std::move(filter);
    Q_EMIT filterChanged();
}

void Session::set_metric(Metric metric) {
    metric_ = metric;
    Q_EMIT lookChanged();
}

void Session::set_colouring(Colouring colouring) {
    colouring_ = colouring;
    Q_EMIT lookChanged();
}

void Session::set_theme(Theme theme) {
    theme_ = theme;
    Q_EMIT lookChanged();
}

void Session::set_bookmarks(std::vector<mesh::Instant> bookmarks) {
    bookmarks_ = std::move(bookmarks);
    Q_EMIT lookChanged();
}

void Session::toggle_bookmark() {
    if (!run_) return;
    if (std::erase(bookmarks_, at_) == 0)
        bookmarks_.insert(std::ranges::lower_bound(bookmarks_, at_), at_);
    Q_EMIT lookChanged();
}

bool Session::seek_bookmark(bool forward) {
    if (!run_) return false;
    const auto next = std::ranges::upper_bound(bookmarks_, at_);
    const auto here = std::ranges::lower_bound(bookmarks_, at_);
    if (forward ? next == bookmarks_.end() : here == bookmarks_.begin()) return false;
    seek(forward ? *next : *std::prev(here));
    return true;
}

}  // namespace weft::gui
