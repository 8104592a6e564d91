import english from '@messages/en.ts';
import hebrew from '@messages/he.ts';
import {fireEvent, render, screen, within} from '@testing-library/react';
import {describe, expect, it, vi} from 'vitest';
import {LanguageProvider} from '@/i18n/language.tsx';
import type {Language} from '@/i18n/message.ts';
import {DatePicker} from './date_picker.tsx';
import {InstantPicker} from './instant_picker.tsx';

const inLanguage = (language: Language, picker: React.ReactNode) =>
  render(
    <LanguageProvider language={language} messages={language === 'he' ? hebrew : english}>
      {picker}
    </LanguageProvider>,
  );
const segments = () => screen.getAllByRole('spinbutton');
const written = () => segments().map((segment) => segment.textContent);
const press = (segment: HTMLElement | undefined, key: string) => {
  if (!segment) throw new Error('no such segment');
  fireEvent.keyDown(segment, {key});
  fireEvent.keyUp(segment, {key});
};

describe('a day', () => {
  it.each([
    ['en', ['21', '11', '2026']],
    ['he', ['21', '11', '2026']],
  ] as const)('is written as in %s', (language, parts) => {
    inLanguage(language, <DatePicker label="Day" value="2026-11-21" />);
    expect(written()).toEqual(parts);
  });
  it('is told as a day of the calendar, whatever the zone', () => {
    const onChange = vi.fn();
    inLanguage('en', <DatePicker label="Day" value="2026-12-31" onChange={onChange} />);
    press(segments()[2], 'ArrowUp');
    expect(onChange).toHaveBeenLastCalledWith('2027-12-31');
    press(segments()[1], 'ArrowUp');
    expect(onChange).toHaveBeenLastCalledWith('2026-01-31');
  });
  it.each([
    ['en', 'M'],
    ['he', 'א'],
  ] as const)('the weeks of %s begin where they begin there', (language, first) => {
    inLanguage(language, <DatePicker label="Day" value="2026-11-21" />);
    fireEvent.click(screen.getByRole('button'));
    const heads = within(screen.getByRole('dialog')).getByRole('grid').querySelectorAll('th');
    expect(heads[0]?.textContent).toContain(first);
  });
});

describe('a day and a time (All-7)', () => {
  it('are of the workspace’s clock, and one instant for the server', () => {
    const onChange = vi.fn();
    const picker = (timeZone: string) => (
      <InstantPicker
        label="When"
        timeZone={timeZone}
        value="2026-03-05T23:30:00Z"
        onChange={onChange}
      />
    );
    inLanguage('en', picker('Asia/Jerusalem'));
    expect(written().slice(0, 5)).toEqual(['06', '03', '2026', '1', '30']);
    press(segments()[3], 'ArrowUp');
    expect(onChange).toHaveBeenLastCalledWith('2026-03-06T00:30:00.000Z');
  });
  it('a time that the clock leaps over is the next that there is', () => {
    const onChange = vi.fn();
    inLanguage(
      'en',
      <InstantPicker
        label="When"
        timeZone="Asia/Jerusalem"
        value="2026-03-26T23:59:00Z"
        onChange={onChange}
      />,
    );
    expect(written().slice(3, 5)).toEqual(['1', '59']);
    press(segments()[3], 'ArrowUp');
    expect(onChange).toHaveBeenLastCalledWith('2026-03-27T00:59:00.000Z');
  });
});
