#include "store/sqlite/statistics.h"

#include <algorithm>
#include <string>
#include <vector>

#include "records/schema.h"

namespace tenure::store::sqlite {
namespace {

constexpr int64_t kRows = 1'000'000;
constexpr int64_t kRemoved = 10'000;  // of them

struct Index {
  std::string name;
  bool unique = false;
  std::vector<std::string> columns;
};

std::vector<Index> indexes_of(Connection& connection, std::string_view table) {
  std::vector<Index> indexes;
  Statement found = connection.prepare(
      "SELECT l.name, l.\"unique\", l.origin, i.name FROM pragma_index_list(?1) l, "
      "pragma_index_info(l.name) i ORDER BY l.seq, i.seqno");
  found.bind_text(1, table);
  // The key of a table that is its own index goes by the table's name.
  Statement clustered =
      connection.prepare("SELECT wr FROM pragma_table_list(?1) WHERE schema='main'");
  const bool without_rowid = clustered.bind_text(1, table).step() && clustered.number(0) != 0;
  std::string last;
  while (found.step()) {
    const std::string_view index = found.text(0);
    if (indexes.empty() || last != index) {
      last = index;
      const bool key = without_rowid && found.text(2) == "pk";
      indexes.push_back({key ? std::string(table) : last, found.number(1) != 0, {}});
    }
    indexes.back().columns.emplace_back(found.text(3));
  }
  return indexes;
}

// "1000000 1000000 100000 10": how many rows there are, and how many share the first column, the first two …
std::string assumed(const Index& index) {
  const bool removed = index.name.starts_with("account_removed_by_");
  int64_t share = removed ? kRemoved : kRows;
  std::string text = std::to_string(share);
  for (size_t i = 0; i < index.columns.size(); ++i) {
    const std::string& column = index.columns[i];
    const bool stage = (removed || index.name.starts_with("account_by_")) && i == 1;
    if (index.unique && i + 1 == index.columns.size()) {
      share = 1;
    } else if (stage || column == "kind") {
      share = std::max<int64_t>(1, share / 10);
    } else if (column != "_workspace" && column != "workspace") {
      share = std::min<int64_t>(share, 10);
    }
    text += " " + std::to_string(share);
  }
  return text;
}

void assume(Connection& connection, std::string_view table) {
  for (const Index& index : indexes_of(connection, table)) {
    Statement row = connection.prepare("INSERT INTO sqlite_stat1(tbl, idx, stat) VALUES(?1,?2,?3)");
    const std::string stat = assumed(index);
    row.bind_text(1, table).bind_text(2, index.name).bind_text(3, stat).run();
  }
}

}  // namespace

void assume_statistics(Connection& connection) {
  connection.execute("ANALYZE workspace");  // makes the table of statistics, and next to nothing else
  connection.run("DELETE FROM sqlite_stat1");
  for (const records::Record& record : records::schema()) assume(connection, record.name);
  for (const char* table : {"fact", "transition", "supersession", "stage_spell"}) assume(connection, table);
  connection.execute("ANALYZE sqlite_schema");  // reads them
}

}  // namespace tenure::store::sqlite
