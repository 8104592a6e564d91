import {describe, expect, it} from 'vitest';
import {fill} from '../src/i18n/message.ts';
import {readCatalogue} from './catalogue.ts';

const row = (english: string, hebrew: string) =>
  readCatalogue(`# note\n\nweb.a | ${english} | ${hebrew}\n`);
const faults = (english: string, hebrew: string) => row(english, hebrew).faults;
const clean = (text: string) => text.replace(/[\u2066-\u2069]/g, '');

describe('the catalogue', () => {
  it('writes numbers and plurals as the language does', () => {
    const {rows} = row(
      '{count, plural, =0 {No accounts} one {One account of {owner}} other {# accounts of {owner}}}',
      '{count, plural, =0 {אין לקוחות} one {לקוח אחד של {owner}} two {שני לקוחות של {owner}} other {# לקוחות של {owner}}}',
    );
    const [first] = rows;
    const say = (language: 'en' | 'he', count: number) =>
      clean(
        fill((language === 'en' ? first?.english : first?.hebrew) ?? '', language, {
          count,
          owner: 'Dana',
        }),
      );
    expect([0, 1, 2, 1234].map((n) => say('en', n))).toEqual([
      'No accounts',
      'One account of Dana',
      '2 accounts of Dana',
      '1,234 accounts of Dana',
    ]);
    expect([0, 1, 2, 3].map((n) => say('he', n))).toEqual([
      'אין לקוחות',
      'לקוח אחד של Dana',
      'שני לקוחות של Dana',
      '3 לקוחות של Dana',
    ]);
  });
  it('keeps the direction of what people wrote apart from the sentence', () => {
    expect(
      fill(row('Call {name}', 'שיחה עם {name}').rows[0]?.hebrew ?? '', 'he', {name: 'Dana (2)'}),
    ).toBe('שיחה עם \u2068Dana (2)\u2069');
  });
  it('chooses by value', () => {
    const choice = row(
      '{who, select, you {Yours} other {Theirs}}',
      '{who, select, you {שלך} other {שלהם}}',
    );
    expect(fill(choice.rows[0]?.english ?? '', 'en', {who: 'you'})).toBe('Yours');
    expect(fill(choice.rows[0]?.english ?? '', 'en', {who: 'else'})).toBe('Theirs');
  });
  it.each([
    ['{a} of it', '{b} של זה', /differ/],
    ['{n, plural, one {x} other {y}}', '{n}', /differ/],
    ['{open', 'א', /not a message/],
    ['{n, plural, one {x}}', '{n, plural, one {x}}', /not a message/],
    ['{d, date}', '{d, date}', /not a message/],
  ])('does not take %s beside %s', (english, hebrew, fault) => {
    expect(faults(english, hebrew).join()).toMatch(fault);
  });
  it('does not take a code twice, nor half a row', () => {
    expect(readCatalogue('web.a | A | א\nweb.a | B | ב').faults.join()).toMatch(
      /2: 'web.a' has a row/,
    );
    expect(readCatalogue('web.a | A').faults).toHaveLength(1);
  });
});
