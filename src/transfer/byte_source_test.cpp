#include "transfer/byte_source.h"

#include <gtest/gtest.h>
#include <sodium.h>
#include <unistd.h>
#include <zlib.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/environment.h"
#include "transfer/csv_test_support.h"

namespace tenure::transfer {
namespace {

// A folder of its own per test.
class ByteSourceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "tenure-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string write(std::string_view bytes, const std::string& name = "file") const {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path, std::ios::binary).write(bytes.data(), static_cast<long>(bytes.size()));
    return path;
  }

  std::string folder_;
};

std::string gzip(std::string_view bytes) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&z, bytes.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(out.size() - z.avail_out);
  deflateEnd(&z);
  return out;
}

std::string noise(size_t size) {
  std::mt19937 random(7);
  std::string bytes(size, '\0');
  for (char& c : bytes) c = static_cast<char>('a' + random() % 16);
  return bytes;
}

struct Outcome {
  std::string bytes;
  std::optional<Error> failure;
};
Outcome read_all(ByteSource& source, size_t piece = 4096) {
  Outcome outcome;
  std::string buffer(piece, '\0');
  for (;;) {
    auto n = source.read(buffer);
    if (!n) {
      outcome.failure = n.error();
      return outcome;
    }
    if (*n == 0) return outcome;
    outcome.bytes.append(buffer, 0, *n);
  }
}

TEST_F(ByteSourceTest, ReadsPlainFilesOfEverySize) {
  for (const size_t size : {0, 1, 2, 3, 4096, 131071, 131072, 131073, 700'000}) {
    const std::string bytes = noise(size);
    for (const size_t piece : {1, 7, 4096, 1'000'000}) {
      if (size / piece > 100'000) continue;
      FileSource source(write(bytes));
      const Outcome outcome = read_all(source, piece);
      EXPECT_EQ(outcome.bytes, bytes);
      EXPECT_FALSE(outcome.failure);
      EXPECT_EQ(source.consumed(), size);
      EXPECT_EQ(source.size(), size);
    }
  }
}

TEST_F(ByteSourceTest, KnowsGzipByItsBytesAndReadsAllMembers) {
  const std::string first = noise(300'000), second = "second member";
  const std::string packed = gzip(first) + gzip("") + gzip(second);
  for (const size_t piece : {17, 4096, 1'000'000}) {
    FileSource source(write(packed, "no_gz_in_the_name"));
    const Outcome outcome = read_all(source, piece);
    EXPECT_FALSE(outcome.failure);
    EXPECT_EQ(outcome.bytes, first + second);
    EXPECT_EQ(source.consumed(), packed.size());
    EXPECT_EQ(source.size(), packed.size());
  }
}

// A bomb is known by the bytes that come out, whatever it says of itself, and in the memory of one buffer.
TEST_F(ByteSourceTest, F6_what_unpacks_beyond_all_measure_is_refused_on_the_way) {
  const std::string zeros = gzip(std::string(16 * 1024 * 1024, '\n'));
  std::string bomb;
  for (int i = 0; i < 64; ++i) bomb += zeros;  // a gigabyte
  FileSource source(write(bomb));
  std::string buffer(100'000, '\0');
  uint64_t came = 0;
  Result<size_t> n = 0;
  while ((n = source.read(buffer)) && *n > 0) came += *n;
  ASSERT_FALSE(n.has_value());
  EXPECT_EQ(n.error().code, "packed-too-tight");
  EXPECT_LE(came, 65U * 1024 * 1024);
  EXPECT_FALSE(source.read(buffer).has_value());
  // The same rows over and over are a table.
  std::string rows;
  for (int i = 0; rows.size() < 80U * 1024 * 1024; ++i) rows += "C-" + std::to_string(i) + ",Acme,2026-01-01,10.00\n";
  FileSource table(write(gzip(rows)));
  came = 0;
  while ((n = table.read(buffer)) && *n > 0) came += *n;
  ASSERT_TRUE(n.has_value()) << n.error().code;
  EXPECT_EQ(came, rows.size());
}

TEST_F(ByteSourceTest, ReportsCompressedBytesOnTheWay) {
  const std::string packed = gzip(noise(3'000'000));
  FileSource source(write(packed));
  std::string buffer(1'500'000, '\0');
  size_t got = 0;
  while (got < buffer.size()) got += *source.read(std::span(buffer).subspan(got));
  EXPECT_GT(source.consumed(), packed.size() / 4);
  EXPECT_LT(source.consumed(), packed.size() * 3 / 4);
}

TEST_F(ByteSourceTest, GzipCutAnywhereGivesWhatWasThereAndThenARefusal) {
  const std::string bytes = noise(300);
  const std::string packed = gzip(bytes);
  for (size_t size = 2; size < packed.size(); ++size) {
    FileSource source(write(packed.substr(0, size)));
    const Outcome outcome = read_all(source);
    ASSERT_TRUE(outcome.failure) << size;
    EXPECT_EQ(outcome.failure->code, "gzip-truncated") << size;
    EXPECT_TRUE(bytes.starts_with(outcome.bytes));
    EXPECT_EQ(read_all(source).failure, outcome.failure) << "and again";
  }
}

TEST_F(ByteSourceTest, GzipDamageIsRefused) {
  const std::string packed = gzip(noise(2'000));
  for (const size_t at : {packed.size() / 2, packed.size() - 6}) {  // data; checksum
    std::string damaged = packed;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    FileSource source(write(damaged));
    const Outcome outcome = read_all(source);
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->code, "gzip-damaged");
  }
}

TEST_F(ByteSourceTest, WhatFollowsGzip) {
  const std::string packed = gzip("text");
  FileSource padded(write(packed + std::string(1000, '\0')));
  EXPECT_EQ(read_all(padded).bytes, "text");
  EXPECT_EQ(padded.consumed(), packed.size() + 1000);

  FileSource trailing(write(packed + "more"));
  const Outcome outcome = read_all(trailing);
  EXPECT_EQ(outcome.bytes, "text");
  ASSERT_TRUE(outcome.failure);
  EXPECT_EQ(outcome.failure->code, "gzip-trailing-data");
  EXPECT_EQ(argument(*outcome.failure, "offset"), std::to_string(packed.size()));
}

TEST_F(ByteSourceTest, UnreadableFilesThrowWithTheirReason) {
  for (const std::string& path : {folder_ + "/absent", folder_}) {
    try {
      FileSource source(path);
      FAIL() << path;
    } catch (const EnvironmentError& e) {
      EXPECT_EQ(e.error().code, "file-unreadable");
      EXPECT_EQ(argument(e.error(), "file"), path);
      EXPECT_NE(argument(e.error(), "reason"), "");
    }
  }
}

TEST_F(ByteSourceTest, ReadsStandardInputFromAPipe) {
  int pipe_ends[2];
  ASSERT_EQ(pipe(pipe_ends), 0);
  const int saved = dup(STDIN_FILENO);
  dup2(pipe_ends[0], STDIN_FILENO);
  const std::string packed = gzip("through a pipe");
  ASSERT_EQ(::write(pipe_ends[1], packed.data(), packed.size()),
            static_cast<ssize_t>(packed.size()));
  close(pipe_ends[1]);
  FileSource source("-");
  EXPECT_EQ(source.size(), std::nullopt);
  EXPECT_EQ(source.identity(), std::nullopt);
  EXPECT_EQ(read_all(source).bytes, "through a pipe");
  EXPECT_EQ(source.consumed(), packed.size());
  dup2(saved, STDIN_FILENO);
  close(saved);
  close(pipe_ends[0]);
}

TEST_F(ByteSourceTest, IdentityIsSizeAndBlake2bOfBothEnds) {
  const std::string bytes = noise(300'000);
  const std::string hashed = bytes.substr(0, 65536) + bytes.substr(bytes.size() - 65536) +
                             std::string("\xE0\x93\x04\0\0\0\0\0", 8);  // 300,000
  unsigned char digest[32];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(hashed.data()),
                     hashed.size(), nullptr, 0);
  char hex[65];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);

  FileSource source(write(bytes));
  char first;
  ASSERT_EQ(*source.read({&first, 1}), 1u);
  ASSERT_TRUE(source.identity());
  EXPECT_EQ(source.identity()->digest, hex);
  EXPECT_EQ(to_string(*source.identity()), std::string("300000-") + hex);
  EXPECT_EQ(first + read_all(source).bytes, bytes) << "asking moves nothing";
}

TEST_F(ByteSourceTest, IdentityTellsFilesApart) {
  const auto identity = [&](const std::string& bytes, const std::string& name) {
    return *FileSource(write(bytes, name)).identity();
  };
  const std::string bytes = noise(200'000);
  EXPECT_EQ(identity(bytes, "a"), identity(bytes, "b"));
  std::string other = bytes;
  other[0] = 'X';
  EXPECT_NE(identity(bytes, "a"), identity(other, "b"));
  other = bytes;
  other.back() = 'X';
  EXPECT_NE(identity(bytes, "a"), identity(other, "b"));
  EXPECT_NE(identity(bytes, "a"), identity(bytes + "x", "b"));
  EXPECT_NE(identity("", "a"), identity("x", "b"));
}

}  // namespace
}  // namespace tenure::transfer
