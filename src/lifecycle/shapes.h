#pragma once
// Every mapping of the definition format, with its keys. packs/lifecycle.schema.json says the same to
// editors; a test compares the two.
#include <vector>

#include "lifecycle/yaml.h"

namespace tenure::lifecycle::shapes {

inline const yaml::Shape pack{"pack",
                              {{"pack", true},
                               {"title", true},
                               {"languages", true},
                               {"properties"},
                               {"lists"},
                               {"facts"},
                               {"measures"},
                               {"withdraw"},
                               {"notices"},
                               {"page"},
                               {"calling_list"},
                               {"mailing_list"}}};
// properties.yaml: what an administrator adds.
inline const yaml::Shape extra_properties{"extra_properties", {{"properties", true}, {"lists"}}};
inline const yaml::Shape property{"property", {{"type", true}, {"list"}, {"title", true}, {"since"}}};
inline const yaml::Shape fact{"fact", {{"title", true}, {"fields"}, {"record"}, {"creates"}, {"at"}}};
inline const yaml::Shape measure{"measure",
                                 {{"count"},
                                  {"sum"},
                                  {"first"},
                                  {"last"},
                                  {"min"},
                                  {"max"},
                                  {"open"},
                                  {"close"},
                                  {"by"},
                                  {"on"},
                                  {"where"},
                                  {"title"}}};
inline const yaml::Shape notice{"notice", {{"title", true}, {"role", true}}};
inline const yaml::Shape page{"page", {{"sections", true}}};
inline const yaml::Shape section{
    "section", {{"id", true}, {"title", true}, {"fields", true}, {"visible_when"}}};
inline const yaml::Shape list_view{"list_view", {{"where"}, {"order_by"}}};

inline const yaml::Shape lifecycle{"lifecycle",
                                   {{"lifecycle", true},
                                    {"title", true},
                                    {"parameters"},
                                    {"stages", true},
                                    {"initial", true},
                                    {"by_hand"},
                                    {"rules"},
                                    {"timers"},
                                    {"declarations"},
                                    {"gates"}}};
inline const yaml::Shape parameter{
    "parameter",
    {{"type", true}, {"list"}, {"min"}, {"max"}, {"default", true}, {"title", true}}};
inline const yaml::Shape stage{"stage",
                               {{"title", true},
                                {"icon"},
                                {"colour"},
                                {"code"},
                                {"active"},
                                {"hidden"},
                                {"final"},
                                {"gates"},
                                {"on_enter"}}};
inline const yaml::Shape stage_gate{"stage_gate", {{"verdict", true}, {"says"}}};
inline const yaml::Shape by_hand{"by_hand", {{"roles", true}}};
inline const yaml::Shape rule{
    "rule",
    {{"id", true}, {"on", true}, {"from"}, {"when"}, {"to", true}, {"says"}, {"effects"}}};
inline const yaml::Shape timer{
    "timer",
    {{"id", true}, {"from"}, {"at", true}, {"when"}, {"to", true}, {"says"}, {"effects"}}};
inline const yaml::Shape timer_at{
    "timer_at", {{"since", true}, {"days"}, {"hours"}, {"minutes"}, {"seconds"}}};
inline const yaml::Shape declaration{
    "declaration",
    {{"title", true}, {"from"}, {"to", true}, {"roles"}, {"requires"}, {"effects"}}};
inline const yaml::Shape requirement{
    "requirement", {{"id", true}, {"note"}, {"field"}, {"when"}, {"unless"}, {"says", true}}};
inline const yaml::Shape gate{"gate", {{"title", true}, {"on", true}}};
inline const yaml::Shape effect{
    "effect", {{"set"}, {"notify"}, {"task"}, {"archive"}, {"restore"}, {"when"}}};
inline const yaml::Shape task{"task", {{"id", true}, {"title", true}}};

inline const std::vector<const yaml::Shape*> all{
    &pack,      &extra_properties, &property, &fact,  &measure,    &notice,  &page,  &section,  &list_view,
    &lifecycle, &parameter, &stage, &stage_gate, &by_hand, &rule,  &timer,    &timer_at,
    &declaration, &requirement, &gate, &effect,  &task};

}  // namespace tenure::lifecycle::shapes
