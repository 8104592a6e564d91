#pragma once
// A zip archive that is written from its beginning to its end: each file is compressed while it comes, and nothing of it
// is kept.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct z_stream_s;

namespace tenure::transfer {

class ZipWriter {
 public:
  // Appends to a string that its owner empties as often as he likes.
  explicit ZipWriter(std::string& out);
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;

  void begin(std::string_view name);
  // Throws EnvironmentError "file-too-large" {limit}: an archive of this kind has no place for more than 4 GiB.
  void write(std::string_view bytes);
  void end();
  void finish();  // the list of all files; nothing may follow

 private:
  struct Entry {
    std::string name;
    uint32_t crc = 0;
    uint64_t packed = 0, plain = 0, offset = 0;
  };
  void put(std::string_view bytes);
  void number(uint64_t value, int bytes);
  void deflate(std::string_view bytes, bool last);

  std::string& out_;
  uint64_t written_ = 0;
  std::vector<Entry> entries_;
  std::unique_ptr<z_stream_s> stream_;
};

}  // namespace tenure::transfer
