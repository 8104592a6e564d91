// As much of Markdown as docs/guide is written in, made to be printed on A4.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Language} from './browser.ts';

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function inline(text: string, folder: string): string {
  return escape(text)
    .replace(/!\[([^\]]*)\]\(([^)]+)\)/g, (_, alt: string, path: string) => {
      const bytes = readFileSync(join(folder, path)).toString('base64');
      return `<img alt="${alt}" src="data:image/png;base64,${bytes}">`;
    })
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '<u>$1</u>')
    .replace(/\*\*([^*]+)\*\*/g, '<b>$1</b>')
    .replace(/`([^`]+)`/g, '<code dir="ltr">$1</code>');
}

export function toHtml(markdown: string, language: Language, folder: string): string {
  const blocks = markdown.split(/\n\n+/).filter((block) => !/^<\/?div/.test(block.trim()));
  const body = blocks.map((block) => {
    const heading = /^(#+) (.*)$/s.exec(block.trim());
    if (heading) return `<h${heading[1]?.length}>${inline(heading[2] ?? '', folder)}</h${heading[1]?.length}>`;
    if (block.startsWith('- ')) {
      const items = block.slice(2).split(/\n- /);
      return `<ul>${items.map((item) => `<li>${inline(item, folder)}</li>`).join('')}</ul>`;
    }
    return `<p>${inline(block, folder)}</p>`;
  });
  return `<!doctype html><html lang="${language}" dir="${language === 'he' ? 'rtl' : 'ltr'}"><style>
    @page { size: A4; margin: 13mm 16mm; }
    body { font: 9.4pt/1.42 system-ui, sans-serif; margin: 0; }
    h1 { font-size: 17pt; margin: 0 0 2mm; } h2 { font-size: 11.5pt; margin: 3.4mm 0 1mm; break-after: avoid; }
    p, ul { margin: 0 0 1.8mm; } li { margin-block-end: 0.6mm; } ul { padding-inline-start: 5mm; }
    img { display: block; block-size: 58mm; margin: 1mm auto; border: 0.3mm solid #ccc; border-radius: 1.5mm; break-inside: avoid; }
    code { font-size: 8.6pt; } u { text-decoration: none; color: #3845b0; }
  </style><body>${body.join('\n')}</body></html>`;
}
