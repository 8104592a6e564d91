#include "service/verbs/answers.h"

#include <algorithm>
#include <string>

namespace tenure::service {

namespace {

constexpr NamedShape kAnswers[] = {
    // In common.
    {"title", "{en: text, he: text}"},
    {"condition", "{condition: text, holds: any, values: {*: any}, parts: [part]}"},
    {"part", "{condition: text, holds?: any, type?: text, passed_over?: flag, parts?: [part]}"},
    {"delay", "{amount: text, unit: 'days'|'hours'|'minutes'|'seconds', since: text}"},
    {"way",
     "{lifecycle: text, cause: text, id: text, to: text, open: flag, kinds: [text], due: instant?, missing: [condition],"
     " asks_fact: [text], needs: [text], title: title, delay?: delay, requirements?: [{id: text, says: title}]}"},
    {"standing", "{lifecycle: text, stage: text?, since: instant?}"},
    {"_told", "{account: text, as_of: instant, name: text?, archived: flag, stands: [standing], outlook: [way]}"},
    {"tried", "{rule: text, when: text, outcome: 'fits'|'wrong_stage'|'condition_false', why?: condition}"},
    {"step",
     "{lifecycle: text, from: text, to: text, at: instant, recorded_at: instant, cause: text, rule: text, fact: text,"
     " fact_kind: text, actor: text, note: text, reason: text, fields: {*: any}, tried: [tried], definition: text,"
     " definition_gone: flag, saw?: {*: any}, says?: title, delay?: delay, why?: condition}"},
    {"refused_account", "{account: text, code: text}"},
    // Of an account.
    {"account.explain",
     "{..._told, facts: int, timeline: [step], stays: [{lifecycle: text, rule: text, says: title, at: instant}]}"},
    {"account.outlook", "{..._told}"},
    {"account.still_open", "{value: [{record: text, key: text}]}"},
    {"account.page",
     "{account: text, archived: flag, stands: [{...standing, active: flag?}],"
     " sections: [{name: text, title: title, visible: flag, fields: [text]}],"
     " gates: [{lifecycle: text, gate: text, title: title, verdict: 'yes'|'warn'|'no', says: text, kinds: [text]}],"
     " moves: [text]}"},
    {"account.convert_to_company", "{contact: text}"},
    {"account.unmerge", "{survivor: text, other: text}"},
    // Of all accounts.
    {"account.calling_list",
     "{value: [{key: text, name?: text?, phone?: text?, email?: text?, owner?: text?, last_contact_at?: instant?,"
     " callback: flag}], outcomes: [{id: text, key: text, title: text}]}"},
    {"account.mailing_list", "{value: [{key: text, name?: text?, email?: text?, email_2?: text?}]}"},
    {"account.allocate", "{allocated: int, selected: int, refused: [refused_account]}"},
    {"account.place_all",
     "{lifecycle: text, looked_at: int, placed: int, passed_over: int, stages: {*: int}, refused: [refused_account],"
     " last: text?}"},
    // Of other records.
    {"opportunity.win", "{account: text}"},
    {"opportunity.move", "{account: text}"},
    {"opportunity.lose", "{account: text}"},
    {"opportunity.close_neutral", "{account: text}"},
    {"enquiry.convert", "{account: text, contact?: text, opportunity?: text, case?: text}"},
    // Of the workspace.
    {"plans",
     "{value: [{plan: int, state: text, stale: text?, mode: text, actor: text, made_at: instant, digest: text,"
     " definition: int?, summary: any}]}"},
    {"plan_moves",
     "{value: [{place: int, account: text, name: text?, lifecycle: text?, from: text?, to: text?, rule: text,"
     " at: instant}], next: int?}"},
    {"check_definition",
     "{sound: flag, version: text?, faults: [{severity: 'error'|'warning', code: text, message: text, file: text,"
     " line: int, column: int, history: [text]}]}"},
    {"test_definition",
     "{passed: int, failed: int, stories: [{id: text, title: text, file: text, line: int, passed: flag,"
     " failures: [{line: int, text: text, expected: text, found: text}]}]}"},
    {"add_property", "{property: text}"},
    {"remove_property", "{property: text}"},
    {"properties",
     "{value: [{name: text, type: text, title: text, title_he: text, choices: [{id: text, title: text}]}]}"},
    {"run_script",
     "{warning: text, changed: int, refused: int, printed: text, value: [{account: text, lifecycle: text, stage: text,"
     " refused: flag, reasons: [{code: text, message: text}]}]}"},
};

}  // namespace

std::span<const NamedShape> verb_answers() { return kAnswers; }

std::string_view answer_of(const Verb& verb) {
  const std::string name = verb.record.empty() ? std::string(verb.name) : std::string(verb.record) + "." + std::string(verb.name);
  const auto* found = std::ranges::find(kAnswers, std::string_view(name), &NamedShape::name);
  return found == std::end(kAnswers) ? std::string_view() : found->name;
}

}  // namespace tenure::service
