import { execute, type FetcherOptions, type Params } from './execution.ts';
import type { TabSettings, User } from './settings.ts';
import { createUserChoice } from './user-choice.ts';

/** A tab's content: a GraphiQL of its own, so that its subscription goes on beside other tabs. */
export type Panel = {
  readonly element: HTMLElement;
  /** Shows it. The first time, this starts its GraphiQL. */
  show(): void;
  hide(): void;
  /** Sets one of its variables. */
  fill(variable: string, value: unknown): void;
};

type PanelDeps = {
  readonly id: string;
  readonly settings: TabSettings;
  readonly users: readonly User[];
  readonly onResult: (result: unknown) => void;
};

export function createPanel({ id, settings, users, onResult }: PanelDeps): Panel {
  const element = document.createElement('section');
  element.id = id;
  element.setAttribute('role', 'tabpanel');
  element.setAttribute('aria-labelledby', `tab-${id}`);
  const choice = createUserChoice(`user-${id}`, users, settings.user ?? users[0]?.name);
  const about = document.createElement('p');
  about.textContent = settings.about ?? '';
  const bar = document.createElement('div');
  bar.className = 'panel-bar';
  bar.append(about, choice.element);
  const place = document.createElement('div');
  place.className = 'panel-editor';
  element.append(bar, place);

  const initial = settings.variables ? JSON.stringify(settings.variables, null, 2) : '';
  const storage = panelStorage(id, { query: settings.document, variables: initial });
  let variables = storage.getItem('graphiql:variables') ?? '';
  let filled: string | undefined;
  let root: ReturnType<typeof ReactDOM.createRoot> | undefined;

  async function* reporting(results: AsyncIterable<unknown>) {
    for await (const result of results) {
      onResult(result);
      yield result;
    }
  }

  /** What the Headers pane says wins over the user. */
  function fetcher(params: Params, { headers = {}, documentAST }: FetcherOptions = {}) {
    const signedIn = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
    const token = choice.token();
    const all = signedIn || token === undefined ? headers : { Authorization: `Bearer ${token}`, ...headers };
    const running = execute(params, documentAST, all);
    if ('next' in running) return reporting(running);
    return running.then((result) => {
      onResult(result);
      return result;
    });
  }

  function render(): void {
    root?.render(
      React.createElement(GraphiQL, {
        fetcher,
        storage,
        disableTabs: true,
        shouldPersistHeaders: false,
        defaultEditorToolsVisibility: 'variables',
        variables: filled,
        onEditVariables: (text: string) => {
          variables = text;
        },
      }),
    );
  }

  return {
    element,
    show() {
      element.inert = false;
      element.classList.add('active');
      if (root) return;
      root = ReactDOM.createRoot(place);
      render();
    },
    hide() {
      element.inert = true;
      element.classList.remove('active');
    },
    fill(variable, value) {
      filled = withVariable(variables, variable, value);
      variables = filled;
      storage.setItem('graphiql:variables', filled);
      render();
    },
  };
}

function withVariable(text: string, name: string, value: unknown): string {
  try {
    return JSON.stringify({ ...JSON.parse(text || '{}'), [name]: value }, null, 2);
  } catch {
    // The person has not finished the JSON: their text is not overwritten.
    return text;
  }
}

/**
 * Keeps what a person writes in a tab. The theme is the same in all of them. A new default document starts
 * afresh.
 */
function panelStorage(id: string, initial: Readonly<Record<string, string>>) {
  const prefix = `${id}/${hashOf(JSON.stringify(initial))}/`;
  const nameOf = (key: string) => (key === 'graphiql:theme' ? key : prefix + key);
  const names = () => Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  return {
    getItem(key: string) {
      // GraphiQL's own tabs are off, and their state would win over the document.
      if (key === 'graphiql:tabState') return null;
      return localStorage.getItem(nameOf(key)) ?? initial[key.replace('graphiql:', '')] ?? null;
    },
    setItem: (key: string, value: string) => localStorage.setItem(nameOf(key), value),
    removeItem: (key: string) => localStorage.removeItem(nameOf(key)),
    clear() {
      for (const name of names()) localStorage.removeItem(name);
    },
    get length() {
      return names().length;
    },
  };
}

function hashOf(text: string): string {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (hash * 31 + text.charCodeAt(at)) | 0;
  return (hash >>> 0).toString(36);
}
