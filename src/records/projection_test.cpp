// What facts write into records: every kind that names a record has its row in the table, and every
// field that the table names exists with a fitting type.
#include "records/projection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "records/fact_kinds.h"

namespace tenure::records {
namespace {

using expression::Kind;

bool fits(Kind from, Kind to) {
  return from == to || (from == Kind::string && to == Kind::choice);
}

const FactField* find(const FactKind& kind, std::string_view name) {
  const auto found = std::ranges::find(kind.fields, name, &FactField::name);
  return found == kind.fields.end() ? nullptr : &*found;
}

TEST(Projections, EveryKindOfADocumentHasOneAndNoOther) {
  std::set<std::string_view> seen;
  for (const Projection& projection : projections()) {
    EXPECT_TRUE(seen.insert(projection.kind).second) << projection.kind;
    const FactKind* kind = find_fact_kind(projection.kind);
    ASSERT_NE(kind, nullptr) << projection.kind;
    EXPECT_EQ(kind->record, projection.record) << projection.kind;
    EXPECT_EQ(find_projection(projection.kind), &projection);
  }
  for (const FactKind& kind : fact_kinds())
    EXPECT_EQ(seen.contains(kind.name), !kind.record.empty()) << kind.name;
  EXPECT_EQ(find_projection("account.created"), nullptr);
}

TEST(Projections, WhatTheyWriteExistsAndFits) {
  for (const Projection& projection : projections()) {
    const Record& record = *find_record(projection.record);
    const FactKind& kind = *find_fact_kind(projection.kind);
    if (!projection.at_field.empty()) {
      const Field* field = find_field(record, projection.at_field);
      ASSERT_NE(field, nullptr) << projection.kind;
      EXPECT_EQ(field->type, Kind::instant) << projection.kind;
    }
    EXPECT_TRUE(!projection.creates || !projection.at_field.empty()) << projection.kind;
    for (const Projection::Constant& constant : projection.constants) {
      const Field* field = find_field(record, constant.field);
      ASSERT_NE(field, nullptr) << projection.kind;
      EXPECT_TRUE(fits(Kind::string, field->type)) << projection.kind;
    }
    for (const Projection::Rename& rename : projection.renames) {
      ASSERT_NE(find(kind, rename.from), nullptr) << projection.kind;
      ASSERT_NE(find_field(record, rename.to), nullptr) << projection.kind;
    }
    for (const FactField& field : kind.fields) {
      const Field* to = find_field(record, field.name);
      if (to) {
        EXPECT_TRUE(fits(field.type, to->type)) << projection.kind << "/" << field.name;
      }
    }
    if (!projection.which.empty()) {
      EXPECT_NE(find(kind, projection.which), nullptr);
      EXPECT_NE(find(kind, projection.target), nullptr);
    }
  }
}

TEST(Projections, EveryDocumentIsCreatedChangedAndWhollyWritten) {
  for (const Record& record : schema()) {
    if (record.sort != RecordSort::document) {
      EXPECT_EQ(change_kind(record.name), "") << record.name;
      continue;
    }
    EXPECT_TRUE(std::ranges::any_of(projections(), [&](const Projection& projection) {
      return projection.record == record.name && projection.creates;
    })) << record.name;
    const FactKind* change = find_fact_kind(change_kind(record.name));
    ASSERT_NE(change, nullptr) << record.name;
    EXPECT_NE(find(*change, kCleared), nullptr);
    for (const Field& field : record.fields) {
      EXPECT_EQ(find(*change, field.name) != nullptr, is_changeable(record, field))
          << record.name << "/" << field.name;
      if ((field.flags & kKey) || field.name == "account" || is_changeable(record, field)) continue;
      const bool is_written = std::ranges::any_of(projections(), [&](const Projection& it) {
        if (it.record != record.name) return false;
        return it.at_field == field.name || !it.which.empty() ||
               std::ranges::any_of(it.constants, [&](auto& c) { return c.field == field.name; }) ||
               std::ranges::any_of(it.renames, [&](auto& r) { return r.to == field.name; });
      });
      EXPECT_TRUE(is_written) << record.name << "/" << field.name;
    }
  }
}

}  // namespace
}  // namespace tenure::records
