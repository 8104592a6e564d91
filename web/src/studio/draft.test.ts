import {describe, expect, it} from 'vitest';
import type {Definition, Parameter} from '@/api/definition.ts';
import {argumentsOf, changesIn, faultOf, noDraft, withFile, withParameter} from './draft.ts';

const days: Parameter = {
  name: 'churn_days',
  title: {en: '', he: ''},
  type: 'int',
  value: 365,
  default: 365,
  min: 1,
  max: 4,
};

describe('the draft of the studio', () => {
  const definition = {files: [{path: 'lifecycle.yaml', text: 'a: 1\n'}]} as Definition;
  it('says what differs from what is in force, and nothing else', () => {
    const changed = withFile(noDraft, definition, 'lifecycle.yaml', 'a: 2\n');
    expect(argumentsOf(changed).files).toEqual(['lifecycle.yaml=a: 2\n']);
    expect(changesIn(withFile(changed, definition, 'lifecycle.yaml', 'a: 1\n'))).toBe(0);
    const two = withParameter(changed, days, '180');
    expect(argumentsOf(two).parameters).toEqual(['churn_days=180']);
    expect(changesIn(two)).toBe(2);
    expect(changesIn(withParameter(two, days, '365'))).toBe(1);
  });
  it.each([
    ['4', null],
    ['0', 'limits'],
    ['5', 'limits'],
    ['x', 'type'],
    ['1.5', 'type'],
    ['', null],
  ])('PS-27: %j is %s', (value, fault) => {
    expect(faultOf(days, value)).toBe(fault);
  });
});
