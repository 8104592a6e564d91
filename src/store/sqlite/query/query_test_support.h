#pragma once
// For tests of queries: a model with a field of every kind and links of every sort, its tables, random rows in
// them and in memory, and random questions.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <random>

#include "base/environment.h"
#include "base/text.h"
#include "query/bind.h"
#include "query/memory.h"
#include "store/sqlite/query/run.h"
#include "store/sqlite/statistics.h"

namespace tenure::store::sqlite::query_test {

using expression::Cell;
using expression::Kind;
using query::Entity;
using query::Field;
using query::Model;
using query::Place;

inline const std::vector<std::string> kColours = {"red", "green", "blue"};

inline Field column(std::string name, Kind kind, uint16_t flags = 0) {
  Field field{.name = name, .type = {kind}, .flags = flags, .place = {.name = name}};
  return field;
}

enum Which : uint16_t { kAccount, kOrder, kLine };
inline constexpr uint16_t kColour = 17;  // of an account

// account ─< order ─< line; an account may have a parent, and its colour is its stage.
inline query::ModelPtr make_model() {
  auto model = std::make_shared<Model>();
  const auto* colours = model->keep(kColours);
  Entity& account = model->entities.emplace_back();
  account.name = account.table = "account";
  account.set = "accounts";
  account.fields = {column("_id", Kind::int64, query::kHidden),
                    column("key", Kind::string, query::kKey | query::kUnique | query::kSearch),
                    column("name", Kind::string, query::kSearch),
                    column("town", Kind::string, query::kSearch),
                    column("owner", Kind::string),
                    column("parent", Kind::string),
                    column("b", Kind::boolean),
                    column("i", Kind::int64),
                    column("j", Kind::int64),
                    column("d", Kind::decimal),
                    column("e", Kind::decimal),
                    column("f", Kind::double_),
                    column("day", Kind::date),
                    column("t", Kind::instant),
                    column("u", Kind::duration),
                    column("o", Kind::time_of_day),
                    column("g", Kind::guid),
                    column("c", Kind::choice),
                    column("archived", Kind::boolean)};
  account.fields[kColour].type.choices = colours;
  account.fields[kColour].place.lifecycle = "life";
  account.key = {1};
  account.tie = {0};
  account.own = query::Own::owner;
  account.own_field = 4;
  account.links = {{.name = "orders", .target = kOrder, .many = true, .from = 0, .to = 0},
                   {.name = "parent_record", .target = kAccount, .from = 5, .to = 1},
                   {.name = "children", .target = kAccount, .many = true, .from = 1, .to = 5}};
  Entity& order = model->entities.emplace_back();
  order.name = order.table = "order";
  order.set = "orders";
  order.fields = {column("_account", Kind::int64, query::kHidden),
                  column("key", Kind::string, query::kKey | query::kUnique | query::kSearch),
                  column("account", Kind::string),
                  column("amount", Kind::decimal),
                  column("i", Kind::int64),
                  column("t", Kind::instant),
                  column("note", Kind::string, query::kSearch),
                  column("b", Kind::boolean)};
  order.fields[2].place = {.kind = Place::Kind::account, .name = "_account"};
  order.key = {1};
  order.own = query::Own::account;
  order.own_field = 0;
  order.links = {{.name = "account_record", .target = kAccount, .from = 0, .to = 0},
                 {.name = "lines", .target = kLine, .many = true, .from = 1, .to = 2}};
  Entity& line = model->entities.emplace_back();
  line.name = line.table = "line";
  line.set = "lines";
  line.fields = {column("_account", Kind::int64, query::kHidden),
                 column("key", Kind::string, query::kKey | query::kUnique),
                 column("order", Kind::string),
                 column("i", Kind::int64),
                 column("d", Kind::decimal),
                 column("sku", Kind::string, query::kSearch)};
  line.key = {1};
  line.own = query::Own::account;
  line.own_field = 0;
  line.links = {{.name = "order_record", .target = kOrder, .from = 2, .to = 1}};
  model->finish();
  return model;
}

inline constexpr const char* kTables = R"sql(
CREATE TABLE workspace(id INTEGER PRIMARY KEY);
CREATE TABLE name(workspace INTEGER, id INTEGER, text TEXT, PRIMARY KEY(workspace, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX name_text ON name(workspace, text);
CREATE TABLE stage_count(workspace INTEGER, lifecycle INTEGER, stage INTEGER, accounts INTEGER,
  PRIMARY KEY(workspace, lifecycle, stage)) WITHOUT ROWID;
INSERT INTO name VALUES(7,1,'life'),(7,2,'red'),(7,3,'green'),(7,4,'blue'),(8,1,'red'),(8,2,'life');
CREATE TABLE account(_id INTEGER PRIMARY KEY, _workspace INTEGER NOT NULL, key TEXT NOT NULL,
  name, town, owner, parent, b, i, j, d COLLATE decimal, e COLLATE decimal, f, day, t, u, o, g, c, archived,
  UNIQUE(_workspace, key));
CREATE INDEX account_by_c ON account(_workspace, c, name);
CREATE INDEX account_by_c_since ON account(_workspace, c, t);
CREATE INDEX account_removed_by_c ON account(_workspace, c, archived) WHERE archived=1;
CREATE INDEX account_name ON account(_workspace, name);
CREATE INDEX account_parent ON account(_workspace, parent) WHERE parent IS NOT NULL;
CREATE TABLE "order"(_id INTEGER PRIMARY KEY, _workspace INTEGER NOT NULL, _account INTEGER,
  key TEXT NOT NULL, amount TEXT COLLATE decimal, i INTEGER, t INTEGER, note TEXT, b INTEGER,
  UNIQUE(_workspace, key));
CREATE INDEX order_account ON "order"(_account);
CREATE TABLE line(_id INTEGER PRIMARY KEY, _workspace INTEGER NOT NULL, _account INTEGER,
  key TEXT NOT NULL, "order" TEXT, i INTEGER, d TEXT COLLATE decimal, sku TEXT,
  UNIQUE(_workspace, key));
CREATE INDEX line_order ON line(_workspace, "order");
)sql";

// The same rows in SQLite, among rows of another workspace, and in memory.
class World {
 public:
  static constexpr WorkspaceId kWorkspace = 7;

  explicit World(query::ModelPtr model = make_model()) : model_(std::move(model)), path_(new_file()) {
    connection_ = std::make_unique<Connection>(path_, Access::write);
    const int code =
        sqlite3_exec(connection_->handle(), "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY", nullptr, nullptr, nullptr);
    EXPECT_EQ(code, SQLITE_OK);
    queries_ = std::make_unique<Queries>(*connection_);
    run(kTables);
    assume_statistics(*connection_);
    memory_ = std::make_unique<query::Memory>(model_);
  }
  ~World() {
    queries_.reset();
    connection_.reset();
    std::filesystem::remove(path_);
  }

  void run(const char* sql) {
    char* problem = nullptr;
    sqlite3_exec(connection_->handle(), sql, nullptr, nullptr, &problem);
    EXPECT_EQ(problem, nullptr) << problem;
  }
  void add(uint16_t entity, const std::vector<Value>& fields) {
    insert(kWorkspace, entity, fields);
    memory_->add(entity, fields);
    if (entity == kAccount) count(kWorkspace, fields[kColour]);
  }
  void add_foreign(uint16_t entity, const std::vector<Value>& fields) {
    insert(kWorkspace + 1, entity, fields);
    if (entity == kAccount) count(kWorkspace + 1, fields[kColour]);
  }
  void clear() {
    run("DELETE FROM account; DELETE FROM \"order\"; DELETE FROM line; DELETE FROM stage_count;");
    memory_ = std::make_unique<query::Memory>(model_);
  }

  const query::ModelPtr& model() const { return model_; }
  Queries& queries() { return *queries_; }
  query::Memory& memory() { return *memory_; }

 private:
  static std::string new_file() {
    static int number = 0;
    const std::string path = testing::TempDir() + "/query-" + std::to_string(getpid()) + "-" +
                             std::to_string(++number) + ".db";
    std::filesystem::remove(path);
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
    sqlite3_exec(handle, "CREATE TABLE made(x)", nullptr, nullptr, nullptr);
    sqlite3_close(handle);
    return path;
  }
  // As the store does with every move.
  void count(WorkspaceId workspace, const Value& stage) {
    Statement row = connection_->prepare(
        "INSERT INTO stage_count VALUES(?1, (SELECT id FROM name WHERE workspace=?1 AND text='life'), "
        "coalesce((SELECT id FROM name WHERE workspace=?1 AND text=?2), 0), 1) "
        "ON CONFLICT DO UPDATE SET accounts=accounts+1");
    row.bind(1, workspace).bind_value(2, stage).run();
  }
  void insert(WorkspaceId workspace, uint16_t entity, const std::vector<Value>& fields) {
    const Entity& about = model_->entities[entity];
    std::string names = "_workspace", marks = "?1";
    std::vector<size_t> columns;
    for (size_t i = 0; i < about.fields.size(); ++i) {
      if (about.fields[i].place.kind != Place::Kind::column) continue;
      if (about.fields[i].place.name == "_id" && workspace != kWorkspace) continue;
      names += ",\"" + about.fields[i].place.name + "\"";
      marks += ",?" + std::to_string(columns.size() + 2);
      columns.push_back(i);
    }
    const std::string sql = "INSERT INTO \"" + about.table + "\"(" + names + ") VALUES(" + marks + ")";
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(connection_->handle(), sql.c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sqlite3_errmsg(connection_->handle());
    {
      Statement row(*connection_, statement);
      row.bind(1, workspace);
      for (size_t i = 0; i < columns.size(); ++i) row.bind_value(static_cast<int>(i) + 2, fields[columns[i]]);
      row.run();
    }
    sqlite3_finalize(statement);
  }

  query::ModelPtr model_;
  std::string path_;
  std::unique_ptr<Connection> connection_;
  std::unique_ptr<Queries> queries_;
  std::unique_ptr<query::Memory> memory_;
};

// ---- answers as text, so that a difference can be read ---------------------------------------------------

inline std::string text_of_cell(const Cell& cell) {
  if (cell.is_null()) return "null";
  if (cell.kind == Kind::double_) {
    if (std::isnan(cell.as_double())) return "NaN";
    return cell.as_double() == 0 ? "0" : std::to_string(cell.as_double());
  }
  if (cell.kind == Kind::decimal) return to_string(cell.as_decimal().normalized());
  return to_text(expression::to_value(cell, {cell.kind}));
}

inline std::string text_of_row(const query::Row& row) {
  std::string text;
  for (const Cell& cell : row.cells) text += (text.empty() ? "" : "|") + text_of_cell(cell);
  for (const query::Nested& nested : row.expanded) {
    text += " {";
    if (nested.count) text += "#" + std::to_string(*nested.count) + " ";
    for (size_t i = 0; i < nested.rows.size(); ++i) text += (i ? "; " : "") + text_of_row(nested.rows[i]);
    text += nested.more ? " …}" : "}";
  }
  return text;
}

// All pages of the answer, a line a row; what was refused is "error: code".
template <typename Run>
std::string all_pages(query::Query& query, Run run) {
  std::string text;
  for (int page = 0; page < 100; ++page) {
    Result<query::Answer> answer;
    try {
      answer = run(query, [&](const query::Row& row) {
        text += text_of_row(row) + "\n";
        return true;
      });
    } catch (const EnvironmentError& error) {
      return "thrown: " + say(Language::english, error.error()) + "\n";
    }
    if (!answer) return "error: " + answer.error().code + "\n";
    if (answer->count) text += "count " + std::to_string(*answer->count) + "\n";
    if (!answer->next) break;
    // Through the bytes that a client would bring back.
    const auto next = query::decode_position(query, query::encode(*answer->next));
    if (!next) return "error: " + next.error().code + "\n";
    if (query.top) *query.top -= answer->rows;
    query.after = *next;
    text += "--\n";
  }
  return text;
}

}  // namespace tenure::store::sqlite::query_test
