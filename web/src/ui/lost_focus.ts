// The keyboard goes on where what it was on has gone and this has come in its place: as a `ref`. Who is elsewhere by now
// is left there.
export function takesLostFocus(element: HTMLElement | null) {
  if (element && document.activeElement === document.body) element.focus({preventScroll: true});
}
