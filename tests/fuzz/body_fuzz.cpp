// Bodies of JSON as records, single values and parameters: typed by the model, or refused.
#include "odata/body.h"

#include <cstddef>
#include <cstdint>

#include "base/assert.h"
#include "base/text.h"
#include "store/sqlite/query/query_test_support.h"

using namespace tenure;

namespace {

void check(const query::Model& model, uint16_t entity, const odata::EntityBody& body) {
  const query::Entity& about = model.entities[entity];
  for (const auto& [name, value] : body.values) {
    const auto field = about.find_field(name);
    TENURE_ASSERT(field.has_value() && !about.fields[*field].is(query::kReadOnly));
    if (const std::string* text = value.get<std::string>()) TENURE_ASSERT(valid_utf8(*text));
  }
  for (const auto& inside : body.inside)
    for (const auto& row : inside.rows) check(model, about.links[inside.link].target, row);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const query::ModelPtr model = store::sqlite::query_test::make_model();
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto entity = static_cast<uint16_t>(data[0] % 3);
  if (const auto body = odata::read_entity(*model, entity, text, "https://crm.test/w/a/odata/")) {
    check(*model, entity, *body);
  } else {
    TENURE_ASSERT(!say(Language::english, body.error()).starts_with(body.error().code));
  }
  for (const query::Field& field : model->entities[0].fields) (void)odata::read_single(field, text);
  (void)odata::read_parameters(text);
  return 0;
}
