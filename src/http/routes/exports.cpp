#include "http/routes/exports.h"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "base/limits_of_doors.h"
#include "http/routes/answer.h"
#include "http/routes/principal.h"
#include "service/reading.h"
#include "transfer/csv_writer.h"
#include "transfer/xlsx_writer.h"

namespace tenure::http {

namespace {

using service::Reading;

// The file that the rows become.
class Sheet {
 public:
  virtual ~Sheet() = default;
  virtual void title(const std::string& text, bool ours) = 0;
  virtual void value(const Value&) = 0;
  virtual void end_row() = 0;
  virtual void finish() {}
  std::string bytes;  // written since its owner took them
};

class CsvSheet final : public Sheet {
 public:
  explicit CsvSheet(bool mark) {
    if (mark) bytes = "\xef\xbb\xbf";
  }
  void title(const std::string& text, bool ours) override { ours ? csv_.typed(text) : csv_.text(text); }
  void value(const Value& value) override { csv_.value(value); }
  void end_row() override { csv_.end_row(); }

 private:
  transfer::CsvWriter csv_{bytes};
};

class XlsxSheet final : public Sheet {
 public:
  XlsxSheet(const TimeZone& zone, Language language) : xlsx_(bytes, zone, language == Language::hebrew) {}
  void title(const std::string& text, bool) override { xlsx_.text(text); }
  void value(const Value& value) override { xlsx_.value(value); }
  void end_row() override { xlsx_.end_row(); }
  void finish() override { xlsx_.finish(); }

 private:
  transfer::XlsxWriter xlsx_;
};

// A list on its way to its reader, a page of rows at a time: memory stays flat, and somebody who is signed out while
// it lasts gets no more of it.
class Export {
 public:
  Export(Reading reading, query::Query query, std::shared_ptr<const SignedIn> who, std::unique_ptr<Sheet> sheet)
      : reading_(std::move(reading)), query_(std::move(query)), who_(std::move(who)), sheet_(std::move(sheet)) {}

  void write_header(bool titles, Language language) {
    for (const uint16_t index : query_.select) {
      const query::Field& field = query_.about().fields[index];
      const std::string& title = language == Language::hebrew && !field.hebrew.empty() ? field.hebrew : field.english;
      const bool ours = !titles || title.empty();
      sheet_->title(ours ? field.name : title, ours);
    }
    sheet_->end_row();
  }

  // Whether there are more. Errors besides those of the query: "sheet-too-long" {limit}: so many fit, and more than
  // `most` are to come.
  Result<bool> write_page(std::string& out, int64_t most = INT64_MAX) {
    query_.count = most < INT64_MAX;
    TENURE_TRY(const query::Answer answer, reading_.run(query_, [&](const query::Row& row) {
      for (size_t i = 0; i < query_.select.size(); ++i) {
        const query::Field& field = query_.about().fields[query_.select[i]];
        const bool body = field.place.kind == query::Place::Kind::body;
        sheet_->value(body ? reading_.read_body(row, field, row.cells[i])
                           : expression::to_value(row.cells[i], field.type));
      }
      sheet_->end_row();
      return true;
    }));
    if (std::min(answer.count.value_or(0), query_.top.value_or(INT64_MAX)) > most)
      return refuse("sheet-too-long", {{"limit", std::to_string(most)}});
    if (query_.top) query_.top = *query_.top - answer.rows;
    query_.after = answer.next;
    query_.skip = 0;
    const bool more = answer.next.has_value();
    if (!more) sheet_->finish();
    out += sheet_->bytes;
    sheet_->bytes.clear();
    return more;
  }

  // A file that is not whole must not look as if it were: the connection breaks.
  bool next(std::string& out) {
    if (who_ && who_->still && !who_->still()) throw std::runtime_error("signed out during an export");
    const Result<bool> more = write_page(out);
    if (!more) throw std::runtime_error("an export ended early: " + more.error().code);
    return *more;
  }

 private:
  Reading reading_;
  query::Query query_;
  std::shared_ptr<const SignedIn> who_;
  std::unique_ptr<Sheet> sheet_;
};

// The pack's own lists, by name.
const lifecycle::ListView* list_of(const Reading& reading, std::string_view name) {
  const lifecycle::Definition& definition = *reading.realm->definition;
  if (name == "calling_list") return &definition.calling_list;
  if (name == "mailing_list") return &definition.mailing_list;
  return nullptr;
}

Result<query::Options> options_of(const Request& request, const lifecycle::ListView* list) {
  query::Options out;
  for (const auto& [name, to] : {std::pair("$select", &out.select), std::pair("$filter", &out.filter),
                                 std::pair("$orderby", &out.orderby), std::pair("$search", &out.search)}) {
    TENURE_TRY(std::string text, query_option(request, name));
    if (!text.empty()) *to = std::move(text);
  }
  TENURE_TRY(const int64_t top, number_option(request, "$top", -1, 0, INT64_MAX));
  if (top >= 0) out.top = top;
  if (list == nullptr) return out;
  if (!list->where_text.empty()) {
    out.filter = out.filter ? "(" + list->where_text + ") and (" + *out.filter + ")" : list->where_text;
  }
  if (!out.orderby && !list->order_by.empty()) out.orderby = list->order_by;
  return out;
}

Result<query::Query> bound_query(const Request& request, const Reading& reading, std::string_view name, Instant now) {
  const lifecycle::ListView* list = list_of(reading, name);
  const auto entity = reading.model->find_set(list ? "accounts" : name);
  if (!entity) return refuse("not-found");
  TENURE_TRY(const query::Options options, options_of(request, list));
  query::Setting setting = reading.setting(now);
  setting.page = limits::kExportPage;
  TENURE_TRY(setting.when.at, instant_option(request, "as_of", reading.realm->definition->zone));
  TENURE_TRY(setting.when.known_at, instant_option(request, "known_at", reading.realm->definition->zone));
  return query::bind(reading.model, *entity, options, setting);
}

// What kinds of files there are, by the name's ending.
struct Kind {
  std::string_view ending, type;
  int64_t rows;  // that it has place for
};
constexpr Kind kKinds[] = {
    {".csv", "text/csv; charset=utf-8", INT64_MAX},
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", transfer::kXlsxRows - 1},
};

Result<Response> answer(service::Service& service, const Clock& clock, Request& request) {
  std::string_view name = request.parameter("file");
  const auto* kind = std::ranges::find_if(kKinds, [&](const Kind& one) { return name.ends_with(one.ending); });
  if (kind == std::end(kKinds)) return refuse("not-found");
  name.remove_suffix(kind->ending.size());
  const service::Caller who = caller(request);
  TENURE_TRY(Reading reading, service.reading(who, request.parameter("workspace")));
  TENURE_TRY(query::Query query, bound_query(request, reading, name, clock.now()));
  TENURE_TRY(const std::string header, query_option(request, "header"));
  TENURE_TRY(const std::string mark, query_option(request, "bom"));
  std::unique_ptr<Sheet> sheet;
  if (kind == kKinds) sheet = std::make_unique<CsvSheet>(mark == "true");
  else sheet = std::make_unique<XlsxSheet>(reading.realm->definition->zone, who.language);
  auto list = std::make_shared<Export>(std::move(reading), std::move(query),
                                       std::dynamic_pointer_cast<const SignedIn>(request.principal), std::move(sheet));
  // The first rows are read before anything is said: what is wrong with the question is still an answer.
  list->write_header(header == "titles", who.language);
  std::string first;
  TENURE_TRY(const bool more, list->write_page(first, kind->rows));
  Response response(200, std::string(kind->type), "");
  response.header("Content-Disposition", attachment(std::string(name) + std::string(kind->ending)));
  response.header("Cache-Control", "no-store");
  if (!more) {
    response.body = std::move(first);
    return response;
  }
  response.body = Producer([list, first = std::move(first)](std::string& chunk) mutable {
    if (!first.empty()) {
      chunk.swap(first);
      first.clear();
      return true;
    }
    return list->next(chunk);
  });
  return response;
}

}  // namespace

void add_export_routes(Router& router, service::Service& service, const Clock& clock) {
  router.add(
      Method::get, "/w/{workspace}/exports/{file}",
      [&service, &clock](Request& request) {
        Result<Response> made = answer(service, clock, request);
        return made ? std::move(*made) : refusal(request, made.error());
      },
      {.name = "export.read", .scope = "read"});
}

}  // namespace tenure::http
