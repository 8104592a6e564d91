#pragma once
// Stored rows of the log as people read them: names instead of numbers, and what the fact said.
#include "service/body.h"
#include "service/service.h"

namespace tenure::service {

using LogRow = Service::LogRow;

class LogRows {
 public:
  LogRows(const Realm&, store::Reader&);
  LogRow row(const store::LogRow&);

 private:
  const Realm& realm_;
  store::Reader& reader_;
  std::vector<int> note_, reason_;  // per kind: the field, or -1
  std::vector<expression::Cell> cells_;
  std::vector<engine::Fact::PropertyValue> properties_;
};

}  // namespace tenure::service
