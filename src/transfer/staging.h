#pragma once
// What rows tell, as records that an ExternalSort brings together by account and document.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "transfer/external_sort.h"
#include "transfer/mapping.h"
#include "transfer/row_facts.h"

namespace tenure::transfer {

// Orders records by account; within one, first what its rows say of the account itself, then facts
// by kind and key; each in the order of the rows. Keys have no control characters, so a NUL ends
// them.
struct StagedKey {
  std::string_view account;
  bool fact = false;
  uint16_t kind = 0;
  std::string_view key;  // of the fact
  int64_t row = 0;
};
void put_key(std::string& out, const StagedKey&);
StagedKey read_key(std::string_view);

struct StagedAccount {
  std::optional<Instant> created_at;
  std::string_view body;  // packed: properties
};
StagedAccount read_account(std::string_view payload);

struct StagedFact {
  uint16_t mapping = 0;  // index of Mapping::facts
  Instant at;
  std::string_view line;  // "" without `lines`
  std::string_view body;  // packed
};
StagedFact read_fact(std::string_view payload);

class Stager {
 public:
  // Keeps references to both.
  Stager(const Mapping&, ExternalSort& staged);
  // What RowFacts::read() told of this row.
  void add(const RowFacts&, int64_t row);

 private:
  void add_account(const RowFacts&, int64_t row);

  const Mapping& mapping_;
  ExternalSort& staged_;
  std::string key_, payload_, word_;
  std::vector<std::string> said_;  // what was said of accounts lately: rows repeat it
};

}  // namespace tenure::transfer
