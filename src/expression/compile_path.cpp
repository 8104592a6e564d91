// Names: parameters, lambda variables, properties, and the way through records.
#include "expression/compile.h"
#include "expression/lexer.h"

namespace tenure::expression {

std::nullptr_t Compiler::unknown_name(const Ast& ast, std::string_view name, size_t offset,
                                      std::vector<std::string> candidates) {
  return refuse("unknown-name", unknown_word("name", name, candidates), ast.position + offset);
}

Node* Compiler::slot(const Ast& ast, const Binding& binding) {
  Node* node = make(ast, ast.op, &eval_slot, binding.type);
  node->source = binding.source;
  node->slot = binding.slot;
  if (binding.slot == kWholeSource) node->eval = &eval_source;
  for (const Binding& known : impl_.reads) {
    if (known.source == binding.source && known.slot == binding.slot) return node;
  }
  impl_.reads.push_back(binding);
  return node;
}

// The rest of a path, `fact/lines` after `parent/`, from a record on.
Node* Compiler::walk(const Ast& ast, Node* start, const Binding* source, std::string_view rest,
                     size_t offset) {
  while (!rest.empty()) {
    std::string_view segment = rest.substr(0, rest.find('/'));
    const Type& type = source != nullptr ? source->type : start->type;
    bool nothing = type.kind == Kind::unknown || type.kind == Kind::null;
    if (nothing && !type.collection) return make(ast, Op::literal, &eval_constant, {Kind::null});
    if (type.kind != Kind::record || type.collection || type.record == nullptr) {
      return refuse("wrong-type", {{"expected", "record"}, {"found", to_string(type)}},
                    ast.position + offset - 1);
    }
    int field = type.record->find(segment);
    if (field < 0) {
      std::vector<std::string> names;
      for (const auto& candidate : type.record->fields) {
        if (!candidate.name.empty()) names.push_back(candidate.name);
      }
      return unknown_name(ast, segment, offset, std::move(names));
    }
    Type field_type = type.record->fields[static_cast<size_t>(field)].type;
    auto index = static_cast<uint16_t>(field);
    if (source != nullptr) {
      start = slot(ast, {source->source, index, field_type});
      source = nullptr;
    } else if (start->eval == &eval_row) {
      start->eval = &eval_row_field;
      start->slot = index;
      start->type = field_type;
    } else {
      start = make(ast, ast.op, &eval_member, field_type, {start});
      start->slot = index;
    }
    rest.remove_prefix(segment.size() + (segment.size() < rest.size() ? 1 : 0));
    offset += segment.size() + 1;
  }
  return source != nullptr ? slot(ast, *source) : start;
}

Node* Compiler::variable(const Ast& ast, size_t index, std::string_view rest, size_t offset) {
  const Type& type = variables_[index].type;
  bool record = type.kind == Kind::record && type.record != nullptr;
  Node* node = make(ast, ast.op, record ? &eval_row : &eval_row_field, type);
  node->lambda = static_cast<uint8_t>(index);
  return walk(ast, node, nullptr, rest, offset);
}

Node* Compiler::path(const Ast& ast) {
  std::string_view name = ast.name;
  std::string_view first = name.substr(0, name.find('/'));
  std::string_view rest = first.size() < name.size() ? name.substr(first.size() + 1) : "";
  size_t sigil = ast.op == Op::parameter_alias ? 1 : 0;
  size_t offset = sigil + first.size() + 1;
  std::optional<Binding> binding;
  if (ast.op == Op::parameter_alias) {
    binding = scope_.find_parameter(first);
  } else {
    for (size_t i = variables_.size(); i-- > 0;) {
      const Variable& candidate = variables_[i];
      if (!candidate.name.empty()) {
        if (candidate.name == first) return variable(ast, i, rest, offset);
        continue;
      }
      if (first == "$this") return variable(ast, i, rest, offset);
      const Type& type = candidate.type;
      if (type.kind == Kind::record && type.record != nullptr && type.record->find(first) >= 0) {
        return variable(ast, i, name, 0);
      }
    }
    binding = scope_.find(first);
  }
  if (!binding) {
    std::vector<std::string> names = scope_.names();
    for (const Variable& candidate : variables_) {
      if (!candidate.name.empty()) names.push_back(candidate.name);
    }
    return unknown_name(ast, std::string(sigil, '@') + std::string(first), 0, std::move(names));
  }
  if (binding->slot == kWholeSource) return walk(ast, nullptr, &*binding, rest, offset);
  return walk(ast, slot(ast, *binding), nullptr, rest, offset);
}

}  // namespace tenure::expression
