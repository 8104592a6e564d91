import messages from '@messages/en.ts';
import hebrew from '@messages/he.ts';
import {fireEvent, render, screen} from '@testing-library/react';
import {useState} from 'react';
import {expect, it} from 'vitest';
import {LanguageProvider} from '@/i18n/language.tsx';
import {FilterBuilder} from './filter_builder.tsx';

const fields = [
  {name: 'name', title: 'Name', type: 'text' as const},
  {name: 'order_count', title: 'Orders', type: 'number' as const},
];

function Builder({initial}: {initial: string}) {
  const [text, setText] = useState(initial);
  return (
    <LanguageProvider language="en" messages={messages}>
      <FilterBuilder fields={fields} text={text} onChange={setText} />
      <output>{text}</output>
    </LanguageProvider>
  );
}

const shown = () => screen.getByRole('status').textContent;

it('shows and changes the text of its rows', () => {
  render(<Builder initial="contains(name,'a') and order_count ge 4" />);
  const [value] = screen.getAllByRole('textbox', {name: 'Value'});
  if (!value) throw new Error('no value');
  fireEvent.change(value, {target: {value: "O'Brien"}});
  expect(shown()).toBe("contains(name,'O''Brien') and order_count ge 4");
  fireEvent.click(screen.getByRole('button', {name: 'Change between and and or'}));
  expect(shown()).toBe("contains(name,'O''Brien') or order_count ge 4");
});

it('keeps a row that has no value yet without writing it', () => {
  render(<Builder initial="order_count ge 4" />);
  fireEvent.click(screen.getByRole('button', {name: 'Add a condition'}));
  expect(screen.getAllByRole('textbox', {name: 'Value'})).toHaveLength(2);
  expect(shown()).toBe('order_count ge 4');
});

it('edits as text what rows cannot say', () => {
  render(<Builder initial="not (order_count ge 4)" />);
  const text = screen.getByRole('textbox', {name: 'Condition as text'});
  fireEvent.change(text, {target: {value: 'order_count lt 4'}});
  expect(shown()).toBe('order_count lt 4');
});

it('All-6 says the same condition in Hebrew, and writes the same text', () => {
  render(
    <LanguageProvider language="he" messages={hebrew}>
      <FilterBuilder
        fields={[{name: 'city', title: 'עיר', type: 'text'}]}
        text="contains(city,'חיפה')"
        onChange={() => {}}
      />
    </LanguageProvider>,
  );
  expect(screen.getByRole('combobox', {name: 'שדה'})).toHaveProperty('value', 'עיר');
  expect(screen.getByRole('textbox', {name: 'ערך'})).toHaveProperty('value', 'חיפה');
  const code = screen.getByText("contains(city,'חיפה')");
  expect(code.closest('[dir]')?.getAttribute('dir')).toBe('ltr');
});
