#include "house.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/json.h"
#include "service/bulk.h"
#include "service/impl.h"
#include "service/post_facts.h"
#include "service/verbs/forms.h"
#include "service/verbs/rows.h"

namespace tenure::doors {

using service::Caller;
using service::Channel;
using service::Done;

Answer answer_of(const Result<Done>& done) {
  if (!done) return {.refused = true, .said = done.error().code};
  Answer answer{.refused = done->refused, .key = done->key};
  for (const auto* all : {&done->refusals, &done->warnings}) {
    for (const engine::Refusal& refusal : *all) answer.said += refusal.code + "(" + refusal.id + ") ";
  }
  return answer;
}

Answer answer_of(const odata::Response& response) {
  Answer answer{.refused = response.status >= 400, .said = response.body};
  for (const auto& [name, value] : response.headers) {
    if (name == "Tenure-Warning") answer.said += " " + value;
  }
  if (const Result<Value> body = json::parse(response.body)) {
    if (const auto* object = body->get<std::shared_ptr<const Object>>()) {
      for (const auto& [name, value] : (*object)->members)
        if (name == "key") answer.key = to_text(value);
    }
  }
  return answer;
}

House::House(service::WorkspaceOptions options) : clock_(*parse_instant("2026-06-01T09:00:00Z")) {
  static int houses = 0;
  folder_ = testing::TempDir() + "/doors-" + std::to_string(getpid()) + "-" + std::to_string(++houses);
  std::filesystem::create_directories(folder_);
  store_ = store::open_sqlite(folder_ + "/store.db", {.create = true});
  service_ = std::make_unique<service::Service>(*store_, clock_);
  const Result<void> made = service_->create_workspace(options);
  EXPECT_TRUE(made.has_value()) << (made ? "" : say(Language::english, made.error()));
  api_ = std::make_unique<odata::Api>(*service_, clock_, "secret");
}

House::~House() {
  api_.reset();
  service_.reset();
  store_.reset();
  std::filesystem::remove_all(folder_);
}

Caller House::caller(std::string role) const { return {.actor = "dana", .role = std::move(role), .channel = Channel::api}; }

Answer House::create(const std::string& record, Values values, Channel channel) {
  Caller by = caller();
  by.channel = channel;
  return answer_of(service::create_record(*service_, {by, "default", "", std::move(values), {}, false}, record));
}

Answer House::act(const std::string& record, const std::string& key, const std::string& verb, Values values) {
  const Caller by = caller();
  const service::Verb* found = service::find_verb(record, verb);
  if (!found) return {.refused = true, .said = "no verb " + verb};
  return answer_of(service::perform(*service_, {by, "default", key, std::move(values), {}, false}, *found));
}

Answer House::fact(service::FactInput input) {
  input.actor = "erp";
  const Caller by = caller("integration");
  const auto verdicts = service::post_facts(*service_, by, "default", {input}, {});
  if (!verdicts) return {.refused = true, .said = verdicts.error().code};
  Done done{.refused = verdicts->front().outcome == service::Outcome::refused};
  done.refusals = verdicts->front().refusals;
  done.warnings = verdicts->front().warnings;
  return answer_of(Result<Done>(std::move(done)));
}

Answer House::post(const std::string& form, Values values) {
  const Caller visitor{.actor = "form", .role = "integration", .channel = Channel::form};
  return answer_of(service::post_form(*service_, visitor, "default", form, values));
}

odata::Response House::send(std::string method, std::string path, std::string body, odata::Headers headers,
                            std::string role) {
  odata::Request request{.method = std::move(method),
                         .path = std::move(path),
                         .base = "https://crm.test/w/default/odata/",
                         .workspace = "default"};
  request.headers = std::move(headers);
  if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  if (request.method == "PATCH" && !odata::find_header(request.headers, "If-Match"))
    request.headers.emplace_back("If-Match", "*");
  request.body = std::move(body);
  return api_->handle(caller(std::move(role)), request);
}

Answer House::odata(std::string method, std::string path, std::string body) {
  return answer_of(send(std::move(method), std::move(path), std::move(body)));
}

Answer House::change_set(const std::vector<std::pair<std::string, std::string>>& posts) {
  std::string body = R"({"requests":[)";
  int number = 0;
  for (const auto& [url, json] : posts) {
    body += (number ? "," : "") + std::string(R"({"id":")") + std::to_string(number) +
            R"(","atomicityGroup":"g","method":"POST","url":")" + url +
            R"(","headers":{"content-type":"application/json"},"body":)" + json + "}";
    ++number;
  }
  const odata::Response response = send("POST", "/$batch", body + "]}");
  Answer answer = answer_of(response);
  answer.refused |= answer.says(R"("status":4)");
  return answer;
}

transfer::ImportReport House::import(const std::string& csv, const std::string& mapping) {
  std::ofstream(folder_ + "/in.csv", std::ios::binary) << csv;
  std::ofstream(folder_ + "/in.map.yaml", std::ios::binary) << mapping;
  std::vector<std::string> faults;
  const auto report = transfer::import_file(
      *service_, folder_ + "/store.db",
      {.file = folder_ + "/in.csv", .mapping_path = folder_ + "/in.map.yaml", .rejects_path = folder_ + "/rejects.csv"},
      &faults);
  for (const std::string& fault : faults) ADD_FAILURE() << fault;
  if (!report) {
    ADD_FAILURE() << say(Language::english, report.error());
    return {};
  }
  return *report;
}

Answer House::bulk(const std::string& account, const std::string& change) {
  const Caller by = caller("manager");
  const auto asked = service::parse_bulk(R"({"accounts":[")" + account + R"("],)" + change.substr(1));
  if (!asked) return {.refused = true, .said = asked.error().code};
  const auto begun = service::bulk_commit(*service_, by, "default", *asked);
  if (!begun) return {.refused = true, .said = begun.error().code};
  service::Jobs jobs(*service_, service::bulk_job_kinds(), {});
  const auto job = jobs.run("default", std::stoll(begun->key));
  if (!job) return {.refused = true, .said = job.error().code};
  return {.refused = job->refused > 0, .said = job->result};
}

std::string House::property(const std::string& account, const std::string& name) {
  return field("account", account, name);
}

std::string House::field(const std::string& record, const std::string& key, const std::string& name) {
  std::string found;
  const auto look = [&](service::Context& context) -> Result<Done> {
    TENURE_TRY(const service::acts::Row row, service::acts::load(context, record, key));
    found = row.text(name);
    return Done{};
  };
  const Caller owner{.role = "owner"};
  (void)service_->impl().observe(owner, "default", {}, look);
  return found;
}

void House::expect_sound() {
  const auto findings = service_->verify("default");
  ASSERT_TRUE(findings.has_value());
  for (const auto& finding : *findings) ADD_FAILURE() << say(Language::english, finding.code, finding.arguments);
}

}  // namespace tenure::doors
