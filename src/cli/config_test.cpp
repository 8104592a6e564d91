#include "cli/config.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "cli/command.h"

namespace tenure::cli {
namespace {

class ConfigTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/config-" + std::to_string(getpid());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name) << text;
    return folder_ + "/" + name;
  }
  Result<Config> load(const std::vector<std::string>& words = {}) {
    Parsed parsed;
    std::vector<std::string> all{"board"};
    all.insert(all.end(), words.begin(), words.end());
    EXPECT_TRUE(parse(all, parsed));
    return Config::load(
        parsed.given,
        [this](const char* name) -> std::optional<std::string> {
          const auto found = environment_.find(name);
          return found == environment_.end() ? std::nullopt : std::optional(found->second);
        },
        folder_ + "/system.yaml");
  }
  std::string failure(const std::string& text) {
    environment_["TENURE_CONFIG"] = write("bad.yaml", text);
    const auto config = load();
    if (config) return "";
    std::string said = say(Language::english, config.error());
    for (const auto& [name, value] : config.error().arguments)  // the session says it behind the sentence
      if (name == "nearest") said += " " + value;
    return said;
  }
  std::string folder_;
  std::map<std::string, std::string> environment_;
};

TEST_F(ConfigTest, OptionBeforeVariableBeforeFileBeforeSystemBeforeDefault) {
  EXPECT_EQ(load()->text("db"), "tenure.db");
  EXPECT_EQ(load()->origin("db").kind, Origin::Kind::fallback);
  write("system.yaml", "# ours\ndb: /var/lib/tenure.db\n");
  EXPECT_EQ(load()->text("db"), "/var/lib/tenure.db");
  EXPECT_EQ(load()->origin("db").name, folder_ + "/system.yaml:2");
  environment_["TENURE_CONFIG"] = write("mine.yaml", "workspace: north\n");
  EXPECT_EQ(load()->text("db"), "tenure.db");  // one file, not two
  EXPECT_EQ(load()->text("workspace"), "north");
  const std::string other = write("other.yaml", "workspace: south\n");
  EXPECT_EQ(load({"--config", other})->text("workspace"), "south");
  environment_["TENURE_WORKSPACE"] = "east";
  EXPECT_EQ(load()->text("workspace"), "east");
  EXPECT_EQ(load()->origin("workspace").name, "TENURE_WORKSPACE");
  EXPECT_EQ(load({"--workspace", "west"})->text("workspace"), "west");
  EXPECT_EQ(load({"--workspace", "west"})->origin("workspace").name, "--workspace");
}

TEST_F(ConfigTest, ListsAndNestedNames) {
  environment_["TENURE_CONFIG"] = write("mine.yaml",
                                        "serve:\n  listen: 0.0.0.0:80\n"
                                        "  trusted_proxies: [10.0.0.0/8, 127.0.0.1]\n"
                                        "  allowed_hosts: crm.example.com\n");
  const auto config = load();
  ASSERT_TRUE(config) << say(Language::english, config.error());
  EXPECT_EQ(config->text("serve.listen"), "0.0.0.0:80");
  EXPECT_EQ(config->list("serve.trusted_proxies"),
            (std::vector<std::string>{"10.0.0.0/8", "127.0.0.1"}));
  EXPECT_EQ(config->list("serve.allowed_hosts"), std::vector<std::string>{"crm.example.com"});
  environment_["TENURE_SERVE_TRUSTED_PROXIES"] = "::1,10.1.0.0/16";
  EXPECT_EQ(load()->list("serve.trusted_proxies").size(), 2u);
}

TEST_F(ConfigTest, WhatIsWrongIsSaidWithItsLineAndTheNearest) {
  EXPECT_NE(failure("db: a\nserv:\n  listen: x\n").find("bad.yaml:2"), std::string::npos);
  EXPECT_NE(failure("serve:\n  lisen: x\n").find("listen"), std::string::npos);
  EXPECT_NE(failure("db: [a, b]\n"), "");
  EXPECT_NE(failure("serve: x\n"), "");
  EXPECT_NE(failure("db: a\ndb: b\n"), "");
  EXPECT_NE(failure("db: {"), "");
  EXPECT_EQ(failure(""), "");
  environment_["TENURE_CONFIG"] = folder_ + "/absent.yaml";
  EXPECT_EQ(load().error().code, "config-unreadable");
}

TEST_F(ConfigTest, SecretsAreFilesOrCredentials) {
  environment_["TENURE_TOKEN_FILE"] = "/etc/tenure/token";
  EXPECT_EQ(*load()->path("token_file"), "/etc/tenure/token");
  environment_["TENURE_TOKEN_FILE"] = "credential:token";
  EXPECT_EQ(load()->path("token_file").error().code, "no-such-credential");
  environment_["CREDENTIALS_DIRECTORY"] = folder_;
  EXPECT_EQ(load()->path("token_file").error().code, "no-such-credential");
  write("token", "secret");
  EXPECT_EQ(*load()->path("token_file"), folder_ + "/token");
  environment_["TENURE_TOKEN_FILE"] = "credential:../token";
  EXPECT_EQ(load()->path("token_file").error().code, "no-such-credential");
}

TEST_F(ConfigTest, EverySettingIsDescribedAndHasAVariableOfItsOwn) {
  std::set<std::string> variables;
  std::set<std::string_view> codes;
  for (const CatalogueEntry& entry : catalogue()) codes.insert(entry.code);
  for (const Setting& setting : settings()) {
    EXPECT_TRUE(variables.insert(setting.variable()).second) << setting.name;
    EXPECT_TRUE(codes.contains(setting.help_code())) << setting.help_code();
    // The file knows it, too.
    const std::string name(setting.name);
    const size_t dot = name.find('.');
    const std::string text = dot == std::string::npos
                                 ? name + ": x\n"
                                 : name.substr(0, dot) + ":\n  " + name.substr(dot + 1) + ": x\n";
    environment_["TENURE_CONFIG"] = write("one.yaml", text);
    const auto config = load();
    ASSERT_TRUE(config) << name << ": " << say(Language::english, config.error());
    EXPECT_EQ(config->text(name), "x") << name;
  }
}

}  // namespace
}  // namespace tenure::cli
