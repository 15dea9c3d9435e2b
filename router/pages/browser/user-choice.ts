import type { User } from './settings.ts';

/** A choice of the user to act as. */
export type UserChoice = {
  readonly element: HTMLElement;
  /** The token of the chosen user; undefined for nobody. */
  token(): string | undefined;
};

/** Creates the choice. Its name tells it from other choices of the page. */
export function createUserChoice(
  name: string,
  users: readonly User[],
  initial: string | undefined,
): UserChoice {
  const element = document.createElement('fieldset');
  element.className = 'user-choice';
  const legend = document.createElement('legend');
  legend.textContent =
    users.length > 0 ? 'Act as' : 'Set a token in the headers: users are offered on this machine only.';
  element.append(legend);
  let token: string | undefined;

  function offer(label: string, value: string | undefined, checked: boolean): void {
    const input = document.createElement('input');
    input.type = 'radio';
    input.name = name;
    input.checked = checked;
    if (checked) token = value;
    input.addEventListener('change', () => {
      token = value;
    });
    const labelled = document.createElement('label');
    labelled.append(input, ` ${label}`);
    element.append(labelled);
  }

  if (users.length > 0) offer('nobody', undefined, !users.some((user) => user.name === initial));
  for (const user of users) {
    offer(
      user.role === undefined ? user.name : `${user.name} (${user.role})`,
      user.token,
      user.name === initial,
    );
  }
  return { element, token: () => token };
}
