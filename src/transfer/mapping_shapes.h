#pragma once
// Every map of a mapping file, with its keys. packs/mapping.schema.json says the same to editors; a
// test compares the two.
#include <vector>

#include "lifecycle/yaml.h"

namespace tenure::transfer::shapes {

using lifecycle::yaml::Shape;

inline const Shape mapping{"mapping",
                           {{"import", true},
                            {"file"},
                            {"columns"},
                            {"where"},
                            {"account", true},
                            {"facts"},
                            {"on_change"}}};
inline const Shape file{"file", {{"delimiter"}, {"encoding"}, {"header"}}};
inline const Shape column{"column",
                          {{"column"}, {"type"}, {"format"}, {"decimal_comma"}, {"thousands"}}};
inline const Shape account{"account", {{"key", true}, {"create"}, {"created_at"}, {"fields"}}};
inline const Shape fact{
    "fact", {{"kind", true}, {"where"}, {"key", true}, {"at", true}, {"fields"}, {"lines"}}};
inline const Shape lines{"lines", {{"line"}, {"at"}, {"sum"}}};

inline const std::vector<const Shape*> all{&mapping, &file, &column, &account, &fact, &lines};

}  // namespace tenure::transfer::shapes
