/** A decoded form: text, or a record of forms. A list is a record with the keys 0, 1, … */
export type Form = { readonly [name: string]: string | Form };

type Open = { [name: string]: string | Open };

const DEEPEST = 5;

/**
 * Decodes `a=1&metadata[order]=7&expand[]=x`, the format of bodies and queries of the Stripe API. Returns
 * undefined for any other format. Records have no prototype, so every name is harmless.
 */
export function decodeForm(text: string): Form | undefined {
  const root: Open = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
    if (match === null) return undefined;
    const [, head = '', tail = ''] = match;
    const path = [
      head,
      ...tail
        .slice(1, -1)
        .split('][')
        .slice(0, tail === '' ? 0 : undefined),
    ];
    if (path.length > DEEPEST || !place(root, path, value)) return undefined;
  }
  return root;
}

/** A canonical text: the same for the same form, in whatever order it was written. */
export function canonical(form: Form): string {
  return JSON.stringify(sorted(form));
}

function place(root: Open, path: readonly string[], value: string): boolean {
  let node = root;
  for (const [depth, step] of path.entries()) {
    const name = step === '' ? String(Object.keys(node).length) : step;
    if (depth === path.length - 1) {
      if (typeof node[name] === 'object') return false;
      node[name] = value;
      return true;
    }
    const next = node[name] ?? Object.create(null);
    if (typeof next === 'string') return false;
    node[name] = next;
    node = next;
  }
  return false;
}

function sorted(form: Form): unknown {
  return Object.keys(form)
    .sort()
    .map((name) => {
      const value = form[name];
      return [name, typeof value === 'object' ? sorted(value) : value];
    });
}
