#include "transfer/external_sort.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "base/assert.h"

namespace tenure::transfer {

namespace {

constexpr size_t kFanIn = 32;  // runs that are merged at once
constexpr size_t kWriteBuffer = 256 * 1024;
constexpr size_t kReadBuffer = 256 * 1024;  // of one run, at most

uint64_t first_bytes(std::string_view key) {
  unsigned char bytes[8] = {};
  std::memcpy(bytes, key.data(), std::min<size_t>(key.size(), 8));
  uint64_t prefix = 0;
  for (const unsigned char byte : bytes) prefix = prefix << 8 | byte;
  return prefix;
}

void put_size(std::string& out, size_t size) {
  const auto n = static_cast<uint32_t>(size);
  out.append(reinterpret_cast<const char*>(&n), sizeof n);
}

// As it stands in a run: the two sizes, the key, the payload.
void put_record(std::string& out, const ExternalSort::Record& record) {
  put_size(out, record.key.size());
  put_size(out, record.payload.size());
  out.append(record.key);
  out.append(record.payload);
}

constexpr size_t kHead = 2 * sizeof(uint32_t);

}  // namespace

ExternalSort::ExternalSort(std::string prefix, size_t memory)
    : prefix_(std::move(prefix)), memory_(std::min<size_t>(memory, UINT32_MAX)) {}

void ExternalSort::add(std::string_view key, std::string_view payload) {
  TENURE_ASSERT(merge_.empty() && next_ == 0);
  const size_t bytes = key.size() + payload.size();
  const size_t used = bytes_.size() + items_.size() * sizeof(Item);
  if (!items_.empty() && used + bytes + sizeof(Item) > memory_) spill();
  // Grown by steps, so that room is not doubled past what was promised.
  if (bytes_.capacity() - bytes_.size() < bytes) {
    const size_t grown =
        std::max(bytes_.size() + bytes, std::min(2 * bytes_.capacity(), memory_ * 3 / 4));
    bytes_.reserve(std::max<size_t>(grown, 4096));
  }
  items_.push_back({first_bytes(key), static_cast<uint32_t>(bytes_.size()),
                    static_cast<uint32_t>(key.size()), static_cast<uint32_t>(payload.size())});
  bytes_.insert(bytes_.end(), key.begin(), key.end());
  bytes_.insert(bytes_.end(), payload.begin(), payload.end());
  ++size_;
}

ExternalSort::Record ExternalSort::at(const Item& item) const {
  const char* key = bytes_.data() + item.offset;
  return {{key, item.key_size}, {key + item.key_size, item.payload_size}};
}

void ExternalSort::sort_memory() {
  std::ranges::sort(items_, [this](const Item& left, const Item& right) {
    if (left.prefix != right.prefix) return left.prefix < right.prefix;
    const int order = at(left).key.compare(at(right).key);
    return order != 0 ? order < 0 : left.offset < right.offset;
  });
}

void ExternalSort::spill() {
  sort_memory();
  Run run{TempFile(prefix_), 0};
  std::string buffer;
  for (const Item& item : items_) {
    put_record(buffer, at(item));
    if (buffer.size() >= kWriteBuffer) {
      run.file.append(buffer);
      buffer.clear();
    }
  }
  run.file.append(buffer);
  runs_.push_back(std::move(run));
  items_.clear();
  bytes_.clear();
  merge_level();
}

// Whenever the last kFanIn runs are of one level, they become one of the next: the number of runs
// grows with the logarithm of the data.
void ExternalSort::merge_level() {
  while (runs_.size() >= kFanIn) {
    const size_t first = runs_.size() - kFanIn;
    const int level = runs_.back().level;
    if (runs_[first].level != level) return;
    Run merged{TempFile(prefix_), level + 1};
    Merge merge(runs_.data() + first, runs_.data() + runs_.size(), memory_ / 4);
    std::string buffer;
    Record record;
    while (merge.next(record)) {
      put_record(buffer, record);
      if (buffer.size() >= kWriteBuffer) {
        merged.file.append(buffer);
        buffer.clear();
      }
    }
    merged.file.append(buffer);
    runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(first), runs_.end());
    runs_.push_back(std::move(merged));
  }
}

void ExternalSort::finish() {
  TENURE_ASSERT(merge_.empty() && next_ == 0);
  if (runs_.empty()) return sort_memory();
  if (!items_.empty()) spill();
  std::vector<char>().swap(bytes_);  // the memory is the merge's now
  std::vector<Item>().swap(items_);
  merge_.emplace_back(runs_.data(), runs_.data() + runs_.size(), memory_);
}

bool ExternalSort::next(Record& record) {
  if (!merge_.empty()) return merge_.front().next(record);
  if (next_ == items_.size()) return false;
  record = at(items_[next_++]);
  return true;
}

void ExternalSort::clear() {
  merge_.clear();
  runs_.clear();
  items_.clear();
  bytes_.clear();
  next_ = 0;
  size_ = 0;
}

// ---- reading runs
// ----------------------------------------------------------------------------------

bool ExternalSort::Cursor::fill(size_t wanted) {
  if (end_ - begin_ >= wanted) return true;
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (buffer_.size() < wanted) buffer_.resize(wanted);
  const size_t got = file_->read(offset_, buffer_.data() + end_, buffer_.size() - end_);
  offset_ += got;
  end_ += got;
  return end_ >= wanted;
}

bool ExternalSort::Cursor::next() {
  if (!fill(kHead)) return false;
  uint32_t sizes[2];
  std::memcpy(sizes, buffer_.data() + begin_, kHead);
  const size_t whole = kHead + sizes[0] + sizes[1];
  const bool complete = fill(whole);
  TENURE_ASSERT(complete);
  const char* key = buffer_.data() + begin_ + kHead;
  record = {{key, sizes[0]}, {key + sizes[0], sizes[1]}};
  prefix = first_bytes(record.key);
  begin_ += whole;
  return true;
}

ExternalSort::Merge::Merge(const Run* begin, const Run* end, size_t memory) {
  const size_t runs = static_cast<size_t>(end - begin);
  const size_t buffer = std::clamp<size_t>(memory / runs, 4096, kReadBuffer);
  cursors_.reserve(runs);
  for (const Run* run = begin; run != end; ++run) {
    cursors_.emplace_back(run->file, buffer);
    if (cursors_.back().next()) heap_.push_back(static_cast<uint32_t>(cursors_.size() - 1));
  }
  std::ranges::make_heap(heap_, [this](uint32_t a, uint32_t b) { return after(a, b); });
}

// Equal keys: the earlier run first.
bool ExternalSort::Merge::after(uint32_t left, uint32_t right) const {
  const Cursor &a = cursors_[left], &b = cursors_[right];
  if (a.prefix != b.prefix) return a.prefix > b.prefix;
  const int order = a.record.key.compare(b.record.key);
  return order != 0 ? order > 0 : left > right;
}

bool ExternalSort::Merge::next(Record& record) {
  const auto later = [this](uint32_t a, uint32_t b) { return after(a, b); };
  if (started_) {  // the one handed out last moves on
    if (cursors_[heap_.back()].next()) {
      std::ranges::push_heap(heap_, later);
    } else {
      heap_.pop_back();
    }
  }
  if (heap_.empty()) return false;
  std::ranges::pop_heap(heap_, later);
  started_ = true;
  record = cursors_[heap_.back()].record;
  return true;
}

}  // namespace tenure::transfer
