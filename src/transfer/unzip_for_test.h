#pragma once
// Reads a zip archive by its list of files, as other programs do.
#include <gtest/gtest.h>
#include <zlib.h>

#include <map>
#include <string>
#include <string_view>

namespace tenure::transfer {

inline std::map<std::string, std::string> unzip_for_test(std::string_view zip) {
  const auto number = [&](size_t at, int bytes) {
    uint64_t value = 0;
    for (int i = bytes; i-- > 0;) value = value << 8 | static_cast<unsigned char>(zip.at(at + static_cast<size_t>(i)));
    return value;
  };
  std::map<std::string, std::string> files;
  const size_t end = zip.rfind("PK\x05\x06");
  if (end == std::string_view::npos) return files;
  size_t at = number(end + 16, 4);
  for (uint64_t left = number(end + 10, 2); left > 0; --left) {
    const uint64_t crc = number(at + 16, 4), packed = number(at + 20, 4), plain = number(at + 24, 4);
    const size_t name = number(at + 28, 2), local = number(at + 42, 4);
    const size_t bytes = local + 30 + number(local + 26, 2) + number(local + 28, 2);
    std::string text(plain + 1, '\0');
    z_stream stream{};
    EXPECT_EQ(inflateInit2(&stream, -15), Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zip.data() + bytes));
    stream.avail_in = static_cast<uInt>(packed);
    stream.next_out = reinterpret_cast<Bytef*>(text.data());
    stream.avail_out = static_cast<uInt>(text.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    inflateEnd(&stream);
    EXPECT_EQ(stream.total_out, plain);
    text.resize(plain);
    EXPECT_EQ(crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(plain)), crc);
    files[std::string(zip.substr(at + 46, name))] = text;
    at += 46 + name + number(at + 30, 2) + number(at + 32, 2);
  }
  return files;
}

}  // namespace tenure::transfer
