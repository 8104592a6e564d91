import {TenureError} from '@client/error.ts';
import messages from '@messages/en.ts';
import {fireEvent, render, screen} from '@testing-library/react';
import {expect, it, vi} from 'vitest';
import type {Definition} from '@/api/definition.ts';
import {LanguageProvider} from '@/i18n/language.tsx';
import RefusedDialog from './refused_dialog.tsx';

const definition = {
  lifecycles: [
    {
      name: 'status',
      stages: [],
      declarations: [{name: 'freeze', title: {en: 'Freeze', he: 'הקפאה'}, to: 'frozen', needs: []}],
    },
  ],
} as unknown as Definition;

it('HY-10 every reason is said, and what would work is one press away', () => {
  const reasons = ['A note is missing.', 'A reason is missing.'].map((message) => ({
    code: 'x',
    message,
  }));
  const error = new TenureError(
    409,
    'transition-not-allowed',
    reasons.map((r) => r.message).join(' '),
    {
      reasons,
      allowed: ['status/declare:freeze', 'unknown/x'],
    },
  );
  const onWay = vi.fn();
  render(
    <LanguageProvider language="en" messages={messages}>
      <RefusedDialog
        account={{key: 'A', name: 'Dana'}}
        way={{kind: 'hand', lifecycle: 'status', to: 'real'}}
        definition={definition}
        error={error}
        onWay={onWay}
        onClose={() => {}}
      />
    </LanguageProvider>,
  );
  expect(screen.getByText('A note is missing.')).toBeTruthy();
  expect(screen.getByText('A reason is missing.')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', {name: 'Freeze'}));
  expect(onWay).toHaveBeenCalledWith(expect.objectContaining({kind: 'declaration', to: 'frozen'}));
});
