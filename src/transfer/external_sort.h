#pragma once
// Sorts more records than memory holds: sorted runs in temporary files, merged when they are read.
// Records are a key and what belongs to it, bytes both; they come back in order of their keys'
// bytes, and equal keys in the order in which they were added.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/temp_files.h"

namespace tenure::transfer {

class ExternalSort {
 public:
  // Holds at most about `memory` bytes, and nothing on disk until it has more. Every function
  // throws what TempFile throws.
  ExternalSort(std::string prefix, size_t memory);

  void add(std::string_view key, std::string_view payload);
  int64_t size() const { return size_; }

  // After the last add(). Records are then handed out once, by next(); the views are good until the
  // next call.
  void finish();
  struct Record {
    std::string_view key, payload;
  };
  bool next(Record&);

  // Empty again, ready for add(). Keeps its memory, not its files.
  void clear();

 private:
  struct Item {  // in memory: its place, and the first bytes of its key, which most often decide
    uint64_t prefix;
    uint32_t offset;
    uint32_t key_size, payload_size;
  };
  struct Run {
    TempFile file;
    int level;  // runs of one level are merged into one of the next
  };
  // Reads one run from its beginning, a buffer at a time.
  class Cursor {
   public:
    Cursor(const TempFile& file, size_t buffer) : file_(&file), buffer_(buffer) {}
    bool next();
    Record record;
    uint64_t prefix = 0;

   private:
    bool fill(size_t wanted);
    const TempFile* file_;
    std::vector<char> buffer_;
    uint64_t offset_ = 0;
    size_t begin_ = 0, end_ = 0;
  };
  class Merge {
   public:
    Merge(const Run* begin, const Run* end, size_t memory);
    bool next(Record&);

   private:
    bool after(uint32_t left, uint32_t right) const;
    std::vector<Cursor> cursors_;
    std::vector<uint32_t> heap_;
    bool started_ = false;
  };

  Record at(const Item&) const;
  void sort_memory();
  void spill();
  void merge_level();

  std::string prefix_;
  size_t memory_;
  std::vector<char> bytes_;
  std::vector<Item> items_;
  std::vector<Run> runs_;  // in the order in which their records were added
  std::vector<Merge> merge_;
  size_t next_ = 0;
  int64_t size_ = 0;
};

}  // namespace tenure::transfer
