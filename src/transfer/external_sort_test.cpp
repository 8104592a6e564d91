#include "transfer/external_sort.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/environment.h"

namespace tenure::transfer {
namespace {

namespace fs = std::filesystem;

class ExternalSortTest : public testing::Test {
 protected:
  ExternalSortTest()
      : folder_(fs::temp_directory_path() / ("tenure-sort-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~ExternalSortTest() override { fs::remove_all(folder_); }
  std::string prefix() const { return folder_ / "store.db.import-"; }
  size_t files() const {
    return static_cast<size_t>(
        std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  using Records = std::vector<std::pair<std::string, std::string>>;
  static Records drain(ExternalSort& sort) {
    sort.finish();
    Records out;
    ExternalSort::Record record;
    while (sort.next(record)) out.emplace_back(record.key, record.payload);
    return out;
  }
  fs::path folder_;
};

// Keys of many lengths, among them equal ones, prefixes of each other and bytes above 127: whatever
// the memory, the order is that of a stable sort.
TEST_F(ExternalSortTest, SortsLikeAStableSortWhateverTheMemory) {
  std::mt19937 random(7);
  Records records;
  for (int i = 0; i < 20'000; ++i) {
    std::string key;
    const size_t size = random() % 14;
    for (size_t j = 0; j < size; ++j) key += static_cast<char>("ab\xff\0z"[random() % 5]);
    records.emplace_back(key, std::to_string(i));
  }
  Records expected = records;
  std::ranges::stable_sort(expected, {}, &Records::value_type::first);
  for (const size_t memory : {size_t{900}, size_t{4'000}, size_t{60'000}, size_t{10'000'000}}) {
    ExternalSort sort(prefix(), memory);
    for (const auto& [key, payload] : records) sort.add(key, payload);
    EXPECT_EQ(sort.size(), 20'000);
    EXPECT_EQ(drain(sort), expected) << memory;
    EXPECT_EQ(files(), 0u) << "its files have no names";
  }
}

TEST_F(ExternalSortTest, RecordsLargerThanTheMemoryPass) {
  ExternalSort sort(prefix(), 100);
  const std::string large(1'000'000, 'x');
  sort.add("b", large);
  sort.add("a", "");
  sort.add("", large);
  EXPECT_EQ(drain(sort), (Records{{"", large}, {"a", ""}, {"b", large}}));
}

TEST_F(ExternalSortTest, ClearStartsAgain) {
  ExternalSort sort(prefix(), 200);
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 50 * round; ++i) sort.add(std::to_string(i % 10), "p");
    EXPECT_EQ(drain(sort).size(), static_cast<size_t>(50 * round));
    sort.clear();
  }
  EXPECT_EQ(drain(sort).size(), 0u);
}

TEST_F(ExternalSortTest, LeftoversOfAKilledRunAreRemoved) {
  const std::string store = folder_ / "store.db";
  for (const char* name :
       {"store.db", "store.db.import-a1b2c3", "store.db.import-input", "other.db.import-x"}) {
    std::ofstream(folder_ / name) << "x";
  }
  { TempFiles files(store); }
  EXPECT_TRUE(fs::exists(store));
  EXPECT_TRUE(fs::exists(folder_ / "other.db.import-x"));
  EXPECT_EQ(files(), 2u);
}

TEST_F(ExternalSortTest, AFolderThatIsNotThereIsSaid) {
  try {
    TempFile file("/nonexistent-folder/x");
    FAIL();
  } catch (const EnvironmentError& error) {
    EXPECT_EQ(error.error().code, "storage-failed");
  }
}

}  // namespace
}  // namespace tenure::transfer
