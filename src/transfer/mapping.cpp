#include "transfer/mapping.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/limits.h"
#include "expression/lexer.h"
#include "lifecycle/yaml.h"
#include "records/schema.h"
#include "transfer/byte_source.h"
#include "transfer/convert.h"
#include "transfer/mapping_shapes.h"

namespace tenure::transfer {

namespace yaml = lifecycle::yaml;
using expression::Kind;
using expression::Type;
using lifecycle::Builtin;
using lifecycle::FactKind;

namespace {

struct TypeName {
  std::string_view name;
  Kind kind;
};
constexpr TypeName kTypes[] = {
    {"string", Kind::string},   {"int", Kind::int64},        {"decimal", Kind::decimal},
    {"double", Kind::double_},  {"bool", Kind::boolean},     {"date", Kind::date},
    {"instant", Kind::instant}, {"time", Kind::time_of_day}, {"duration", Kind::duration}};

std::optional<Kind> kind_of(std::string_view name) {
  for (const TypeName& type : kTypes) {
    if (type.name == name) return type.kind;
  }
  return std::nullopt;
}

std::vector<std::string> type_names() {
  std::vector<std::string> names;
  for (const TypeName& type : kTypes) names.emplace_back(type.name);
  return names;
}

bool is_name(std::string_view text) {
  return !text.empty() && expression::is_name_start(static_cast<unsigned char>(text.front())) &&
         std::ranges::all_of(text, [](char c) {
           return expression::is_name_part(static_cast<unsigned char>(c)) && c != '.';
         });
}

bool is_number(Kind kind) {
  return kind == Kind::int64 || kind == Kind::decimal || kind == Kind::double_;
}

FileFormat read_format(const yaml::Node* node, yaml::Faults& faults) {
  FileFormat format;
  if (!node || node->kind == yaml::Node::Kind::empty) return format;
  const yaml::Map map(*node, shapes::file, faults);
  if (const auto text = map.text("delimiter")) {
    const Result<char> delimiter = parse_delimiter(*text);
    if (delimiter)
      format.delimiter = *delimiter;
    else
      faults.add_inside(*map.get("delimiter"), delimiter.error());
  }
  if (const auto text = map.text("encoding")) {
    const Result<Encoding> encoding = parse_encoding(*text);
    if (encoding)
      format.encoding = *encoding;
    else
      faults.add_inside(*map.get("encoding"), encoding.error());
  }
  format.header = map.boolean("header").value_or(true);
  return format;
}

// One pass over the tree. Nothing here stops at a fault; what is faulty is left out.
class Compiler {
 public:
  Compiler(yaml::Faults& faults, Mapping& mapping, const FileFormat& format,
           const std::vector<std::string>& header, size_t width)
      : faults_(faults),
        mapping_(mapping),
        definition_(*mapping.definition),
        format_(format),
        header_(header),
        width_(width),
        scope_(&mapping.row, {}, nullptr) {}

  void run(const yaml::Node& root) {
    const yaml::Map map(root, shapes::mapping, faults_);
    mapping_.name = map.text("import").value_or("");
    read_columns(map.get("columns"));
    if (const yaml::Node* where = map.get("where")) mapping_.where = condition(*where);
    read_account(map.get("account"));
    for (const yaml::Node* fact : yaml::items(map.get("facts"), faults_)) read_fact(*fact);
    read_on_change(map);
  }

 private:
  // ---- columns
  // -------------------------------------------------------------------------------------

  void read_columns(const yaml::Node* node) {
    std::map<std::string, uint16_t, std::less<>> fields;  // of the file, by header
    for (size_t i = 0; i < header_.size(); ++i)
      fields.emplace(header_[i], static_cast<uint16_t>(i));
    std::set<std::string, std::less<>> named;
    const auto& entries = yaml::entries(node, faults_);
    for (size_t i = 0; i < entries.size(); ++i) {
      const yaml::Entry& entry = entries[i];
      named.insert(entry.key);
      if (!is_name(entry.key)) faults_.add("mapping-name", {{"name", entry.key}}, entry.mark);
      std::string wanted = entry.key;
      Column column = read_column(entry, wanted);
      column.name = entry.key;
      if (!format_.header) {
        column.field = static_cast<uint16_t>(i);
        if (i == width_) {
          faults_.add(
              "mapping-too-many-columns",
              {{"found", std::to_string(width_)}, {"named", std::to_string(entries.size())}},
              entry.mark);
        }
      } else if (const auto field = fields.find(wanted); field != fields.end()) {
        column.field = field->second;
      } else {
        unknown_column(wanted, entry);
      }
      mapping_.columns.push_back(std::move(column));
    }
    // Every other column has its own name, if that is one.
    for (size_t i = 0; format_.header && i < header_.size(); ++i) {
      if (!is_name(header_[i]) || named.contains(header_[i])) continue;
      mapping_.columns.push_back({.name = header_[i], .field = static_cast<uint16_t>(i)});
    }
    for (const Column& column : mapping_.columns) {
      mapping_.row.fields.push_back({column.name, {.kind = column.type}});
    }
    mapping_.row_slot = add_number("row");
    mapping_.line_slot = add_number("line");
  }

  int add_number(std::string_view name) {
    if (mapping_.row.find(name) >= 0) return -1;
    mapping_.row.fields.push_back({std::string(name), {.kind = Kind::int64}});
    return static_cast<int>(mapping_.row.fields.size() - 1);
  }

  // `wanted`: the header that the entry speaks of.
  Column read_column(const yaml::Entry& entry, std::string& wanted) {
    Column column;
    const yaml::Node& node = entry.value;
    if (node.is_scalar()) {
      if (const auto kind = kind_of(node.text)) {
        column.type = *kind;
      } else if (format_.header) {
        wanted = node.text;
      } else {
        unknown_type(node);
      }
      return column;
    }
    if (node.kind == yaml::Node::Kind::empty) return column;
    const yaml::Map map(node, shapes::column, faults_);
    if (const auto header = map.text("column")) {
      if (format_.header)
        wanted = *header;
      else
        faults_.add("mapping-no-header", {}, map.get("column")->mark);
    }
    if (const auto type = map.text("type")) {
      const auto kind = kind_of(*type);
      if (kind)
        column.type = *kind;
      else
        unknown_type(*map.get("type"));
    }
    read_pattern(map, column);
    read_number_format(map, column);
    return column;
  }

  void read_pattern(const yaml::Map& map, Column& column) {
    const auto text = map.text("format");
    if (!text) return;
    const yaml::Node& node = *map.get("format");
    if (column.type != Kind::date && column.type != Kind::instant) {
      faults_.add("mapping-option", {{"option", "format"}, {"types", "date, instant"}}, node.mark);
      return;
    }
    Result<TimePattern> pattern = TimePattern::compile(*text);
    if (!pattern)
      faults_.add_inside(node, pattern.error());
    else if (column.type == Kind::date && pattern->has_time())
      faults_.add("mapping-date-time", {}, node.mark);
    else
      column.pattern = std::move(*pattern);
  }

  void read_number_format(const yaml::Map& map, Column& column) {
    for (const char* option : {"decimal_comma", "thousands"}) {
      const yaml::Node* node = map.get(option);
      if (!node || is_number(column.type)) continue;
      faults_.add("mapping-option", {{"option", option}, {"types", "int, decimal, double"}},
                  node->mark);
    }
    if (!is_number(column.type)) return;
    if (map.boolean("decimal_comma").value_or(false)) column.number.point = ',';
    const auto text = map.text("thousands");
    if (!text) return;
    static constexpr std::string_view kGroups = ".,' ";
    if (text->size() == 1 && kGroups.contains(text->front()) &&
        text->front() != column.number.point) {
      column.number.group = text->front();
    } else {
      faults_.add("mapping-thousands", {{"text", *text}}, map.get("thousands")->mark);
    }
  }

  void unknown_type(const yaml::Node& node) {
    faults_.add("mapping-type", yaml::with_nearest({{"type", node.text}}, node.text, type_names()),
                node.mark);
  }

  void unknown_column(const std::string& wanted, const yaml::Entry& entry) {
    // What looks like a misspelt type is one: `amount: decmal`.
    const yaml::Node& node = entry.value;
    const bool found = std::ranges::find(header_, entry.key) != header_.end();
    if (found && node.is_scalar() && !nearest(node.text, type_names()).empty())
      return unknown_type(node);
    const yaml::Node* column = node.find("column");
    const yaml::Mark mark = column ? column->mark : wanted == entry.key ? entry.mark : node.mark;
    faults_.add("mapping-column", yaml::with_nearest({{"column", wanted}}, wanted, header_), mark);
  }

  // ---- terms
  // ---------------------------------------------------------------------------------------

  std::optional<Term> term(const yaml::Node& node, Type type) {
    if (!node.is_scalar()) {
      faults_.add("not-text", {}, node.mark);
      return std::nullopt;
    }
    return finish(expression::compile(node.text, scope_), node, type);
  }

  std::optional<Term> condition(const yaml::Node& node) {
    if (!node.is_scalar()) {
      faults_.add("not-text", {}, node.mark);
      return std::nullopt;
    }
    return finish(expression::compile_condition(node.text, scope_), node, {.kind = Kind::boolean});
  }

  std::optional<Term> finish(Result<expression::Program> program, const yaml::Node& node,
                             Type type) {
    if (!program) {
      faults_.add_inside(node, program.error());
      return std::nullopt;
    }
    if (program->uses_now()) {
      faults_.add("mapping-now", {}, node.mark);
      return std::nullopt;
    }
    if (!can_become(program->type(), type)) {
      faults_.add("wrong-type",
                  {{"expected", to_string(type)}, {"found", to_string(program->type())}},
                  node.mark);
      return std::nullopt;
    }
    Term made{.program = std::move(*program), .type = type};
    for (const expression::Binding& read : made.program.reads()) {
      if (read.slot < mapping_.columns.size()) made.columns.push_back(read.slot);
    }
    return made;
  }

  // A term that must be there; its absence was reported by the map.
  void required(const yaml::Map& map, std::string_view key, Kind kind, Term& out) {
    const yaml::Node* node = map.get(key);
    if (!node) return;
    if (auto made = term(*node, {.kind = kind})) out = std::move(*made);
  }

  // ---- account and facts
  // ---------------------------------------------------------------------------

  void read_account(const yaml::Node* node) {
    if (!node) return;
    const yaml::Map map(*node, shapes::account, faults_);
    required(map, "key", Kind::string, mapping_.account);
    mapping_.create = map.boolean("create").value_or(true);
    if (const yaml::Node* at = map.get("created_at")) {
      mapping_.created_at = term(*at, {.kind = Kind::instant});
      if (!mapping_.create) faults_.add("mapping-created-at", {}, at->mark);
    }
    for (const yaml::Entry& entry : yaml::entries(map.get("fields"), faults_)) {
      read_property(entry, mapping_.fields);
    }
  }

  void read_property(const yaml::Entry& entry, std::vector<std::pair<uint16_t, Term>>& out) {
    const auto property = definition_.find_property(entry.key);
    const auto* field = records::find_field(*records::find_record("account"), entry.key);
    if (!property) {
      if (definition_.find_slot(entry.key)) {
        faults_.add("not-a-property", {{"name", entry.key}}, entry.mark);
      } else {
        std::vector<std::string> names;
        for (const lifecycle::Property& known : definition_.properties) names.push_back(known.name);
        faults_.add("unknown-account-property", yaml::with_nearest({{"name", entry.key}}, entry.key, names),
                    entry.mark);
      }
      return;
    }
    if (field && (field->flags & (records::kReadOnly | records::kKey)) != 0) {
      faults_.add("read-only-property", {{"name", entry.key}}, entry.mark);
      return;
    }
    if (auto made = term(entry.value, definition_.properties[*property].type)) {
      out.emplace_back(*property, std::move(*made));
    }
  }

  void read_fact(const yaml::Node& node) {
    const yaml::Map map(node, shapes::fact, faults_);
    FactMapping fact;
    const FactKind* kind = nullptr;
    if (const auto name = map.text("kind"))
      kind = find_kind(*name, map.get("kind")->mark, fact.kind);
    if (const yaml::Node* where = map.get("where")) fact.where = condition(*where);
    required(map, "key", Kind::string, fact.key);
    required(map, "at", Kind::instant, fact.at);
    if (kind) {
      for (const yaml::Entry& entry : yaml::entries(map.get("fields"), faults_)) {
        read_field(entry, *kind, fact);
      }
    }
    if (const yaml::Node* lines = map.get("lines")) read_lines(*lines, kind, map, fact);
    if (!kind) return;
    for (const FactMapping& other : mapping_.facts) {
      if (other.kind != fact.kind || !(other.lines || fact.lines)) continue;
      faults_.add("mapping-lines-twice", {{"kind", kind->name}}, node.mark);
      break;
    }
    mapping_.facts.push_back(std::move(fact));
  }

  const FactKind* find_kind(const std::string& name, yaml::Mark mark, uint16_t& index) {
    const auto found = definition_.find_kind(name);
    if (!found) {
      std::vector<std::string> names;
      for (const FactKind& known : definition_.kinds) names.push_back(known.name);
      faults_.add("unknown-fact-kind", yaml::with_nearest({{"kind", name}}, name, names), mark);
      return nullptr;
    }
    const FactKind& kind = definition_.kinds[*found];
    if (kind.builtin == Builtin::account_created) {
      faults_.add("mapping-account-created", {}, mark);
      return nullptr;
    }
    index = *found;
    return &kind;
  }

  void read_field(const yaml::Entry& entry, const FactKind& kind, FactMapping& fact) {
    const int slot = kind.fields.find(entry.key);
    if (slot >= 0 && slot < kind.body_fields) {
      const Type& type = kind.fields.fields[static_cast<size_t>(slot)].type;
      if (auto made = term(entry.value, type)) {
        fact.fields.emplace_back(static_cast<uint16_t>(slot), std::move(*made));
      }
    } else if (kind.builtin == Builtin::account_changed) {
      read_property(entry, fact.fields);
    } else {
      std::vector<std::string> names;
      for (size_t i = 0; i < kind.body_fields; ++i) names.push_back(kind.fields.fields[i].name);
      faults_.add("unknown-fact-field",
                  yaml::with_nearest({{"kind", kind.name}, {"field", entry.key}}, entry.key, names),
                  entry.mark);
    }
  }

  void read_lines(const yaml::Node& node, const FactKind* kind, const yaml::Map& fact_map,
                  FactMapping& fact) {
    const yaml::Map map(node, shapes::lines, faults_);
    FactMapping::Lines lines;
    if (kind && kind->builtin == Builtin::account_changed) {
      faults_.add("mapping-lines-of-account", {}, node.mark);
      return;
    }
    if (const yaml::Node* line = map.get("line")) lines.line = term(*line, {.kind = Kind::string});
    if (const auto at = map.text("at")) {
      lines.latest = *at == "max";
      if (*at != "min" && *at != "max") faults_.add("mapping-lines-at", {}, map.get("at")->mark);
    }
    const yaml::Node* fields = fact_map.get("fields");
    for (const yaml::Word& word : yaml::words(map.get("sum"), faults_)) {
      if (!kind) break;
      const int slot = kind->fields.find(word.text);
      if (!fields || !fields->find(word.text)) {
        std::vector<std::string> names;
        if (fields) {
          for (const yaml::Entry& entry : fields->entries) names.push_back(entry.key);
        }
        faults_.add("mapping-sum", yaml::with_nearest({{"field", word.text}}, word.text, names),
                    word.mark);
      } else if (slot >= 0 && slot < kind->body_fields) {
        const Kind type = kind->fields.fields[static_cast<size_t>(slot)].type.kind;
        if (type == Kind::decimal || type == Kind::int64)
          lines.sums.push_back(static_cast<uint16_t>(slot));
        else
          faults_.add("field-not-a-number", {{"field", word.text}, {"kind", kind->name}},
                      word.mark);
      }
    }
    std::ranges::sort(lines.sums);
    const auto repeated = std::ranges::unique(lines.sums);
    lines.sums.erase(repeated.begin(), repeated.end());
    fact.lines = std::move(lines);
  }

  void read_on_change(const yaml::Map& map) {
    const auto text = map.text("on_change");
    if (!text) return;
    mapping_.keep_known = *text == "reject";
    if (*text != "reject" && *text != "correct") {
      faults_.add("mapping-on-change", {}, map.get("on_change")->mark);
    }
  }

  yaml::Faults& faults_;
  Mapping& mapping_;
  const lifecycle::Definition& definition_;
  const FileFormat& format_;
  const std::vector<std::string>& header_;
  size_t width_;
  expression::RecordScope scope_;
};

}  // namespace

Result<std::string> read_mapping(const std::string& path) {
  FileSource file(path);
  std::string text(limits::kYamlBytes + 1, '\0');
  size_t size = 0;
  while (size < text.size()) {
    TENURE_TRY(const size_t got, file.read({text.data() + size, text.size() - size}));
    if (got == 0) break;
    size += got;
  }
  text.resize(size);
  return text;
}

MappingText::MappingText(std::string file, std::string text)
    : file_(std::move(file)), text_(std::move(text)) {
  yaml::Faults faults(file_, text_, faults_);
  if (auto root = yaml::parse(text_, faults)) {
    root_ = std::make_unique<yaml::Node>(std::move(*root));
    format_ = read_format(root_->find("file"), faults);
  }
}

MappingText::~MappingText() = default;

std::shared_ptr<const Mapping> MappingText::compile(lifecycle::DefinitionPtr definition,
                                                    const std::vector<std::string>& header,
                                                    size_t width) {
  if (!root_) return nullptr;
  auto mapping = std::make_shared<Mapping>();
  mapping->definition = std::move(definition);
  mapping->row.name = "row";
  yaml::Faults faults(file_, text_, faults_);
  Compiler(faults, *mapping, format_, header, width).run(*root_);
  if (!faults_.empty()) return nullptr;
  return mapping;
}

std::vector<lifecycle::Fault> MappingText::faults() const {
  std::vector<lifecycle::Fault> sorted = faults_;
  std::ranges::stable_sort(sorted, {}, [](const lifecycle::Fault& fault) {
    return std::pair(fault.place.line, fault.place.column);
  });
  return sorted;
}

}  // namespace tenure::transfer
