#include "script/interpreter.h"

#include <cstdlib>
#include <memory>

#include "base/limits.h"
#include "base/text.h"

extern "C" {
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
}

namespace tenure::script {
namespace {

constexpr size_t kMessageBytes = 1'000;

struct Memory {
  size_t used = 0;
  bool refused = false;
};

void* allocate(void* memory, void* block, size_t old_size, size_t new_size) {
  Memory& account = *static_cast<Memory*>(memory);
  const size_t had = block ? old_size : 0;
  if (new_size == 0) {
    std::free(block);
    account.used -= had;
    return nullptr;
  }
  if (new_size > had && account.used + (new_size - had) > limits::kScriptMemory) {
    account.refused = true;
    return nullptr;
  }
  void* moved = std::realloc(block, new_size);
  if (moved == nullptr) {
    account.refused = true;
    return nullptr;
  }
  account.used += new_size - had;
  return moved;
}

// What an error object says, as plain text: never more than that leaves the process.
std::string message_of(lua_State* lua) {
  if (lua_type(lua, -1) == LUA_TSTRING) {
    size_t size = 0;
    const char* text = lua_tolstring(lua, -1, &size);
    std::string words(text, size);
    if (!valid_utf8(words)) return "?";
    for (char& c : words) {
      if (static_cast<unsigned char>(c) < 0x20) c = ' ';
    }
    return excerpt(words, kMessageBytes);
  }
  return std::string("(") + luaL_typename(lua, -1) + ")";
}

// ---- what a script may call --------------------------------------------------------------------------

int print_line(lua_State* lua) {
  auto& printed = *static_cast<std::string*>(lua_touserdata(lua, lua_upvalueindex(1)));
  const int count = lua_gettop(lua);
  for (int i = 1; i <= count; ++i) {
    size_t size = 0;
    const char* text = luaL_tolstring(lua, i, &size);
    const size_t room = limits::kScriptPrintBytes - std::min(printed.size(), limits::kScriptPrintBytes);
    if (i > 1 && room > 0) printed += '\t';
    printed.append(text, std::min(size, room));
    lua_pop(lua, 1);
  }
  if (printed.size() < limits::kScriptPrintBytes) printed += '\n';
  return 0;
}

std::optional<Instant> instant_of(std::string_view text) {
  if (const auto instant = parse_instant(text)) return *instant;
  if (const auto date = parse_date(text)) return Instant{date->days * kMicrosPerDay};
  return std::nullopt;
}

int count_of(lua_State* lua, int64_t unit) {
  if (lua_isnoneornil(lua, 1)) {
    lua_pushnil(lua);
    return 1;
  }
  size_t size = 0;
  const char* text = luaL_checklstring(lua, 1, &size);
  int64_t count = 0;
  bool known = false;
  {
    const auto instant = instant_of({text, size});
    if (instant) {
      known = true;
      count = instant->micros / unit - (instant->micros % unit < 0 ? 1 : 0);
    }
  }
  if (!known) return luaL_argerror(lua, 1, "not a date or an instant");
  lua_pushinteger(lua, count);
  return 1;
}
int days(lua_State* lua) { return count_of(lua, kMicrosPerDay); }
int seconds(lua_State* lua) { return count_of(lua, kMicrosPerSecond); }

void drop(lua_State* lua, std::initializer_list<const char*> names) {  // of the table on top
  for (const char* name : names) {
    lua_pushnil(lua);
    lua_setfield(lua, -2, name);
  }
}

// A fresh table of globals with what is allowed, and nothing else.
void open_libraries(lua_State* lua, std::string& printed) {
  luaL_requiref(lua, "_G", luaopen_base, 0);
  lua_newtable(lua);
  for (const char* name : {"assert", "error", "ipairs", "next", "pairs", "pcall", "select", "tonumber", "tostring",
                           "type", "xpcall"}) {
    lua_getfield(lua, -2, name);
    lua_setfield(lua, -2, name);
  }
  luaL_requiref(lua, LUA_STRLIBNAME, luaopen_string, 0);
  drop(lua, {"dump"});
  lua_setfield(lua, -2, LUA_STRLIBNAME);
  // No way from a text to the library's own table.
  lua_pushliteral(lua, "");
  lua_pushnil(lua);
  lua_setmetatable(lua, -2);
  lua_pop(lua, 1);
  luaL_requiref(lua, LUA_TABLIBNAME, luaopen_table, 0);
  lua_setfield(lua, -2, LUA_TABLIBNAME);
  luaL_requiref(lua, LUA_MATHLIBNAME, luaopen_math, 0);
  drop(lua, {"random", "randomseed"});  // the same run, the same answer
  lua_setfield(lua, -2, LUA_MATHLIBNAME);
  luaL_requiref(lua, LUA_UTF8LIBNAME, luaopen_utf8, 0);
  lua_setfield(lua, -2, LUA_UTF8LIBNAME);
  lua_pushlightuserdata(lua, &printed);
  lua_pushcclosure(lua, print_line, 1);
  lua_setfield(lua, -2, "print");
  lua_pushcfunction(lua, days);
  lua_setfield(lua, -2, "days");
  lua_pushcfunction(lua, seconds);
  lua_setfield(lua, -2, "seconds");
  // What was opened on the way is forgotten.
  lua_rawseti(lua, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_pop(lua, 1);
  lua_pushnil(lua);
  lua_setfield(lua, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}

// ---- data in --------------------------------------------------------------------------------------------

void push_text(lua_State* lua, std::string_view text) { lua_pushlstring(lua, text.data(), text.size()); }

void push_value(lua_State* lua, const Value& value) {
  if (value.is_null()) return lua_pushnil(lua);
  if (const bool* b = value.get<bool>()) return lua_pushboolean(lua, *b);
  if (const int64_t* n = value.get<int64_t>()) return lua_pushinteger(lua, *n);
  if (const double* d = value.get<double>()) return lua_pushnumber(lua, *d);
  push_text(lua, to_text(value));
}

void push_account(lua_State* lua, const Account& account) {
  lua_createtable(lua, 0, 3);
  push_text(lua, account.key);
  lua_setfield(lua, -2, "key");
  lua_createtable(lua, 0, static_cast<int>(account.properties.size()));
  for (const auto& [name, value] : account.properties) {
    push_value(lua, value);
    lua_setfield(lua, -2, name.c_str());
  }
  lua_setfield(lua, -2, "properties");
  lua_createtable(lua, 0, static_cast<int>(account.stages.size()));
  for (const auto& [lifecycle, stage] : account.stages) {
    if (stage.empty()) continue;
    push_text(lua, stage);
    lua_setfield(lua, -2, lifecycle.c_str());
  }
  lua_setfield(lua, -2, "stages");
}

// ---- data out ------------------------------------------------------------------------------------------

std::unexpected<Error> bad_answer(lua_Integer place, const char* reason) {
  return refuse("script-answer", {{"place", std::to_string(place)}, {"reason", reason}});
}

Result<Answer> read_answer(lua_State* lua) {
  Answer answer;
  if (lua_isnoneornil(lua, -1)) return answer;
  if (!lua_istable(lua, -1)) return bad_answer(0, "script-answer-no-list");
  const lua_Integer count = static_cast<lua_Integer>(lua_rawlen(lua, -1));
  if (static_cast<size_t>(count) > limits::kScriptAccounts * 4) return bad_answer(0, "script-answer-too-many");
  for (lua_Integer i = 1; i <= count; ++i) {
    if (lua_rawgeti(lua, -1, i) != LUA_TTABLE) return bad_answer(i, "script-answer-no-move");
    Move move;
    const std::pair<const char*, std::string*> fields[] = {{"account", &move.account},
                                                           {"lifecycle", &move.lifecycle},
                                                           {"stage", &move.stage},
                                                           {"reason", &move.reason}};
    for (const auto& [name, field] : fields) {
      push_text(lua, name);
      lua_rawget(lua, -2);
      size_t size = 0;
      if (lua_type(lua, -1) == LUA_TSTRING) {
        const char* text = lua_tolstring(lua, -1, &size);
        field->assign(text, size);
      } else if (!lua_isnil(lua, -1)) {
        return bad_answer(i, "script-answer-not-text");
      }
      if (!valid_utf8(*field) || field->size() > limits::kTextBytes || field->find('\0') != std::string::npos) {
        return bad_answer(i, "script-answer-not-text");
      }
      lua_pop(lua, 1);
    }
    if (move.account.empty() || move.lifecycle.empty() || move.stage.empty()) {
      return bad_answer(i, "script-answer-no-move");
    }
    answer.moves.push_back(std::move(move));
    lua_pop(lua, 1);
  }
  return answer;
}

struct Run {
  std::string_view text;
  Instant now;
  const std::function<bool(Account&)>& next;
  std::string printed = {};
  Account account = {};  // here, for an error in Lua leaves its function without a farewell
  bool syntax = false;
  std::optional<Result<Answer>> answer = {};
};

// All that can fail in Lua, in one protected call: fills the globals, runs the text, reads what it returns.
int run_protected(lua_State* lua) {
  Run& run = *static_cast<Run*>(lua_touserdata(lua, 1));
  open_libraries(lua, run.printed);
  push_text(lua, to_string(run.now));
  lua_setglobal(lua, "now");
  lua_newtable(lua);
  for (lua_Integer place = 1; run.next(run.account); ++place) {
    push_account(lua, run.account);
    lua_rawseti(lua, -2, place);
  }
  lua_setglobal(lua, "accounts");
  // Text alone: bytes of a compiled chunk are not looked at.
  if (luaL_loadbufferx(lua, run.text.data(), run.text.size(), "=script", "t") != LUA_OK) {
    run.syntax = true;
    return lua_error(lua);
  }
  lua_call(lua, 0, 1);
  run.answer = read_answer(lua);
  return 0;
}

}  // namespace

Result<Answer> interpret(std::string_view text, Instant now, const std::function<bool(Account&)>& next) {
  Memory memory;
  const std::unique_ptr<lua_State, decltype(&lua_close)> lua(lua_newstate(allocate, &memory), lua_close);
  const auto out_of_memory = [] {
    return refuse("script-memory", {{"megabytes", std::to_string(limits::kScriptMemory >> 20)}});
  };
  if (!lua) return out_of_memory();
  Run run{text, now, next};
  lua_pushcfunction(lua.get(), run_protected);
  lua_pushlightuserdata(lua.get(), &run);
  const int status = lua_pcall(lua.get(), 1, 0, 0);
  if (status == LUA_ERRMEM || (status != LUA_OK && memory.refused)) return out_of_memory();
  if (status != LUA_OK) {
    return refuse(run.syntax ? "script-syntax" : "script-failed", {{"message", message_of(lua.get())}});
  }
  TENURE_TRY(Answer answer, std::move(*run.answer));
  answer.printed = std::move(run.printed);
  return answer;
}

}  // namespace tenure::script
