/**
 * Lets the Tab key leave an editor after Escape. Otherwise Tab indents, and the keyboard could not leave an
 * editor (WCAG 2.1.2).
 */
export function letTabLeaveEditors(): void {
  let escaped = false;
  document.addEventListener(
    'keydown',
    (event) => {
      const isInEditor = event.target instanceof Element && event.target.closest('.CodeMirror') !== null;
      if (!isInEditor || event.key === 'Shift') return;
      // The editor does not see this key, so the browser moves the focus.
      if (event.key === 'Tab' && escaped) event.stopImmediatePropagation();
      escaped = event.key === 'Escape';
    },
    { capture: true },
  );
  document.addEventListener('focusin', () => {
    escaped = false;
  });
}
