// /w/{workspace}/openapi.json held to the server that publishes it: real bodies of every set of records, of the verbs
// and of the routes, and real answers, by a validator of JSON schemas; and what the schemas refuse the server refuses.
import assert from 'node:assert/strict';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {type Answer, Described, type Json} from './lib/described.ts';
import {address as sharedAddress, headers as sharedHeaders} from './lib/here.ts';
import {packs, type Server, startServer} from './lib/server.ts';

const added = [
  ['club_since', 'date'],
  ['tier', 'choice', '--choice', 'silver=Silver', '--choice', 'gold=Gold'],
  ['points', 'int'],
  ['bond', 'decimal'],
  ['welcomed', 'instant'],
  ['vip', 'bool'],
  ['motto', 'string'],
];
const properties = {club_since: '2026-01-31', tier: 'gold', points: 3, bond: 12.5, welcomed: '2026-01-31T10:00:00Z', vip: true, motto: 'למעלה'};

// A body for each set, in the order in which they need each other.
const bodies: Record<string, Json> = {
  account: {key: 'A', name: 'Acme', email: 'a@example.com', sector: 'food', is_person: false, owner: 'owner', ...properties},
  ledger: {key: 'L', account: 'A', name: 'Main', currency: 'EUR'},
  contact: {key: 'C', account: 'A', first_name: 'Dana', last_name: 'Levi', phone: '0501234567', do_not_contact: false},
  opportunity: {key: 'D', account: 'A', title: 'Deal', amount: 100.5, currency: 'EUR', expected_close: '2026-12-31'},
  quote: {key: 'Q', account: 'A', opportunity: 'D', amount: 90},
  order: {key: 'O', 'account_record@odata.bind': "accounts('A')", ledger: 'L', amount: 12.25, placed_at: '2026-02-01T10:00:00Z'},
  invoice: {key: 'I', account: 'A', order: 'O', kind: 'invoice', amount: 12.25},
  subscription: {key: 'S', account: 'A', service: 'Care', period: 'month', paid: true},
  assignment: {key: 'G', account: 'A', order: 'O', worker: 'Noa'},
  appointment: {key: 'P', account: 'A', contact: 'C', subject: 'Tea', starts_at: '2026-03-01T10:00:00Z'},
  activity: {key: 'V', account: 'A', kind: 'call', minutes: 5, note: 'Hello'},
  enquiry: {key: 'E', name: 'Ruth', email: 'ruth@example.com', subject: 'Prices', channel: 'web'},
  case: {key: 'F', account: 'A', contact: 'C', subject: 'Broken'},
  task: {key: 'T', account: 'A', subject: 'Call back', due_at: '2026-03-02T10:00:00Z'},
  view: {key: 'W', name: 'Mine', set: 'accounts', filter: "name eq 'Acme'", columns: 'key,name', shared: true},
  segment: {key: 'X', name: 'Food', filter: "sector eq 'food'", shared: false},
  form: {key: 'Y', title: 'Write to us', fields: '[{"name":"name"},{"name":"email","required":true}]', active: true},
};
const readOnly = ['facts', 'transitions', 'stage_spells', 'users', 'audit_events'];

// Of each record: what is done with it, and with what.
const verbs: [string, Record<string, string>, Json][] = [
  ['account_log_call', {key: 'A'}, {note: 'Spoke', minutes: 3, direction: 'out', contact: 'C', at: '2026-03-01T09:00:00Z'}],
  ['account_log_email', {key: 'A'}, {subject: 'Hello', mass: false}],
  ['account_log_note', {key: 'A'}, {note: 'Remember'}],
  ['account_log_contact', {key: 'A'}, {channel: 'fair', outcome: 'met'}],
  ['account_book_appointment', {key: 'A'}, {starts_at: '2026-04-01T10:00:00Z', subject: 'Lunch', key: 'P2'}],
  ['appointment_summarise', {key: 'P2'}, {note: 'Went well'}],
  ['account_open_opportunity', {key: 'A'}, {title: 'Second', amount: 5, expected_close: '2026-12-01', key: 'D2'}],
  ['opportunity_move', {key: 'D2'}, {stage: 'Talks', amount: 6.5}],
  ['opportunity_lose', {key: 'D2'}, {reason: 'Price'}],
  ['opportunity_reopen', {key: 'D2'}, {}],
  ['opportunity_close_neutral', {key: 'D2'}, {reason: 'Later'}],
  ['opportunity_win', {key: 'D'}, {amount: 101, currency: 'EUR'}],
  ['account_issue_quote', {key: 'A'}, {amount: 7.75, key: 'Q2'}],
  ['quote_approve', {key: 'Q2'}, {}],
  ['quote_decline', {key: 'Q'}, {reason: 'Too much'}],
  ['quote_reopen', {key: 'Q'}, {}],
  ['account_place_order', {key: 'A'}, {amount: 20, ledger: 'L', source: 'shop', key: 'O2'}],
  ['order_approve', {key: 'O2'}, {}],
  ['order_copy', {key: 'O2'}, {key: 'O3'}],
  ['order_assign', {key: 'O2'}, {worker: 'Noa', key: 'G2'}],
  ['order_cancel', {key: 'O3'}, {reason: 'Twice'}],
  ['account_issue_invoice', {key: 'A'}, {order: 'O2', amount: 20, key: 'I2'}],
  ['invoice_credit', {key: 'I2'}, {amount: 1.5, reason: 'Broken'}],
  ['account_issue_receipt', {key: 'A'}, {amount: 20, key: 'I3'}],
  ['account_start_subscription', {key: 'A'}, {service: 'Care', paid: true, key: 'S2'}],
  ['subscription_stop', {key: 'S2'}, {reason: 'Moved'}],
  ['subscription_reopen', {key: 'S2'}, {}],
  ['account_start_assignment', {key: 'A'}, {order: 'O2', worker: 'Gil', key: 'G3'}],
  ['assignment_end', {key: 'G3'}, {reason: 'Done'}],
  ['assignment_reopen', {key: 'G3'}, {}],
  ['account_open_case', {key: 'A'}, {subject: 'Noise', contact: 'C', key: 'F2'}],
  ['case_close', {key: 'F2'}, {outcome: 'Fixed'}],
  ['case_reopen', {key: 'F2'}, {}],
  ['account_open_task', {key: 'A'}, {subject: 'Send', due_at: '2026-04-02T10:00:00Z', key: 'T2'}],
  ['task_assign', {key: 'T2'}, {owner: 'owner'}],
  ['task_finish', {key: 'T2'}, {note: 'Sent'}],
  ['task_reopen', {key: 'T2'}, {}],
  ['account_open_ledger', {key: 'A'}, {name: 'Other', currency: 'ILS', key: 'L2'}],
  ['ledger_close', {key: 'L2'}, {}],
  ['ledger_reopen', {key: 'L2'}, {}],
  ['enquiry_convert', {key: 'E'}, {contact: true, opportunity: true, case: true, amount: 3}],
  ['account_set_stage', {key: 'A'}, {stage: 'customer', reason: 'Known'}],
  ['account_fill_extra_properties', {key: 'A'}, {points: 4, vip: false}],
  ['account_open_trading_account', {key: 'A'}, {trading_account: 'TA-1'}],
  ['account_merge', {key: 'A'}, {other: 'B', reason: 'The same'}],
  ['account_unmerge', {key: 'A'}, {other: 'B'}],
  ['account_archive', {key: 'B'}, {reason: 'Gone'}],
  ['account_restore', {key: 'B'}, {reason: 'Back'}],
  ['account_convert_to_person', {key: 'B'}, {name: 'Ben Bar'}],
  ['account_convert_to_company', {key: 'B'}, {name: 'Bar', contact: 'C2'}],
  ['account_allocate', {}, {keys: ['B'], owner: 'owner', campaign: 'spring', reset: false}],
  ['account_place_all', {}, {top: 10}],
  ['check_definition', {}, {deep: false}],
  ['test_definition', {}, {stories: []}],
  ['run_script', {}, {script: 'print("hello")', reason: 'To see', dry_run: true}],
];

// What nobody can be asked to do here, and where it is done instead.
const elsewhere = {
  sign_in_start: 'oidc.test.ts', sign_in_start_by_link: 'oidc.test.ts', sign_in_finish: 'oidc.test.ts',
  set_up: 'lib/server.ts', sign_out: 'the last thing', me_password: 'ends the session',
  account_declare: 'in the pack hyper, below', live: 'does not end, below',
};

describe('/w/{workspace}/openapi.json', {timeout: 600_000}, () => {
  let server: Server;
  let api: Described;
  const backups = mkdtempSync(join(tmpdir(), 'tenure-backups-'));
  before(async () => {
    server = await startServer('prospectsoft', false, ['--backup-folder', backups], added.map((given) => ['property', 'add', ...given]));
    api = await described(server);
  });
  after(async () => {
    await server.stop();
    rmSync(backups, {recursive: true, force: true});
  });
  const set = (record: string) => [...api.operations.keys()].find((id) => id.startsWith('list_') && api.operations.get(id)?.operation.responses['200']?.content?.['application/json']?.schema?.$ref?.endsWith(`tenure.${record}-page`)) ?? '';

  it('has what the pack and an administrator added, with its type', () => {
    const {tier, points, bond, club_since, welcomed, vip, customer_lifecycle} = api.schemas['tenure.account']?.properties as Record<string, Json>;
    assert.deepEqual(tier?.enum, ['silver', 'gold', null]);
    assert.deepEqual([points, bond, club_since, welcomed, vip].map((it) => [(it?.type as string[])[0], it?.format]), [
      ['integer', 'int64'], ['number', 'decimal'], ['string', 'date'], ['string', 'date-time'], ['boolean', undefined],
    ]);
    assert.ok((customer_lifecycle?.enum as string[]).includes('onboarding'));
  });

  it('says of every set what may be made, and that is made', async () => {
    await api.done('create_account', {body: {key: 'B', name: 'Ben', phone: '0507654321', at: '2026-01-01T00:00:00Z'}});
    for (const [record, body] of Object.entries(bodies)) {
      const {status, json} = await api.done(`create_${record}`, {body});
      assert.equal(status, 201, record);
      assert.equal(json.key, body.key);
    }
    const writable = [...api.operations.keys()].filter((id) => id.startsWith('create_')).map((id) => id.slice(7));
    assert.deepEqual(writable.sort(), Object.keys(bodies).sort(), 'a set without a body of its own');
  });

  it('says how rows look: in lists, by themselves, and after a change', async () => {
    for (const [record, body] of Object.entries(bodies)) {
      const list = await api.done(set(record), {query: {$count: 'true', $top: '5', $select: '*'}});
      assert.ok((list.json.value as Json[]).length > 0, record);
      whole(record, (list.json.value as Json[])[0] ?? {});
      const one = await api.done(`read_${record}`, {keys: {key: String(body.key)}});
      const field = Object.keys(body).find((name) => name !== 'key' && typeof body[name] === 'string' && one.json[name] === body[name] && !/account|_at$|kind|order|contact|ledger|opportunity|set$|filter|fields|tier|owner|email|phone/.test(name));
      const change = field ? {[field]: body[field]} : {};
      await api.done(`update_${record}`, {keys: {key: String(body.key)}, body: change});
    }
    await api.done('replace_segment', {keys: {key: 'X'}, body: {name: 'All food', filter: "sector eq 'food'"}});
    await api.done('remove_segment', {keys: {key: 'X'}});
    const expanded = await api.done('read_account', {keys: {key: 'A'}, query: {$expand: 'orders,contacts,transitions,children,default_ledger_record'}});
    assert.ok((expanded.json.orders as Json[]).length > 0);
    await api.done('list_accounts', {query: {$apply: 'groupby((sector),aggregate($count as n))'}, open: true});
  });

  // With * every property that is described is there: what is only described would be found here.
  function whole(record: string, row: Json) {
    const described = Object.entries(api.schemas[`tenure.${record}`]?.properties ?? {});
    const links = described.filter(([, schema]) => JSON.stringify(schema).includes('/schemas/tenure.')).map(([name]) => name);
    const missing = described.map(([name]) => name).filter((name) => !links.includes(name) && !(name in row));
    assert.deepEqual(missing, [], record);
  }

  it('refuses what the server refuses', async () => {
    let refused = 0;
    for (const [record, body] of Object.entries(bodies)) {
      const fresh = {...body, key: `wrong-${record}`};
      const id = `create_${record}`;
      for (const wrong of wrongs(record, fresh)) {
        await api.call(id, {body: wrong, wrong: true});
        ++refused;
      }
      const {status} = await api.call(`read_${record}`, {keys: {key: fresh.key}});
      assert.equal(status, 404, `${record}: one of them was made`);
    }
    assert.ok(refused > 150, String(refused));
  });

  // Of a right body each wrong one: of another type, of no choice, too long, unknown, without what is needed.
  function wrongs(record: string, body: Json): Json[] {
    const all: Json[] = [{...body, no_such_property: 1}];
    for (const [name, schema] of Object.entries(api.schemas[`tenure.${record}`]?.properties ?? {}) as [string, Json][]) {
      if (schema.readOnly || schema.$ref || schema.anyOf || schema.items) continue;
      const type = [schema.type].flat()[0];
      all.push({...body, [name]: type === 'string' && !schema.format ? 12 : 'no such value'});
      if (schema.enum) all.push({...body, [name]: 'no such choice'});
    }
    const text = Object.entries(api.schemas[`tenure.${record}`]?.properties ?? {}).find(([name, schema]) => (schema as Json).maxLength === 65536 && name in body && !/filter|fields|set$/.test(name));
    if (text) all.push({...body, [text[0]]: 'x'.repeat(65_537)});
    all.push({...body, key: 'k'.repeat(201)});
    const needed = (api.schemas[`tenure.${record}-create`]?.allOf as Json[]).slice(1);
    for (const need of needed) {
      const names = [need, ...((need.anyOf ?? []) as Json[])].flatMap((it) => (it.required ?? []) as string[]);
      all.push(Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name))));
    }
    return all;
  }

  it('says what facts look like, and what is said to them', async () => {
    const right = [
      {account: 'A', kind: 'order.placed', key: 'N1', at: '2026-02-02T00:00:00Z', fields: {amount: 5.5, order: 'N1'}},
      {account: 'NEW', kind: 'account.created', key: 'NEW', create_account: true, fields: {name: 'New', points: 7}},
      {account: 'A', kind: 'call.logged', key: 'N2', fields: {note: 'Rang', minutes: 2}},
    ];
    const answer = await api.done('facts_record', {body: ndjson(right), type: 'application/x-ndjson'});
    assert.deepEqual(answer.text.trim().split('\n').map((line) => (JSON.parse(line) as Json).outcome), ['recorded', 'recorded', 'recorded']);
    const wrong = [
      {account: 'A', kind: 'no.such.kind', key: 'N3'},
      {account: 'A', key: 'N4'},
      {account: 12, kind: 'call.logged', key: 'N5'},
      {account: 'A', kind: 'order.placed', key: 'N6', fields: {amount: 'much'}},
      {account: 'A', kind: 'order.placed', key: 'N7', at: 'soon', fields: {amount: 1}},
      {account: 'A', kind: 'order.placed', key: 'N8', fields: [1]},
      {account: 'A', kind: 'order.placed', key: 'k'.repeat(201), fields: {amount: 1}},
      {account: 'A', kind: 'order.placed', key: 'N9', retract: 'yes'},
    ];
    const line = api.operations.get('facts_record')?.operation.requestBody?.content['application/x-ndjson']?.['x-itemSchema'] ?? {};
    for (const fact of wrong) assert.notEqual(api.fault(line, fact, 'asked'), '', JSON.stringify(fact).slice(0, 100));
    const refused = await fetch(`${server.address}/w/default/facts`, {method: 'POST', headers: {...server.headers, 'Content-Type': 'application/x-ndjson'}, body: ndjson(wrong)});
    const verdicts = (await refused.text()).trim().split('\n').map((text) => JSON.parse(text) as Json);
    assert.deepEqual(verdicts.map((verdict) => verdict.outcome), wrong.map(() => 'refused'), JSON.stringify(verdicts));
    for (const verdict of verdicts) assert.equal(api.fault({$ref: '#/components/schemas/fact-verdict'}, verdict, 'answered'), '');
  });

  it('says what verbs take and answer', async () => {
    for (const [id, keys, body] of verbs) await api.done(id, {keys, body});
    const moves = await api.done('list_transitions', {query: {$filter: "account eq 'A'", $orderby: 'sequence desc', $top: '1'}});
    await api.done('account_undo', {keys: {key: 'A'}, body: {transition: (moves.json.value as Json[])[0]?.sequence, reason: 'Not so'}});
    await api.done('account_place', {keys: {key: 'NEW'}, body: {first_order_at: '2025-01-01T00:00:00Z', last_order_at: '2026-05-01T00:00:00Z', order_count: 7}});
    for (const id of ['account_explain', 'account_outlook', 'account_still_open', 'account_page']) {
      const {json} = await api.done(id, {keys: {key: 'A'}});
      assert.ok(json.result, id);
    }
    await api.done('account_explain', {keys: {key: 'A'}, query: {as_of: '2026-02-15T00:00:00Z'}});
    await api.done('account_calling_list', {query: {top: '5'}});
    await api.done('account_mailing_list', {query: {top: '5', skip: '1'}});
    const {json} = await api.done('list_facts', {query: {$filter: "account eq 'A' and kind eq 'note.logged'"}});
    await api.done('account_retract_fact', {keys: {key: 'A'}, body: {kind: 'note.logged', fact: (json.value as Json[])[0]?.key}});
  });

  it('says of parameters what the server says of them', async () => {
    const wrong: [string, Json][] = [
      ['account_set_stage', {}], ['account_set_stage', {stage: 12}], ['account_set_stage', {stage: 'lead', much: 1}],
      ['account_log_note', {}], ['account_log_call', {minutes: 'long'}], ['account_log_call', {at: 'soon'}],
      ['account_open_opportunity', {expected_close: 'soon'}], ['account_place_order', {amount: 'much'}],
      ['account_merge', {}], ['account_book_appointment', {subject: 'Tea'}], ['account_log_email', {mass: 'yes'}],
      ['account_fill_extra_properties', {points: 'many'}], ['account_fill_extra_properties', {no_such: 1}],
    ];
    for (const [id, body] of wrong) await api.call(id, {keys: {key: 'A'}, body, wrong: true});
    for (const [id, body] of [['account_allocate', {keys: 'A'}], ['run_script', {script: 'x'}], ['apply', {plan: 'first'}], ['add_property', {name: 'x'}]] as [string, Json][])
      await api.call(id, {body, wrong: true});
  });

  it('says what a refusal looks like, of the rules and of others', async () => {
    const {status, json} = await api.call('opportunity_win', {keys: {key: 'D'}, body: {}});
    assert.equal(status, 409);
    assert.ok((json.error as {details: Json[]}).details.length > 0);
    assert.equal((await api.call('read_order', {keys: {key: 'none'}})).status, 404);
    assert.equal((await api.call('job_read', {keys: {job: '999'}})).status, 404);
    assert.equal((await api.call('list_orders', {query: {$filter: 'amount gt'}})).status, 400);
  });

  it('says what changes of many, plans, imports and backups look like, and their jobs', async () => {
    const change = {accounts: ['A', 'B'], set: {sector: 'food'}, note: 'Sorted'};
    await api.done('bulk_preview', {body: change, query: {rows: '1'}});
    const bulk = await ended(await api.done('bulk_commit', {body: change}));
    await api.done('job_rows', {keys: {job: bulk}});
    await ended(await api.done('job_undo', {keys: {job: bulk}, body: {reason: 'Not so'}}));
    await api.call('job_cancel', {keys: {job: bulk}});
    await ended(await api.done('plan', {body: {parameters: ['churn_days=180']}}));
    const plans = await api.done('plans');
    const plan = ((plans.json.result as {value: Json[]}).value[0] ?? {}).plan;
    await api.done('plan_moves', {query: {plan: String(plan), top: '5'}});
    await ended(await api.done('apply', {body: {plan}}));
    await ended(await api.done('add_property', {body: {name: 'size', type: 'choice', title: 'Size', choices: ['small=Small', 'large=Large']}}));
    await api.done('properties');
    await ended(await api.done('remove_property', {body: {name: 'size'}}));
    await ended(await api.done('score_rfm', {body: {date: '2026-06-01'}}));

    const sent = await api.done('import_send', {body: 'no,name\nZ1,Zed\nZ2,\n', type: 'text/csv', query: {name: 'zeds.csv'}});
    const keys = {import: String(sent.json.import)};
    await api.done('import_map', {keys, body: 'import: accounts\nfile: {delimiter: comma, encoding: utf-8, header: true}\naccount:\n  key: no\n  create: true\n  fields:\n    name: name\n', type: 'application/yaml'});
    await ended(await api.done('import_check', {keys}));
    await ended(await api.done('import_start', {keys}));
    await api.call('import_rejects', {keys});
    await api.done('import_read', {keys});
    await api.done('import_remove', {keys});

    await api.call('start_choose', {body: {pack: 'hyper'}});
    await api.call('start_choose', {body: {example: 'yes'}, wrong: true});
    const backup = await api.done('backup_begin', {body: {verify: true}});
    await api.done('backup_read', {keys: {backup: String(backup.json.backup)}});
  });

  // The number of a job that has ended well.
  async function ended({json}: Answer): Promise<string> {
    const number = String(json.job ?? json.key);
    for (let round = 0; round < 600; ++round) {
      const {json: job} = await api.done('job_read', {keys: {job: number}});
      if (job.finished_at) {
        assert.equal(job.state, 'done', JSON.stringify(job));
        return number;
      }
      await new Promise((again) => setTimeout(again, 100));
    }
    assert.fail(`job ${number} does not end`);
  }

  it('says what people, roles, tokens and settings look like', async () => {
    const user = await api.done('users_add', {body: {key: 'rep', name: 'Rep', role: 'rep', email: 'rep@example.com'}});
    await api.done('users_show', {keys: {user: 'rep'}});
    await api.done('users_change', {keys: {user: 'rep'}, body: {language: 'he', own_only: true}});
    await api.done('users_invite', {keys: {user: 'rep'}, body: {purpose: 'invite'}});
    const invitation = await api.done('users_invite', {keys: {user: 'rep'}, body: {purpose: 'reset'}});
    assert.ok(user.json.invitation);
    const token = String(invitation.json.token);
    const nobody = api.as({});
    await nobody.done('invitation_look', {body: {token}});
    await nobody.done('invitation_accept', {body: {token, user: 'rep', password: 'correct horse battery 8'}});
    await nobody.done('sign_in', {body: {user: 'rep', password: 'correct horse battery 8'}});
    await api.done('users_remove', {keys: {user: 'rep'}});
    const made = await api.done('tokens_add', {body: {name: 't', scopes: ['read'], days: 3}});
    await api.done('tokens_revoke', {keys: {token: String(made.json.token)}});
    await api.done('roles_show', {keys: {role: 'rep'}});
    await api.done('roles_permit', {keys: {role: 'viewer'}, body: {record: 'account', field: 'bond', read: false}});
    await api.done('settings_change', {keys: {setting: 'language'}, body: {value: 'he'}});
    await api.done('me_change', {body: {name: 'Owner'}});
    await nobody.call('sign_in', {body: {user: 1}, wrong: true});
    await api.call('me_end_session', {keys: {session: 'none'}});
    await api.done('providers_put', {keys: {provider: 'idp'}, body: {title: 'IdP', issuer: 'https://idp.example.com', client_id: 'x', client_secret: 'y', active: false}});
    await api.done('providers_remove', {keys: {provider: 'idp'}});
    for (const [id, keys, body] of [
      ['users_add', {}, {key: 'x', rank: 1}], ['users_change', {user: 'owner'}, {active: 'yes'}], ['tokens_add', {}, {name: 't', scopes: 'read'}],
      ['settings_change', {setting: 'language'}, {}], ['me_change', {}, {csrf: 'x'}], ['roles_permit', {role: 'rep'}, {read: 'no'}],
      ['backup_begin', {}, {verify: 1}], ['job_undo', {job: '1'}, {why: 'x'}],
    ] as [string, Record<string, string>, Json][]) await api.call(id, {keys, body, wrong: true});
  });

  it('says what forms, reports, exports and batches look like', async () => {
    await api.done('form_read', {keys: {form: 'Y'}, accept: 'application/json'});
    await api.done('form_post', {keys: {form: 'Y'}, body: {name: 'Ada', email: 'ada@example.com'}});
    await api.call('form_post', {keys: {form: 'Y'}, body: {name: 'Ada'}});
    for (const report of ['stages', 'flow', 'funnel', 'time-in-stage', 'cohorts', 'rfm', 'live-assignments']) await api.done('report_read', {keys: {report}});
    await api.done('report_read', {keys: {report: 'rfm'}, query: {detail: 'true'}, accept: 'application/x-ndjson'});
    await api.done('export_read', {keys: {set: 'accounts.csv', file: 'accounts.csv'}});
    const batch = await api.done('batch', {body: {requests: [
      {id: '1', method: 'GET', url: 'accounts?$top=1'},
      {id: '2', method: 'POST', url: 'accounts', atomicityGroup: 'g', headers: {'content-type': 'application/json'}, body: {key: 'BB', name: 'Batch'}},
    ]}});
    assert.deepEqual((batch.json.responses as Json[]).map((part) => part.status), [200, 201]);
    await api.call('batch', {body: {requests: [{method: 'GET'}]}, wrong: true});
  });

  it('names every operation that is there: whatever needs nothing is asked, and nothing else is left', async () => {
    for (const {id, path, method} of api.operations.values()) {
      if (method === 'get' && !/\{(?!workspace)/.test(path) && !(id in elsewhere) && !api.called.has(id)) await api.done(id);
    }
    for (const name of readOnly) {
      const record = {facts: 'fact', transitions: 'transition', stage_spells: 'stage_spell', users: 'user', audit_events: 'audit_event'}[name] ?? '';
      const {json} = await api.done(`list_${name}`, {query: {$select: '*', $top: '3'}});
      const row = (json.value as Json[])[0] ?? {};
      whole(record, row);
      const keys = Object.fromEntries([...(api.operations.get(`read_${record}`)?.path.matchAll(/\{(\w+)\}/g) ?? [])].map(([, key = '']) => [key, String(row[key])]));
      await api.done(`read_${record}`, {keys: {...keys, workspace: 'default'}});
    }
    for (const [record, {key, ...body}] of Object.entries(bodies).reverse()) {
      await api.call(`replace_${record}`, {keys: {key: String(key)}, body});  // or is refused, as it is described
      await api.call(`remove_${record}`, {keys: {key: String(key)}});
    }
    for (const id of ['odata_read', 'odata_post', 'odata_change', 'odata_replace', 'odata_remove']) api.called.add(id);  // the same routes, whatever stands behind
    const left = [...api.operations.keys()].filter((id) => !api.called.has(id) && !(id in elsewhere));
    assert.deepEqual(left, []);
  });

  it('says what comes over the live stream', async () => {
    const {operation} = api.operations.get('live') ?? {};
    const events = operation?.responses['200']?.content?.['text/event-stream']?.['x-events'] ?? {};
    const seen = await live(server, async () => {
      await api.done('account_set_stage', {keys: {key: 'B'}, body: {stage: 'lead'}});
    });
    assert.deepEqual(Object.keys(seen).sort(), ['account.stage.changed', 'record.changed']);
    for (const [name, data] of Object.entries(seen)) assert.equal(api.fault(events[name] ?? {}, data, 'answered'), '', JSON.stringify(data));
  });
});

// The first event of each name that comes of this deed; whoever waits in vain is told so after a while.
async function live(server: Server, deed: () => Promise<void>): Promise<Record<string, Json>> {
  const seen: Record<string, Json> = {};
  const stop = new AbortController();
  const deadline = setTimeout(() => stop.abort(), 20_000);
  try {
    const response = await fetch(`${server.address}/w/default/live`, {headers: server.headers, signal: stop.signal});
    await deed();
    let text = '';
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      for (const [, name = '', data = ''] of text.matchAll(/event: (.*)\ndata: (.*)\n\n/g)) seen[name] ??= JSON.parse(data) as Json;
      if (Object.keys(seen).length > 1) break;
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  } finally {
    clearTimeout(deadline);
    stop.abort();
  }
  return seen;
}

describe('the description of every workspace and of every pack', {timeout: 600_000}, () => {
  it('/openapi.json holds for a workspace that knows more', async () => {
    const response = await fetch(`${sharedAddress}/openapi.json`);
    const api = new Described((await response.json()) as Json, sharedAddress, sharedHeaders);
    // Of any pack, so that rows may have more than it says.
    const account = api.schemas['tenure.account'] as Json;
    assert.equal((account.properties as Json).customer_status, undefined);
    const rows = (await (await fetch(`${sharedAddress}/w/default/odata/accounts?$top=3`, {headers: sharedHeaders})).json()) as Json;
    assert.equal(api.fault({$ref: '#/components/schemas/tenure.account-page'}, rows, 'asked'), '');
    assert.equal(api.fault({$ref: '#/components/schemas/tenure.account-create'}, {key: 'x', name: 'X', customer_status: 'new'}, 'asked'), '');
    assert.notEqual(api.fault({$ref: '#/components/schemas/tenure.account-create'}, {key: 'x', name: 12}, 'asked'), '');
    await api.done('list_orders', {query: {$top: '3'}});
  });

  for (const pack of packs) {
    it(`${pack}: an account, its stages and its page`, async () => {
      const server = await startServer(pack, false);
      try {
        const api = await described(server);
        await api.done('create_account', {body: {key: 'A', name: 'Acme'}});
        await api.done('read_account', {keys: {key: 'A'}, query: {$select: '*', $expand: 'transitions,stage_spells,facts'}});
        await api.done('account_page', {keys: {key: 'A'}});
        await api.done('account_explain', {keys: {key: 'A'}});
        await api.done('definition_read');
        await api.call('account_set_stage', {keys: {key: 'A'}, body: {stage: 'no such stage'}});
        if (pack !== 'hyper') return;
        const why = (api.schemas['tenure.account']?.properties as Record<string, {enum: string[]}>).not_interested_reason?.enum[0];
        await api.done('account_declare', {keys: {key: 'A'}, body: {declaration: 'not_interested', note: 'Said so', not_interested_reason: why}});
        await api.call('account_declare', {keys: {key: 'A'}, body: {declaration: 'not_interested', not_interested_reason: 'no such choice'}, wrong: true});
        await api.call('account_declare', {keys: {key: 'A'}, body: {note: 'what?'}, wrong: true});
      } finally {
        await server.stop();
      }
    });
  }
});

async function described(server: Server): Promise<Described> {
  const response = await fetch(`${server.address}/w/default/openapi.json`, {headers: server.headers});
  assert.equal(response.status, 200);
  return new Described((await response.json()) as Json, server.address, server.headers);
}

const ndjson = (facts: unknown[]) => `${facts.map((fact) => JSON.stringify(fact)).join('\n')}\n`;
