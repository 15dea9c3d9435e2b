/** A tab as the router's configuration describes it. */
export type TabSettings = {
  readonly title: string;
  readonly about?: string;
  readonly user?: string;
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly fill?: Readonly<Record<string, string>>;
};

/** A user that the page can act as. */
export type User = { readonly name: string; readonly role?: string; readonly token: string };

export async function loadTabs(): Promise<readonly TabSettings[]> {
  return (await fetch('/graphiql/tabs')).json();
}

/** Asks for the users. Off this machine there are none. */
export async function loadUsers(): Promise<readonly User[]> {
  const response = await fetch('/graphiql/tokens', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  if (response.status === 403) return [];
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}
