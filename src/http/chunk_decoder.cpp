#include "http/chunk_decoder.h"

#include <algorithm>

#include "base/limits.h"

namespace tenure::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_text(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7f) || c == '\t';
}

}  // namespace

ChunkDecoder::Step ChunkDecoder::decode(std::string_view bytes, size_t& used, std::string& out, size_t limit) {
  used = 0;
  while (used < bytes.size() && state_ != State::done) {
    if (state_ == State::failed) return Step::malformed;
    if (state_ == State::data) {
      const size_t n = static_cast<size_t>(std::min<uint64_t>(left_, bytes.size() - used));
      out.append(bytes, used, n);
      used += n;
      left_ -= n;
      data_ += n;
      wire_ += n;
      if (left_ == 0) state_ = State::data_cr;
      continue;
    }
    ++wire_;
    if (!take(bytes[used++])) {
      state_ = State::failed;
      return Step::malformed;
    }
    if (state_ == State::data && (left_ > limit || data_ > limit - left_)) {
      state_ = State::failed;
      return Step::too_large;
    }
  }
  if (state_ == State::done) return Step::done;
  // Not thousands of chunks that are all wrapping.
  return wire_ > 16 * (data_ + limits::kHttpChunkHeadBytes) ? Step::malformed : Step::more;
}

bool ChunkDecoder::end_of_size() {
  state_ = left_ == 0 ? State::line_begin : State::data;
  head_bytes_ = 0;
  return true;
}

bool ChunkDecoder::take(char c) {
  switch (state_) {
    case State::size_begin:
    case State::size: {
      const int digit = hex_digit(c);
      if (digit >= 0) {
        if (left_ >> 56 != 0) return false;
        left_ = left_ << 4 | static_cast<uint64_t>(digit);
        state_ = State::size;
        return ++head_bytes_ <= limits::kHttpChunkHeadBytes;
      }
      if (state_ == State::size_begin) return false;
      [[fallthrough]];
    }
    case State::space:
      if (c == ';') {
        state_ = State::extension;
      } else if (c == ' ' || c == '\t') {
        state_ = State::space;
      } else if (c == '\r' && state_ == State::size) {
        state_ = State::size_end;
      } else {
        return false;
      }
      return ++head_bytes_ <= limits::kHttpChunkHeadBytes;
    case State::extension:
      if (c == '\r') {
        state_ = State::size_end;
      } else if (!is_text(c)) {
        return false;
      }
      return ++head_bytes_ <= limits::kHttpChunkHeadBytes;
    case State::size_end:
      return c == '\n' && end_of_size();
    case State::data_cr:
      state_ = State::data_lf;
      return c == '\r';
    case State::data_lf:
      state_ = State::size_begin;
      return c == '\n';
    case State::line_begin:
      if (c == '\r') {
        state_ = State::last_lf;
        return true;
      }
      state_ = State::line;
      [[fallthrough]];
    case State::line:
      if (c == '\r') {
        state_ = State::line_lf;
      } else if (!is_text(c)) {
        return false;
      }
      return ++head_bytes_ <= limits::kHttpChunkHeadBytes;
    case State::line_lf:
      state_ = State::line_begin;
      return c == '\n';
    case State::last_lf:
      state_ = State::done;
      return c == '\n';
    case State::data:
    case State::done:
    case State::failed:
      break;
  }
  return false;
}

}  // namespace tenure::http
