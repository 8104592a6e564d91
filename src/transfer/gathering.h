#pragma once
// From staged rows, in order, to batches for service::record_bulk: rows become documents, the facts
// of an account stand in fold order, and an account is in one batch where that is possible, so that
// it is folded once.
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "service/service.h"
#include "transfer/document_lines.h"
#include "transfer/external_sort.h"
#include "transfer/mapping.h"
#include "transfer/staging.h"

namespace tenure::transfer {

// The numbers of rows, ascending: a byte or two for most.
class RowList {
 public:
  void add(int64_t row);
  void clear();
  bool empty() const { return bytes_.empty(); }
  const std::string& bytes() const { return bytes_; }
  static void each(std::string_view bytes, const std::function<void(int64_t)>&);

 private:
  std::string bytes_;
  int64_t last_ = 0;
};

// What is recorded in one transaction.
struct Batch {
  std::vector<service::Service::BulkFact> facts;  // `line` is the place in `sources`
  struct Source {
    const FactMapping* mapping = nullptr;  // null: the account itself
    std::string_view rows;                 // a RowList
  };
  std::vector<Source> sources;
  int64_t said_again = 0;  // accounts that an earlier batch spoke of
  expression::Arena text;  // what the views above show
  size_t bytes = 0;
  void clear();
};

class Gathering {
 public:
  // One row, not to be recorded.
  using Refuse = std::function<void(int64_t row, const Error&)>;
  // Records what the batch holds; false: stop.
  using Record = std::function<bool(const Batch&)>;
  Gathering(const Mapping&, const std::string& temp_prefix, Refuse, Record);

  // Every staged record, in order. False: stopped.
  bool add(const ExternalSort::Record&);
  bool finish();

  // Facts that were told by an earlier row of the file already.
  int64_t repeated() const { return repeated_; }

  // service::Service::Merge: the lines of this file with those that the store kept. Rows that it
  // refuses are in `refused`, by the fact's `line`: only the last word counts, for a transaction
  // may be tried again. Throws EnvironmentError "store-corrupt".
  struct Refused {
    std::string_view rows;        // all of these, when not empty
    std::vector<int64_t> single;  // else these
    Error why;
  };
  service::Service::Document merge(const service::Service::BulkFact&, const Batch&,
                                   std::string_view kept,
                                   std::map<int64_t, Refused>& refused) const;

 private:
  struct Document {
    uint16_t mapping = 0;
    uint16_t kind = 0;
    std::string key;
    Instant at;
    std::string body;
    std::vector<DocumentLine> lines;
    RowList rows;
    bool empty = true;
  };
  void begin_account(std::string_view account);
  void add_to_account(const StagedAccount&, int64_t row);
  void add_fact(const StagedKey&, const StagedFact&);
  void add_line(const StagedKey&, const StagedFact&);
  void finish_document();
  bool finish_lines(std::string& lines);
  bool finish_account();
  void put_account();
  void put_fact(const ExternalSort::Record&);
  bool record();
  void refuse_all(std::string_view rows, const Error&);

  const Mapping& mapping_;
  Refuse refuse_;
  Record record_;
  uint16_t created_kind_, changed_kind_;
  ExternalSort in_order_;  // facts of the account
  std::string account_;
  bool any_account_ = false;
  bool said_ = false;  // the batch knows of the account
  bool said_before_ = false;
  int64_t of_account_ = 0;  // facts of it in the batch
  struct {
    bool any = false;
    std::optional<Instant> created_at;
    std::vector<std::pair<uint16_t, Value>> properties;
    RowList rows;
  } about_;
  Document document_;
  Batch batch_;
  int64_t repeated_ = 0;
  std::string key_, payload_;
};

}  // namespace tenure::transfer
