// Programs: what compile() hands out.
#include "expression/compile.h"

namespace tenure::expression {

Program::Program() = default;
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

const Type& Program::type() const { return impl_->start->type; }
const std::string& Program::source() const { return impl_->source; }
const std::vector<Binding>& Program::reads() const { return impl_->reads; }
bool Program::uses_now() const { return impl_->uses_now; }
const Ast& Program::ast() const { return *impl_->root; }

Cell Program::evaluate(const Frame& frame) const {
  Context context{.frame = frame, .mismatch = nullptr, .rows = {}};
  return (*impl_->start)(context);
}

bool Program::holds(const Frame& frame) const { return run_tests(impl_->tests, frame); }

Cell evaluate_checked(const Program& program, const Frame& frame, Mismatch& mismatch) {
  Context context{.frame = frame, .mismatch = &mismatch, .rows = {}};
  return (*program.impl_->start)(context);
}

Result<Program> compile(AstPtr ast, const Scope& scope, std::string_view source) {
  auto impl = std::make_unique<Program::Impl>();
  impl->source = std::string(source);
  impl->root = std::move(ast);
  Compiler compiler(*impl, scope);
  impl->start = compiler.visit(*impl->root);
  if (impl->start == nullptr) return std::unexpected(compiler.take_error());
  impl->tests = compile_tests(*impl->start);
  Program program;
  program.impl_ = std::move(impl);
  return program;
}

Result<Program> compile(std::string_view text, const Scope& scope) {
  TENURE_TRY(AstPtr ast, parse(text));
  return compile(std::move(ast), scope, text);
}

Result<Program> compile_condition(std::string_view text, const Scope& scope) {
  TENURE_TRY(Program program, compile(text, scope));
  Kind kind = program.type().kind;
  bool fits = kind == Kind::boolean || kind == Kind::null || kind == Kind::unknown;
  if (!fits || program.type().collection) {
    return refuse("wrong-type", {{"expected", "Edm.Boolean"}, {"found", to_string(program.type())}},
                  static_cast<int64_t>(program.ast().position));
  }
  return program;
}

}  // namespace tenure::expression
