// packs/lifecycle.schema.json, for editors, and the loader know the same keys, types and roles.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/embedded.h"
#include "base/json.h"
#include "lifecycle/loader.h"
#include "lifecycle/shapes.h"

namespace tenure::lifecycle {
namespace {

const Value* member(const Value& object, std::string_view name) {
  auto* o = object.get<std::shared_ptr<const Object>>();
  if (o == nullptr) return nullptr;
  for (const auto& [key, value] : (*o)->members)
    if (key == name) return &value;
  return nullptr;
}
std::vector<std::string> keys(const Value* object) {
  std::vector<std::string> out;
  if (object != nullptr)
    for (const auto& [key, value] : (*object->get<std::shared_ptr<const Object>>())->members)
      out.push_back(key);
  return out;
}
std::vector<std::string> texts(const Value* list) {
  std::vector<std::string> out;
  if (list != nullptr)
    for (const Value& item : (*list->get<std::shared_ptr<const List>>())->items)
      out.push_back(*item.get<std::string>());
  return out;
}

Value schema() {
  auto text = embedded_file("packs/lifecycle.schema.json");
  EXPECT_TRUE(text);
  auto parsed = json::parse(*text);
  EXPECT_TRUE(parsed);
  return *parsed;
}

TEST(Schema, EveryShapeHasTheLoadersKeys) {
  const Value root = schema();
  const Value* defs = member(root, "$defs");
  for (const yaml::Shape* shape : shapes::all) {
    SCOPED_TRACE(std::string(shape->name));
    const Value* def = member(*defs, shape->name);
    ASSERT_NE(def, nullptr);
    std::vector<std::string> all, required;
    for (const yaml::Key& key : shape->keys) {
      all.emplace_back(key.name);
      if (key.required) required.emplace_back(key.name);
    }
    EXPECT_THAT(keys(member(*def, "properties")), testing::UnorderedElementsAreArray(all));
    EXPECT_THAT(texts(member(*def, "required")), testing::UnorderedElementsAreArray(required));
    const Value* additional = member(*def, "additionalProperties");
    ASSERT_NE(additional, nullptr);
    EXPECT_EQ(*additional, Value(false));
  }
}

TEST(Schema, HasNoShapeThatTheLoaderLacks) {
  const Value root = schema();
  std::vector<std::string> known{"text"};
  for (const yaml::Shape* shape : shapes::all) known.emplace_back(shape->name);
  std::vector<std::string> closed;
  const Value* defs = member(root, "$defs");
  for (const std::string& name : keys(defs))
    if (member(*member(*defs, name), "properties") != nullptr) closed.push_back(name);
  EXPECT_THAT(closed, testing::UnorderedElementsAreArray(known));
}

TEST(Schema, KnowsTheTypesRolesAndMeasureForms) {
  const Value root = schema();
  const Value* defs = member(root, "$defs");
  EXPECT_EQ(texts(member(*member(*defs, "type"), "enum")), type_names());
  std::vector<std::string> names;
  for (std::string_view role : roles()) names.emplace_back(role);
  EXPECT_EQ(texts(member(*member(*defs, "role"), "enum")), names);
}

}  // namespace
}  // namespace tenure::lifecycle
