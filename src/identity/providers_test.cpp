// The secrets that a workspace shares with its OpenID providers, as they are kept.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "base/environment.h"
#include "identity/identity_test_support.h"

namespace tenure::identity {
namespace {

constexpr const char* kSecret = "CANARY shared secret";

class ProvidersTest : public IdentityTest {
 protected:
  std::string put(const std::string& issuer = "https://idp.example", const std::string& secret = kSecret) {
    return code(identity_->put_provider(
        console(), "default", {.key = "idp", .issuer = issuer, .client_id = "c", .client_secret = secret}));
  }
  // What a sign-in would use; or why it may not.
  std::string secret(std::string_view workspace = "default") {
    const auto known = identity_->provider(workspace, "idp");
    return known ? known->client_secret : known.error().code;
  }
  store::Provider kept() {
    store::Provider row;
    store_->read([&](store::Reader& reads) { row = reads.people().providers(1).at(0); });
    return row;
  }
  void keep(store::WorkspaceId workspace, const store::Provider& row) {
    store_->write([&](store::Transaction& transaction) { transaction.people().put_provider(workspace, row); });
  }
  // Every file of the folder but the key's own.
  bool lies_about(std::string_view text) const {
    for (const auto& file : std::filesystem::directory_iterator(folder_)) {
      if (!file.is_regular_file()) continue;
      std::ostringstream bytes;
      bytes << std::ifstream(file.path(), std::ios::binary).rdbuf();
      if (bytes.str().find(text) != std::string::npos) return true;
    }
    return false;
  }
};

TEST_F(ProvidersTest, G25_W15_TheSecretIsKeptSealedAndItsKeyIsNotInTheStore) {
  EXPECT_EQ(put("https://idp.example", ""), "ok");
  EXPECT_FALSE(std::filesystem::exists(key_file()));  // nothing to seal yet
  EXPECT_EQ(secret(), "");
  EXPECT_EQ(put(), "ok");
  EXPECT_EQ(secret(), kSecret);
  EXPECT_TRUE(kept().client_secret.starts_with("sealed:"));
  struct stat found{};
  ASSERT_EQ(stat(key_file().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  std::string key;
  std::getline(std::ifstream(key_file()), key);
  EXPECT_EQ(key.size(), 64u);
  std::ostringstream bytes;
  bytes << std::ifstream(path(), std::ios::binary).rdbuf() << std::ifstream(path() + "-wal", std::ios::binary).rdbuf();
  EXPECT_EQ(bytes.str().find(key), std::string::npos);
  EXPECT_FALSE(lies_about(kSecret));
  // Left out, it stays; and it stays readable by the next process.
  EXPECT_EQ(put("https://idp.example", ""), "ok");
  begin();
  EXPECT_EQ(secret(), kSecret);
}

TEST_F(ProvidersTest, G25_ARowThatIsMovedOpensNothing) {
  ASSERT_EQ(put(), "ok");
  const store::Provider row = kept();
  store::Provider moved = row;
  moved.issuer = "https://evil.example";
  keep(1, moved);
  EXPECT_EQ(secret(), "provider-secret-unreadable");
  ASSERT_TRUE(service_->create_workspace({.name = "other", .pack = folder_ + "/shop"}));
  keep(2, row);
  EXPECT_EQ(secret("other"), "provider-secret-unreadable");
  keep(1, row);
  EXPECT_EQ(secret(), kSecret);
}

// A copy of the store alone: the secret is not in it, and is set anew.
TEST_F(ProvidersTest, G25_WithoutItsKeyTheSecretIsSetAnew) {
  ASSERT_EQ(put(), "ok");
  std::filesystem::remove(key_file());
  begin();
  EXPECT_EQ(secret(), "provider-secret-unreadable");
  EXPECT_EQ(put(), "ok");
  EXPECT_EQ(secret(), kSecret);
}

TEST_F(ProvidersTest, G25_WhatAnEarlierVersionKeptInTheClearIsSealedAtTheNextStart) {
  keep(1, {.key = "idp", .issuer = "https://idp.example", .client_id = "c", .client_secret = kSecret});
  keep(1, {.key = "open", .issuer = "https://idp.example", .client_id = "public"});
  begin();
  EXPECT_TRUE(kept().client_secret.starts_with("sealed:"));
  EXPECT_EQ(secret(), kSecret);
  const int64_t version = kept().version;
  begin();
  EXPECT_EQ(kept().version, version);  // once
  // Neither in the file nor in what of it is free; its log is emptied with the last one who has it open.
  identity_.reset();
  service_.reset();
  store_.reset();
  EXPECT_FALSE(lies_about(kSecret));
}

TEST_F(ProvidersTest, WhatIsNoKeyIsNotTakenForOne) {
  for (const char* text : {"", "short", "zz", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg\n",
                           "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef00"}) {
    std::ofstream(key_file()) << text;
    begin();
    EXPECT_THROW(put(), EnvironmentError) << text;
    EXPECT_EQ(std::filesystem::file_size(key_file()), std::string_view(text).size());
  }
}

}  // namespace
}  // namespace tenure::identity
