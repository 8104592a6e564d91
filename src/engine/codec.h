#pragma once
// The compact bytes of a State: LEB128 numbers, zigzag where signed, length before text.
#include <cstdint>
#include <string>
#include <string_view>

#include "expression/cell.h"

namespace tenure::engine::codec {

class Writer {
 public:
  void byte(uint8_t b) { out_.push_back(static_cast<char>(b)); }
  void number(uint64_t n) {
    while (n >= 0x80) {
      byte(static_cast<uint8_t>(n | 0x80));
      n >>= 7;
    }
    byte(static_cast<uint8_t>(n));
  }
  void signed_number(int64_t n) {
    number((static_cast<uint64_t>(n) << 1) ^ static_cast<uint64_t>(n >> 63));
  }
  void fixed(uint64_t n) {
    for (int i = 0; i < 8; ++i) byte(static_cast<uint8_t>(n >> (8 * i)));
  }
  void text(std::string_view s) {
    number(s.size());
    out_.append(s);
  }
  void cell(const expression::Cell&);
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

// Reads past the end give zeros and good() == false; never out of bounds.
class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}
  uint8_t byte() {
    if (at_ >= in_.size()) {
      good_ = false;
      return 0;
    }
    return static_cast<uint8_t>(in_[at_++]);
  }
  uint64_t number() {
    uint64_t n = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const uint8_t b = byte();
      n |= static_cast<uint64_t>(b & 0x7f) << shift;
      if (!(b & 0x80)) return n;
    }
    good_ = false;
    return 0;
  }
  int64_t signed_number() {
    const uint64_t n = number();
    return static_cast<int64_t>((n >> 1) ^ (~(n & 1) + 1));
  }
  uint64_t fixed() {
    uint64_t n = 0;
    for (int i = 0; i < 8; ++i) n |= static_cast<uint64_t>(byte()) << (8 * i);
    return n;
  }
  std::string_view text() {
    const uint64_t size = number();
    if (size > in_.size() - at_) {
      good_ = false;
      return {};
    }
    at_ += size;
    return in_.substr(at_ - size, size);
  }
  expression::Cell cell();  // text shows into the bytes
  bool good() const { return good_; }
  bool at_end() const { return at_ == in_.size(); }

 private:
  std::string_view in_;
  size_t at_ = 0;
  bool good_ = true;
};

}  // namespace tenure::engine::codec
