import { letTabLeaveEditors } from './keyboard.ts';
import { createPanel, type Panel } from './panel.ts';
import { loadTabs, loadUsers, type TabSettings } from './settings.ts';

type OpenTab = { readonly settings: TabSettings; readonly button: HTMLButtonElement; readonly panel: Panel };

const bar = document.querySelector('#tabs') as HTMLElement;
const panels = document.querySelector('#panels') as HTMLElement;
const notice = document.querySelector('#notice') as HTMLElement;

const [settings, users] = await Promise.all([loadTabs(), loadUsers()]);
const tabs: OpenTab[] = [];

function open(settings: TabSettings): OpenTab {
  const id = `panel-${tabs.length + 1}`;
  const panel = createPanel({ id, settings, users, onResult: fillFrom });
  const button = document.createElement('button');
  button.type = 'button';
  button.id = `tab-${id}`;
  button.textContent = settings.title;
  button.setAttribute('role', 'tab');
  button.setAttribute('aria-controls', id);
  const tab = { settings, button, panel };
  button.addEventListener('click', () => select(tab));
  tabs.push(tab);
  bar.insertBefore(button, addButton);
  panels.append(panel.element);
  return tab;
}

function select(selected: OpenTab): void {
  for (const { button, panel } of tabs) {
    const isSelected = panel === selected.panel;
    button.setAttribute('aria-selected', String(isSelected));
    button.tabIndex = isSelected ? 0 : -1;
    if (isSelected) panel.show();
    else panel.hide();
  }
}

/** Fills variables of other tabs with values of a result, such as the id of a new room. */
function fillFrom(result: unknown): void {
  for (const { settings, panel } of tabs) {
    for (const [variable, path] of Object.entries(settings.fill ?? {})) {
      const value = valueAt(result, ['data', ...path.split('.')]);
      if (value === undefined || value === null) continue;
      panel.fill(variable, value);
      notice.textContent = `The variable ${variable} of “${settings.title}” is now ${value}.`;
    }
  }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? Reflect.get(at, name) : undefined),
    value,
  );
}

/** The arrow keys move between tabs, as in every list of tabs. */
function moveWithArrows(event: KeyboardEvent): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  const at = tabs.findIndex(({ button }) => button === event.target);
  const next = tabs[(at + step + tabs.length) % tabs.length];
  if (step === 0 || at < 0 || !next) return;
  select(next);
  next.button.focus();
}

const addButton = document.createElement('button');
addButton.type = 'button';
addButton.textContent = '+';
addButton.title = 'Add a tab';
addButton.setAttribute('aria-label', 'Add a tab');
addButton.addEventListener('click', () =>
  select(open({ title: `Query ${tabs.length + 1}`, document: '# Ctrl-Enter runs the query.\n' })),
);
bar.append(addButton);
bar.addEventListener('keydown', moveWithArrows);
panels.textContent = '';
const [first] = settings.map(open);
if (first) select(first);
letTabLeaveEditors();
