#pragma once
// A workspace with all its doors, in a folder of its own, and a clock that moves when it is told to.
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "odata/api.h"
#include "service/perform.h"
#include "service/service.h"
#include "store/store.h"
#include "transfer/import.h"

namespace tenure::doors {

using Values = std::vector<std::pair<std::string, Value>>;

// What a door answered, as far as all of them can say it.
struct Answer {
  bool refused = false;
  std::string said;  // codes and ids, or the body: what to look into
  std::string key;   // of what was made, where the door says it
  bool says(std::string_view text) const { return said.find(text) != std::string::npos; }
};
Answer answer_of(const Result<service::Done>&);
Answer answer_of(const odata::Response&);

class House {
 public:
  explicit House(service::WorkspaceOptions);
  ~House();

  service::Service& service() { return *service_; }
  FixedClock& clock() { return clock_; }
  const odata::Api& api() const { return *api_; }
  void pass(int64_t seconds) { clock_.set({clock_.now().micros + seconds * 1'000'000}); }
  service::Caller caller(std::string role = "rep") const;

  Answer create(const std::string& record, Values, service::Channel = service::Channel::api);
  Answer act(const std::string& record, const std::string& key, const std::string& verb, Values);
  Answer fact(service::FactInput);
  Answer post(const std::string& form, Values);
  odata::Response send(std::string method, std::string path, std::string body, odata::Headers = {},
                       std::string role = "rep");
  Answer odata(std::string method, std::string path, std::string body);
  // One change set of a $batch, in JSON; the answer of its last request, refused when the set was.
  Answer change_set(const std::vector<std::pair<std::string, std::string>>& posts);
  transfer::ImportReport import(const std::string& csv, const std::string& mapping);
  // A bulk change of one account, done as a job.
  Answer bulk(const std::string& account, const std::string& change);

  // A property of the account as it is read; "" = nothing.
  std::string property(const std::string& account, const std::string& name);
  std::string field(const std::string& record, const std::string& key, const std::string& name);
  void expect_sound();

 private:
  std::string folder_;
  FixedClock clock_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<service::Service> service_;
  std::unique_ptr<odata::Api> api_;
};

}  // namespace tenure::doors
