#pragma once
// The bytes of a fact's body, and of a decision's trace. Compact: LEB128 numbers, small decimals in
// three bytes. A body names its shape, so that it stays readable when the definition's fields
// change.
#include <string>
#include <string_view>
#include <vector>

#include "engine/engine.h"
#include "service/realm.h"

namespace tenure::service {

using Properties = std::vector<std::pair<uint16_t, Value>>;  // property index → value

// Appends. Values that no field can hold (lists, objects) are a bug of the caller.
void encode_body(std::string& out, const Realm&, uint16_t kind, const std::vector<Value>& fields,
                 const Properties&);

// A body as cells of today's kind; text shows into the bytes. Appends to both vectors: `fields`
// grows by the kind's body fields. A value whose type has changed since is widened where that is
// exact, else null. False: these are not the bytes of a body.
bool decode_body(std::string_view bytes, const Realm&, uint16_t kind,
                 std::vector<expression::Cell>& fields,
                 std::vector<engine::Fact::PropertyValue>& properties);

std::string encode_trace(const engine::Trace&);
engine::Trace decode_trace(std::string_view bytes);  // what cannot be read is left out

}  // namespace tenure::service
