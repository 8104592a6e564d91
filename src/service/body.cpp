#include "service/body.h"

#include "base/assert.h"
#include "engine/codec.h"

namespace tenure::service {

using engine::codec::Reader;
using engine::codec::Writer;
using expression::Cell;
using expression::Kind;
using lifecycle::kNone;

namespace {

enum class Tag : uint8_t {
  null,
  no,
  yes,
  int64,
  decimal,
  double_,
  string,
  guid,
  date,
  instant,
  time_of_day,
  duration,
  binary
};

void write_tag(Writer& out, Tag tag) {
  out.byte(static_cast<uint8_t>(tag));
}

// Zigzag of 128 bits, seven at a time.
void write_wide(Writer& out, __int128 number) {
  auto bits = static_cast<unsigned __int128>(number) << 1;
  if (number < 0) bits = ~bits;
  while (bits >= 0x80) {
    out.byte(static_cast<uint8_t>(bits | 0x80));
    bits >>= 7;
  }
  out.byte(static_cast<uint8_t>(bits));
}

__int128 read_wide(Reader& in) {
  unsigned __int128 bits = 0;
  for (int shift = 0; shift < 128; shift += 7) {
    const uint8_t byte = in.byte();
    bits |= static_cast<unsigned __int128>(byte & 0x7f) << shift;
    if (!(byte & 0x80)) break;
  }
  const auto half = static_cast<__int128>(bits >> 1);
  return bits & 1 ? ~half : half;
}

void write_value(Writer& out, const Value& value) {
  if (value.is_null()) return write_tag(out, Tag::null);
  if (const bool* b = value.get<bool>()) return write_tag(out, *b ? Tag::yes : Tag::no);
  if (const int64_t* n = value.get<int64_t>()) {
    write_tag(out, Tag::int64);
    return out.signed_number(*n);
  }
  if (const Decimal* d = value.get<Decimal>()) {
    write_tag(out, Tag::decimal);
    out.byte(static_cast<uint8_t>(d->scale()));
    return write_wide(out, d->coefficient());
  }
  if (const double* d = value.get<double>()) {
    write_tag(out, Tag::double_);
    return out.fixed(static_cast<uint64_t>(Cell::double_(*d).low));
  }
  if (const std::string* text = value.get<std::string>()) {
    write_tag(out, Tag::string);
    return out.text(*text);
  }
  if (const Date* date = value.get<Date>()) {
    write_tag(out, Tag::date);
    return out.signed_number(date->days);
  }
  if (const Instant* instant = value.get<Instant>()) {
    write_tag(out, Tag::instant);
    return out.signed_number(instant->micros);
  }
  if (const TimeOfDay* time = value.get<TimeOfDay>()) {
    write_tag(out, Tag::time_of_day);
    return out.signed_number(time->micros);
  }
  if (const Duration* duration = value.get<Duration>()) {
    write_tag(out, Tag::duration);
    return out.signed_number(duration->micros);
  }
  if (const Guid* guid = value.get<Guid>()) {
    write_tag(out, Tag::guid);
    for (uint8_t byte : guid->bytes) out.byte(byte);
    return;
  }
  const Binary* binary = value.get<Binary>();
  TENURE_ASSERT(binary);
  write_tag(out, Tag::binary);
  out.text(binary->bytes);
}

Cell read_value(Reader& in) {
  switch (static_cast<Tag>(in.byte())) {
    case Tag::null:
      return Cell::null();
    case Tag::no:
      return Cell::boolean(false);
    case Tag::yes:
      return Cell::boolean(true);
    case Tag::int64:
      return Cell::int64(in.signed_number());
    case Tag::decimal: {
      const uint8_t scale = in.byte();
      return Cell::decimal(Decimal::from_parts(read_wide(in), scale));
    }
    case Tag::double_: {
      Cell cell{.kind = Kind::double_};
      cell.low = static_cast<int64_t>(in.fixed());
      return cell;
    }
    case Tag::string:
      return Cell::text(in.text());
    case Tag::guid: {
      Value value = Guid{};
      Guid guid;
      for (uint8_t& byte : guid.bytes) byte = in.byte();
      value = guid;
      expression::Arena unused;
      return expression::to_cell(value, {Kind::guid}, unused);
    }
    case Tag::date:
      return Cell::date({static_cast<int32_t>(in.signed_number())});
    case Tag::instant:
      return Cell::instant({in.signed_number()});
    case Tag::time_of_day:
      return Cell::time_of_day({in.signed_number()});
    case Tag::duration:
      return Cell::duration({in.signed_number()});
    case Tag::binary:
      return Cell::text(in.text(), Kind::binary);
  }
  in.text();  // not a tag: whatever follows is not a body either
  return Cell::null();
}

// The cell as the type of today has it.
Cell fit(Cell cell, Kind type) {
  if (cell.kind == type || cell.kind == Kind::null) return cell;
  if (cell.kind == Kind::string && type == Kind::choice) {
    cell.kind = Kind::choice;
    return cell;
  }
  if (cell.kind == Kind::int64 && type == Kind::decimal)
    return Cell::decimal(Decimal(cell.as_int64()));
  if (cell.kind == Kind::int64 && type == Kind::double_) {
    return Cell::double_(static_cast<double>(cell.as_int64()));
  }
  if (cell.kind == Kind::decimal && type == Kind::double_) {
    return Cell::double_(cell.as_decimal().to_double());
  }
  return Cell::null();
}

}  // namespace

void encode_body(std::string& out, const Realm& realm, uint16_t kind,
                 const std::vector<Value>& fields, const Properties& properties) {
  Writer writer;
  writer.number(static_cast<uint64_t>(realm.shapes[kind]));
  const size_t count = realm.definition->kinds[kind].body_fields;
  for (size_t i = 0; i < count; ++i) write_value(writer, i < fields.size() ? fields[i] : Value{});
  for (const auto& [property, value] : properties) {
    writer.number(static_cast<uint64_t>(realm.properties[property]));
    write_value(writer, value);
  }
  out += writer.take();
}

bool decode_body(std::string_view bytes, const Realm& realm, uint16_t kind,
                 std::vector<Cell>& fields, std::vector<engine::Fact::PropertyValue>& properties) {
  Reader in(bytes);
  const uint64_t name = in.number();
  const lifecycle::FactKind& about = realm.definition->kinds[kind];
  const size_t first = fields.size();
  fields.resize(first + about.body_fields);
  if (name >= realm.shape_of.size() || realm.shape_of[name].kind != kind) return false;
  const Shape& shape = realm.shape_of[name];
  for (size_t i = 0; i < shape.fields.size(); ++i) {
    const Cell cell = read_value(in);
    const uint16_t field = shape.fields[i];
    if (field != kNone) fields[first + field] = fit(cell, about.fields.fields[field].type.kind);
  }
  while (in.good() && !in.at_end()) {
    const uint64_t property_name = in.number();
    const Cell cell = read_value(in);
    if (property_name >= realm.property_of.size()) continue;
    const uint16_t property = realm.property_of[property_name];
    if (property == kNone) continue;
    properties.push_back({property, fit(cell, realm.definition->properties[property].type.kind)});
  }
  return in.good();
}

// ---- trace
// -----------------------------------------------------------------------------------------

std::string encode_trace(const engine::Trace& trace) {
  Writer out;
  out.number(trace.tried.size());
  for (const engine::Tried& tried : trace.tried) {
    out.byte(tried.lifecycle);
    out.number(tried.rule);
    out.byte(static_cast<uint8_t>(tried.outcome));
  }
  for (const engine::TraceInput& input : trace.inputs) {
    out.number(input.slot);
    write_value(out, input.value);
  }
  return out.take();
}

engine::Trace decode_trace(std::string_view bytes) {
  engine::Trace trace;
  if (bytes.empty()) return trace;
  Reader in(bytes);
  const uint64_t count = in.number();
  for (uint64_t i = 0; i < count && in.good(); ++i) {
    engine::Tried tried{};
    tried.lifecycle = in.byte();
    tried.rule = static_cast<uint16_t>(in.number());
    tried.outcome = static_cast<engine::Tried::Outcome>(std::min<uint8_t>(in.byte(), 2));
    if (in.good()) trace.tried.push_back(tried);
  }
  while (in.good() && !in.at_end()) {
    const uint16_t slot = static_cast<uint16_t>(in.number());
    const Cell cell = read_value(in);
    if (in.good()) trace.inputs.push_back({slot, expression::to_value(cell, {cell.kind})});
  }
  return trace;
}

}  // namespace tenure::service
