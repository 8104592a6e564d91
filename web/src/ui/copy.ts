// Puts text where it can be pasted from; false: the browser did not let it. A page without TLS has no clipboard of its
// own, and copies what is selected.
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

function copySelected(text: string): boolean {
  const here = document.activeElement as HTMLElement | null;
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  // Outside of a dialog that is open nothing can be selected.
  (here?.closest('[role=dialog]') ?? document.body).append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  here?.focus();
  return isCopied;
}
