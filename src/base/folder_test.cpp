#include "base/folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace tenure {
namespace {

class FolderTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() / ("tenure_folder_" + std::to_string(getpid()));
    std::filesystem::create_directories(path_ / "inner.yaml");
    std::ofstream(path_ / "b.yaml") << "second";
    std::ofstream(path_ / "a.yaml") << "first";
    std::ofstream(path_ / "c.txt") << "other";
  }
  void TearDown() override { std::filesystem::remove_all(path_); }
  std::filesystem::path path_;
};

TEST_F(FolderTest, PlainFilesWithTheEndingSortedByName) {
  auto files = read_folder(path_.string(), ".yaml", 100);
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 2u);
  EXPECT_EQ((*files)[0].name, "a.yaml");
  EXPECT_EQ((*files)[0].text, "first");
  EXPECT_EQ((*files)[1].text, "second");
  EXPECT_TRUE(is_folder(path_.string()));
  EXPECT_FALSE(is_folder((path_ / "a.yaml").string()));
}

TEST_F(FolderTest, ALongFileIsCutBehindTheLimit) {
  auto files = read_folder(path_.string(), "b.yaml", 3);
  ASSERT_TRUE(files);
  EXPECT_EQ((*files)[0].text, "seco");
}

TEST_F(FolderTest, NoFolderIsARefusalWithAReason) {
  auto files = read_folder((path_ / "absent").string(), ".yaml", 100);
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, "unreadable-folder");
  EXPECT_FALSE(files.error().arguments[1].second.empty());
}

}  // namespace
}  // namespace tenure
