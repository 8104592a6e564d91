#pragma once
// Bytes as they come: from a file, from standard input, from memory; gzip is unpacked on the way.
// Nothing here holds more than its buffers, whatever the size of the file.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct z_stream_s;

namespace tenure::transfer {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills the front of `out` and says how much of it; 0 only at the end. A refusal is given after
  // all bytes before it, and again on every later call.
  virtual Result<size_t> read(std::span<char> out) = 0;
};

// Which file this is, wherever it lies: its size and a BLAKE2b digest of its first and its last
// 64 KiB and the size. It recognises a file cheaply at any size; it does not prove that nothing in
// the middle was changed.
struct FileIdentity {
  uint64_t size = 0;
  std::string digest;  // 64 hexadecimal digits
  bool operator==(const FileIdentity&) const = default;
};
std::string to_string(const FileIdentity&);  // "<size>-<digest>"

// A file, or standard input for "-". Gzip (of any number of members) is known by its first two
// bytes, not by its name.
class FileSource final : public ByteSource {
 public:
  // Throws EnvironmentError "file-unreadable" {file, reason}.
  explicit FileSource(std::string path);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  // Refuses "gzip-truncated" {file}, "gzip-damaged" {file, offset}, "gzip-trailing-data" {file, offset} and, by the
  // bytes that came out of it, "packed-too-tight" {file, times}; throws EnvironmentError "file-unreadable".
  Result<size_t> read(std::span<char> out) override;
  // The same without unpacking anything, for who passes the file on; a source is read in one of the two ways.
  size_t read_packed(std::span<char> out) { return read_raw(out.data(), out.size()); }

  const std::string& path() const { return path_; }
  // Bytes of the file as it lies on the disk that were used so far: what a progress bar shows.
  uint64_t consumed() const { return taken_ - (in_end_ - in_begin_); }
  // Size on the disk; nothing for pipes and terminals.
  std::optional<uint64_t> size() const { return size_; }
  // Only of regular files that are read from their beginning. Reads the file a second time where
  // it is asked, without moving the place that read() is at. Throws EnvironmentError
  // "file-unreadable".
  std::optional<FileIdentity> identity() const;

 private:
  struct InflateEnd {
    void operator()(z_stream_s*) const;
  };
  size_t read_raw(char* out, size_t size);
  void refill();
  void look_for_gzip();
  Result<size_t> inflate_some(std::span<char> out);
  std::unexpected<Error> fail(std::string code, bool with_offset);

  std::string path_;
  int file_ = -1;
  bool from_beginning_ = false;
  std::optional<uint64_t> size_;
  uint64_t taken_ = 0;  // read from the file so far
  uint64_t unpacked_ = 0;
  std::vector<char> in_;
  size_t in_begin_ = 0, in_end_ = 0;
  bool started_ = false;
  bool file_ended_ = false;
  bool between_members_ = false;
  std::unique_ptr<z_stream_s, InflateEnd> inflater_;
  std::optional<Error> failure_;
};

// Bytes that are in memory already, handed out in pieces of at most `chunk`. Keeps the view only.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes, size_t chunk = static_cast<size_t>(-1))
      : rest_(bytes), chunk_(chunk) {}
  Result<size_t> read(std::span<char> out) override;

 private:
  std::string_view rest_;
  size_t chunk_;
};

}  // namespace tenure::transfer
