#include "odata/rows.h"

#include <algorithm>

#include "odata/url.h"

namespace tenure::odata {

using expression::Cell;
using expression::Kind;
using query::Entity;
using query::Field;
using query::Query;
using query::Row;

std::string etag_of(int64_t version) { return "W/\"" + std::to_string(version) + "\""; }

RowView RowView::prepare(Query& query, bool references) {
  RowView view;
  view.query_ = &query;
  view.references_ = references;
  if (query.grouping) return view;
  view.shown_ = query.select.size();
  const Entity& entity = query.about();
  const auto place_of = [&](uint16_t field) {
    const auto known = std::ranges::find(query.select, field);
    if (known != query.select.end()) return static_cast<size_t>(known - query.select.begin());
    query.select.push_back(field);
    return query.select.size() - 1;
  };
  for (const uint16_t field : entity.key) view.key_.push_back(place_of(field));
  if (entity.version_field != Entity::kNoField)
    view.version_ = static_cast<int>(place_of(entity.version_field));
  for (query::Expand& expand : query.expand) view.expanded_.push_back(prepare(*expand.query));
  return view;
}

std::string RowView::context(bool selected) const {
  const Entity& entity = query_->about();
  std::string inside;
  const auto add = [&](std::string_view item) {
    if (!inside.empty()) inside += ',';
    inside += item;
  };
  if (query_->grouping) {
    for (const auto& by : query_->grouping->by) add(by.path);
    for (const auto& aggregate : query_->grouping->aggregates) add(aggregate.alias);
    return entity.set + "(" + inside + ")";
  }
  if (selected) {
    for (size_t i = 0; i < shown_; ++i) add(entity.fields[query_->select[i]].name);
  }
  for (size_t i = 0; i < expanded_.size(); ++i) {
    const std::string& name = entity.links[query_->expand[i].link].name;
    const std::string nested = expanded_[i].context(expanded_[i].shown_ < expanded_[i].query_->about().fields.size());
    const size_t open = nested.find('(');
    add(name + (open == std::string::npos ? "()" : nested.substr(open)));
  }
  return inside.empty() ? entity.set : entity.set + "(" + inside + ")";
}

std::string RowView::etag(const Row& row) const {
  if (version_ < 0) return "";
  const Cell& cell = row.cells[static_cast<size_t>(version_)];
  return cell.is_null() ? "" : etag_of(cell.as_int64());
}

std::string address_of(const Entity& entity, std::span<const Value> key) {
  std::string out = entity.set + "(";
  for (size_t i = 0; i < key.size(); ++i) {
    if (i) out += ',';
    if (key.size() > 1) out += entity.fields[entity.key[i]].name + "=";
    out += percent_encode(to_literal(key[i]), "'!*;:@$");
  }
  return out + ")";
}

std::string RowView::address(const Row& row) const {
  const Entity& entity = query_->about();
  std::vector<Value> key;
  for (size_t i = 0; i < key_.size(); ++i) {
    key.push_back(expression::to_value(row.cells[key_[i]], entity.fields[entity.key[i]].type));
  }
  return address_of(entity, key);
}

namespace {

// The cell as JSON, without a detour by Value where it is a plain one.
void write_cell(json::Writer& out, const Cell& cell, const expression::Type& type, const JsonFormat& format) {
  if (cell.is_null()) {
    out.null();
    return;
  }
  if (cell.collection) {
    write_value(out, expression::to_value(cell, type), format);
    return;
  }
  switch (cell.kind) {
    case Kind::string:
    case Kind::choice: out.value(cell.as_text()); return;
    case Kind::boolean: out.value(cell.as_bool()); return;
    case Kind::int64:
      if (!format.ieee754) {
        out.value(cell.as_int64());
        return;
      }
      break;
    case Kind::instant: out.value(cell.as_instant()); return;
    default: break;
  }
  write_value(out, expression::to_value(cell, type), format);
}

// Those members alone, of an object or of each in a list.
Value only(const Value& value, const std::vector<std::string>& names) {
  if (const auto* list = value.get<std::shared_ptr<const List>>()) {
    auto out = std::make_shared<List>();
    for (const Value& item : (*list)->items) out->items.push_back(only(item, names));
    return std::shared_ptr<const List>(out);
  }
  const auto* object = value.get<std::shared_ptr<const Object>>();
  if (!object) return value;
  auto out = std::make_shared<Object>();
  for (const auto& [name, member] : (*object)->members) {
    if (std::ranges::find(names, name) != names.end()) out->members.emplace_back(name, member);
  }
  return std::shared_ptr<const Object>(out);
}

// A row of groupby: a path's segments are objects in it.
void write_grouped(json::Writer& out, const Query& query, const Row& row, const JsonFormat& format) {
  const query::Grouping& grouping = *query.grouping;
  std::vector<std::string> open;  // the objects that are open now
  const auto leave = [&](size_t depth) {
    for (; open.size() > depth; open.pop_back()) out.end_object();
  };
  const auto enter = [&](std::string_view path) {
    std::vector<std::string> objects;
    size_t slash;
    while ((slash = path.find('/')) != std::string_view::npos) {
      objects.emplace_back(path.substr(0, slash));
      path.remove_prefix(slash + 1);
    }
    size_t same = 0;
    while (same < open.size() && same < objects.size() && open[same] == objects[same]) ++same;
    leave(same);
    for (size_t i = same; i < objects.size(); ++i) {
      out.key(objects[i]).begin_object();
      open.push_back(objects[i]);
    }
    out.key(path);
  };
  // Paths with a common beginning stand together: an object is written once.
  std::vector<size_t> order(grouping.by.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, [&](size_t a, size_t b) {
    const std::string &left = grouping.by[a].path, &right = grouping.by[b].path;
    return left.substr(0, left.rfind('/') + 1) < right.substr(0, right.rfind('/') + 1);
  });
  for (const size_t i : order) {
    enter(grouping.by[i].path);
    write_cell(out, row.cells[i], grouping.by[i].value.type(), format);
  }
  leave(0);
}

}  // namespace

void RowView::write_members(json::Writer& out, const Row& row, const JsonFormat& format,
                            const std::string& base, const ReadBody& read_body) const {
  if (query_->grouping) {
    const query::Grouping& grouping = *query_->grouping;
    if (!grouping.by.empty()) write_grouped(out, *query_, row, format);
    for (size_t i = 0; i < grouping.aggregates.size(); ++i) {
      out.key(grouping.aggregates[i].alias);
      write_cell(out, row.cells[grouping.by.size() + i], grouping.aggregates[i].type, format);
    }
    return;
  }
  const Entity& entity = query_->about();
  if (references_) {
    out.field("@odata.id", base + address(row));
    return;
  }
  const bool full = format.metadata == JsonFormat::Metadata::full;
  if (full) {
    out.field("@odata.type", "#tenure." + entity.name);
    out.field("@odata.id", base + address(row));
    out.field("@odata.editLink", address(row));
  }
  if (format.metadata != JsonFormat::Metadata::none) {
    if (const std::string tag = etag(row); !tag.empty()) out.field("@odata.etag", tag);
  }
  for (size_t i = 0; i < shown_; ++i) {
    const Field& field = entity.fields[query_->select[i]];
    if (full && field.type.kind != Kind::string && field.type.kind != Kind::boolean &&
        field.type.kind != Kind::choice && field.type.kind != Kind::record) {
      out.field(field.name + "@odata.type", "#" + std::string(edm_name(field.type.kind)).substr(4));
    }
    out.key(field.name);
    if (field.place.kind == query::Place::Kind::body) {
      const auto parts = std::ranges::find(query_->parts, query_->select[i], &std::pair<uint16_t, std::vector<std::string>>::first);
      Value value = read_body(row, field, row.cells[i]);
      if (parts != query_->parts.end()) value = only(value, parts->second);
      write_value(out, value, format);
    }
    else write_cell(out, row.cells[i], field.type, format);
  }
  for (size_t i = 0; i < expanded_.size(); ++i) {
    const query::Link& link = entity.links[query_->expand[i].link];
    const query::Nested& nested = row.expanded[i];
    if (nested.count && format.metadata != JsonFormat::Metadata::none)
      out.field(link.name + "@odata.count", *nested.count);
    if (!query_->expand[i].query->rows) continue;
    out.key(link.name);
    if (!link.many) {
      if (nested.rows.empty()) out.null();
      else expanded_[i].write(out, nested.rows[0], format, base, read_body);
      continue;
    }
    out.begin_array();
    for (const Row& one : nested.rows) expanded_[i].write(out, one, format, base, read_body);
    out.end_array();
    if (nested.more) out.field(link.name + "@odata.nextLink", base + address(row) + "/" + link.name);
  }
}

void RowView::write(json::Writer& out, const Row& row, const JsonFormat& format,
                    const std::string& base, const ReadBody& read_body) const {
  out.begin_object();
  write_members(out, row, format, base, read_body);
  out.end_object();
}

}  // namespace tenure::odata
