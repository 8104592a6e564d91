#include "http/routes/shapes.h"

#include "odata/openapi.h"
#include "service/verbs/answers.h"

namespace tenure::http {

namespace {

constexpr NamedShape kCommon[] = {
    {"problem",
     "{type: text, title: text, status: int, code: text, detail: text, position?: int, errors?: [refusal],"
     " faults?: [text]}"},
    {"fault", "{code: text, detail: text}"},
    {"user",
     "{key: text, name: text, email: text, role: text, language: text, active: flag, own_only: flag,"
     " has_password: flag, identities: int, created_at: instant, version: int}"},
    {"link", "{token: text, link: text, expires_at: instant}"},
    {"signed-in", "{workspace: text, name: text, user: text, role: text, csrf: text, expires_at: instant}"},
    {"me",
     "{user: text, name: text, email: text, language: text, own_only: flag, version: int, csrf: text, scopes: [text],"
     " workspaces: [{name: text, title: text, role: text}]}"},
    {"token",
     "{token: int, name: text, user: text, scopes: [text], created_by: text, created_at: instant,"
     " state: 'valid'|'expired'|'revoked', expires_at: instant, used_at: instant?, revoked_at: instant?}"},
    {"permission", "{read: flag?, write: flag?}"},
    {"setting",
     "{setting: text, title: text, kind: 'flag'|'number'|'choice'|'text', value: any, fallback: any, is_default: flag,"
     " least?: int, most?: int, choices?: [text], version: int, changed_by: text, changed_at: instant?}"},
    {"start",
     "{is_empty: flag, pack: text, job: int?, packs: [{pack: text, title: text, about: text}],"
     " example: {pack: text, about: text}}"},
    {"job",
     "{job: int, kind: text, state: 'waiting'|'running'|'done'|'failed'|'cancelled', actor: text, created_at: instant,"
     " started_at: instant?, finished_at: instant?, total: int, done: int, refused: int, cancelling: flag, result: any,"
     " error: fault?}"},
    {"upload",
     "{import: text, name: text, owner: text, at: instant, bytes: int, job: int?, has_mapping: flag,"
     " has_rejects: flag}"},
    {"file",
     "{...upload, delimiter: text, header: [text], rows: [[text]], fault: fault?, proposal: text, unmatched: [text],"
     " mapping: text}"},
    {"backup",
     "{backup: text, state: 'running'|'done'|'failed', bytes: int, total: int, at: instant, verified: flag?, removed: [text],"
     " error: fault?}"},
    {"bulk",
     "{accounts?: [text], filter?: text, set?: {*: any}, stages?: {*: text},"
     " declare?: {lifecycle?: text, declaration: text}, note?: text, reason?: text}"},
    {"move", "{lifecycle: text, from: text, to: text, at: instant, cause: text, rule: text}"},
    {"fact-verdict",
     "{line: int, key?: text, outcome: 'recorded'|'known'|'corrected'|'retracted'|'refused', moves?: [move],"
     " reasons?: [refusal], warnings?: [refusal]}"},
    {"hint", "{record: text, key: text, verb: text, actor: text}"},
};

constexpr NamedShape kDefinition[] = {
    {"effect",
     "{kind: 'set'|'notify'|'task'|'archive'|'restore', name: text, title?: title, when: text,"
     " set: [{field: text, value: text}]}"},
    {"stage",
     "{name: text, rank: int, code: int?, title: title, icon: text, colour: text, active: flag, hidden: flag,"
     " final: flag, gates: [{name: text, verdict: 'yes'|'warn'|'no', says: title}], on_enter: [effect]}"},
    {"rule", "{name: text, title: title, on: [text], from: [text], when: text, to: text, effects: [effect]}"},
    {"timer",
     "{name: text, title: title, from: [text], since: text, unit: 'days'|'hours'|'minutes'|'seconds',"
     " parameter: text?, amount: number, when: text, to: text, effects: [effect]}"},
    {"need",
     "{name: text, kind: 'note'|'field'|'condition', field: text?, when: text, unless: text, says: title}"},
    {"declaration",
     "{name: text, title: title, from: [text], to: text, roles: [text], mine: flag, needs: [need], effects: [effect]}"},
    {"lifecycle",
     "{name: text, title: title, initial: text,"
     " by_hand: {who: 'anyone'|'roles'|'declarations'|'script', roles: [text], mine: flag}, stages: [stage],"
     " rules: [rule], timers: [timer], declarations: [declaration],"
     " gates: [{name: text, title: title, on: [text]}], parameters: [text]}"},
    {"field",
     "{name: text, title: title, type: text, many: flag, list?: text, choices?: [text], required: flag,"
     " read_only: flag, unique: flag, searched: flag, filterable: flag, on_request: flag, origin?: text}"},
    {"record",
     "{name: text, set: text, title: title, key: [text], has_version: flag,"
     " may: {create: flag, change: flag, remove: flag}, fields: [field],"
     " links: [{name: text, title: title, record: text, many: flag, field: text}]}"},
    {"list-view", "{where: text, order_by: text}"},
    {"definition",
     "{workspace: text, pack: text, version: text, title: title, languages: [text], time_zone: text,"
     " lifecycles: [lifecycle],"
     " parameters: [{name: text, title: title, type: text, value: any, default: any, min: any, max: any}],"
     " sections: [{name: text, title: title, fields: [text], visible_when: text}],"
     " lists: [{name: text, choices: [{name: text, title: title}]}],"
     " notices: [{name: text, title: title, role: text}], calling_list: list-view, mailing_list: list-view,"
     " fact_kinds: [{name: text, title: title, record: text, creates: flag, fields: [{name: text, type: text}]}],"
     " records: [record], number?: int, applied_by?: text, applied_at?: instant,"
     " files?: [{path: text, text: text}]}"},
};

constexpr NamedShape kRoutes[] = {
    {"health.live", "{status: text}"},
    {"health.health", "{status: text}"},
    {"health.ready",
     "{checks: {*: {status: 'ok'|'failed', code?: text, detail?: text}}, status: 'ok'|'failed'}"},
    {"openapi", "{*: any}"},
    {"openapi.workspace", "{*: any}"},
    {"sign_in", "signed-in"},
    {"set_up", "signed-in"},
    {"invitation.accept", "signed-in"},
    {"invitation.look",
     "{workspace: text, user: text, name: text, purpose: 'invite'|'reset'|'setup', expires_at: instant}"},
    {"sign_in.providers", "{providers: [{provider: text, title: text}]}"},
    {"sign_in.start", "{url: text}"},
    {"me.show", "me"},
    {"me.change", "me"},
    {"me.password", "signed-in"},
    {"me.sessions",
     "{sessions: [{session: text, address: text, is_this: flag, created_at: instant, used_at: instant,"
     " expires_at: instant}]}"},
    {"providers.list",
     "{providers: [{provider: text, title: text, issuer: text, client_id: text, create_role: text, active: flag,"
     " version: int}]}"},
    {"users.list", "{users: [user]}"},
    {"users.show", "user"},
    {"users.add", "{...user, invitation?: link}"},
    {"users.change", "user"},
    {"users.invite", "link"},
    {"tokens.list", "{tokens: [token]}"},
    {"tokens.add", "{token: int, name: text, secret: text?, expires_at: instant?}"},
    {"roles.list", "{roles: [{role: text, title: text, about: text}]}"},
    {"roles.show",
     "{role: text, title: text, records: [{record: text, title: text, read: flag, create: flag, change: flag,"
     " remove: flag, set: permission,"
     " fields: [{field: text, title: text, read: flag, write: flag, set: permission}]}]}"},
    {"field_permissions.list",
     "{field_permissions: [{role: text, record: text, field: text, read: flag?, write: flag?}]}"},
    {"settings.list", "{time_zone: text, pack: text, languages: [text], settings: [setting]}"},
    {"settings.change", "setting"},
    {"start.show", "start"},
    {"facts.record.line", "fact-verdict"},
    {"start.choose", "job"},
    {"definition.read", "definition"},
    {"job.list", "{value: [job], next?: text}"},
    {"job.read", "job"},
    {"job.rows", "{value: [{number: int, account: text, state: text, reasons: [refusal]}], next?: text}"},
    {"job.cancel", "job"},
    {"job.undo", "job"},
    {"bulk.commit", "job"},
    {"bulk.commit.body", "bulk"},
    {"bulk.preview",
     "{value: [{account: text, outcome: text, moves: [{lifecycle: text, from: text, to: text}], reasons: [refusal],"
     " warnings: [refusal]}], more: flag, next?: text, totals: {rows: int, changed: int, unchanged: int, refused: int}}"},
    {"bulk.preview.body", "bulk"},
    {"import.send", "file"},
    {"import.list", "{value: [upload]}"},
    {"import.read", "file"},
    {"import.check", "job"},
    {"import.start", "job"},
    {"backup.begin", "backup"},
    {"backup.list", "{value: [backup]}"},
    {"backup.read", "backup"},
    {"report.read",
     "{report: text, lifecycle: text, as_of: instant, columns: [{name: text, number: flag, title: title}],"
     " value: [{*: any}]}"},
    {"report.read.line", "{*: any}"},
    {"form.read", "{form: text, title: text, fields: [{name: text, title: title, required: flag}]}"},
    {"form.post", "{thanks: text, redirect: text}"},
    {"form.post.body", "{*: any}"},
};

}  // namespace

const Shapes& shapes() {
  static const Shapes all{service::verb_answers(), odata::body_shapes(), kCommon, kDefinition, kRoutes};
  return all;
}

}  // namespace tenure::http
