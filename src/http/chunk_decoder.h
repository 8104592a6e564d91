#pragma once
// The chunked coding of bodies (RFC 9112, 7.1), strictly: CRLF alone ends a line, sizes are plain hexadecimal
// numbers, extensions and trailers are bounded and forgotten. Ours, because Beast 1.81 aborts the process
// when the last chunk comes in small pieces. Internal to the room.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tenure::http {

class ChunkDecoder {
 public:
  enum class Step : uint8_t { more, done, malformed, too_large };
  // Takes bytes, all of them or those of the body (`used`), and appends the data to `out`; no more than
  // `limit` bytes of it in all.
  Step decode(std::string_view bytes, size_t& used, std::string& out, size_t limit);

 private:
  enum class State : uint8_t {
    size_begin,   // at least one digit
    size,
    space,        // behind the size: only before ';'
    extension,
    size_end,     // LF of its CRLF
    data,
    data_cr,
    data_lf,
    line_begin,   // of a trailer, or of the empty line
    line,
    line_lf,
    last_lf,
    done,
    failed
  };
  bool take(char);      // of a head or a trailer; false: malformed
  bool end_of_size();   // false: malformed

  State state_ = State::size_begin;
  uint64_t left_ = 0;            // of the chunk
  size_t head_bytes_ = 0;        // of this chunk's head, or of all trailers
  uint64_t wire_ = 0, data_ = 0;  // in all
};

}  // namespace tenure::http
