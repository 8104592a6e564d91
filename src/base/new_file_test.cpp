#include "base/new_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/environment.h"
#include "base/text.h"

namespace tenure {
namespace {

namespace fs = std::filesystem;

class NewFileTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/new-file-" + std::to_string(getpid()) + "-" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    path_ = folder_ + "/out";
  }
  void TearDown() override { fs::remove_all(folder_); }
  static void write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
  }
  static std::string read(const std::string& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  template <typename Work>
  static std::string code_of(const Work& work) {
    try {
      work();
      return "";
    } catch (const EnvironmentError& problem) {
      EXPECT_NE(say(Language::hebrew, problem.error()), problem.error().code);
      return problem.error().code;
    }
  }
  std::string folder_, path_;
};

TEST_F(NewFileTest, StandsUnderItsNameOnlyWhenItIsKept) {
  {
    NewFile file(path_);
    write(file.temporary(), "half");
    EXPECT_FALSE(fs::exists(path_));
  }
  EXPECT_TRUE(fs::is_empty(folder_));
  NewFile file(path_);
  write(file.temporary(), "whole");
  EXPECT_EQ(file.bytes(), 5);
  file.keep();
  EXPECT_EQ(read(path_), "whole");
  EXPECT_FALSE(fs::exists(file.temporary()));
  struct stat found;
  ASSERT_EQ(stat(path_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST_F(NewFileTest, NeverReplacesUnasked) {
  write(path_, "mine");
  EXPECT_EQ(code_of([&] { NewFile file(path_); }), "file-exists");
  fs::remove(path_);
  NewFile late(path_);
  write(path_, "came meanwhile");
  EXPECT_EQ(code_of([&] { late.keep(); }), "file-exists");
  EXPECT_EQ(read(path_), "came meanwhile");
}

TEST_F(NewFileTest, ReplacesWhenAskedInOneStep) {
  write(path_, "old");
  NewFile file(path_, true);
  write(file.temporary(), "new");
  EXPECT_EQ(read(path_), "old");
  file.keep();
  EXPECT_EQ(read(path_), "new");
}

TEST_F(NewFileTest, OneWriterAtATimeAndLeftoversAreTakenOver) {
  write(path_ + ".part", "left by a crash, and longer");
  NewFile file(path_);
  EXPECT_EQ(file.bytes(), 0);
  EXPECT_EQ(code_of([&] { NewFile second(path_); }), "file-busy");
  EXPECT_TRUE(fs::exists(file.temporary()));
}

TEST_F(NewFileTest, WhatIsLeftIsRemovedButNotWhatIsBeingWritten) {
  write(path_ + ".part", "left by a crash");
  EXPECT_TRUE(remove_abandoned(path_));
  EXPECT_FALSE(fs::exists(path_ + ".part"));
  EXPECT_TRUE(remove_abandoned(path_));
  NewFile file(path_);
  EXPECT_FALSE(remove_abandoned(path_));
  EXPECT_TRUE(fs::exists(file.temporary()));
}

TEST_F(NewFileTest, SaysWhyNot) {
  EXPECT_EQ(code_of([&] { NewFile file(folder_ + "/nowhere/out"); }), "file-not-written");
}

}  // namespace
}  // namespace tenure
