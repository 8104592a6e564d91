import {describe, expect, it} from 'vitest';
import {fieldsOf, snippetOf} from './form.ts';

describe('a form (PS-52)', () => {
  it('is read as the server keeps it', () => {
    expect(
      fieldsOf('[{"name":"email","title":{"en":"E-mail"},"required":true},{"name":"note"}]'),
    ).toEqual([
      {name: 'email', title: {en: 'E-mail', he: ''}, required: true},
      {name: 'note', title: {en: '', he: ''}, required: false},
    ]);
  });
  it('leaves out what no form can ask, and is empty where the text says nothing', () => {
    expect(fieldsOf('[{"name":"password"}]')).toEqual([]);
    expect(fieldsOf('{')).toEqual([]);
  });
  it('gives a snippet that its title cannot break out of', () => {
    expect(snippetOf('https://x.example/w/a/forms/f', 'Ask "us" <b> & co', 2)).toBe(
      '<iframe src="https://x.example/w/a/forms/f" title="Ask &quot;us&quot; &lt;b> &amp; co" width="100%" height="372" style="border:0"></iframe>',
    );
  });
});
