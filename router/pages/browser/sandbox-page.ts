import { loadTabs, loadUsers } from './settings.ts';
import { createUserChoice } from './user-choice.ts';

const [[first], users] = await Promise.all([loadTabs(), loadUsers()]);
const choice = createUserChoice('user', users, undefined);
let sandbox: { dispose(): void } | undefined;

/** Opens Sandbox anew. It gets a token only when a user was chosen. */
function open(): void {
  const token = choice.token();
  sandbox?.dispose();
  sandbox = undefined;
  if (!window.EmbeddedSandbox) return;
  sandbox = new window.EmbeddedSandbox({
    target: '#sandbox',
    initialEndpoint: new URL('/graphql', location.href).href,
    initialSubscriptionEndpoint: new URL('/graphql', location.href.replace(/^http/, 'ws')).href,
    allowDynamicStyles: false,
    runTelemetry: false,
    initialState: {
      document: first?.document,
      variables: first?.variables,
      headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
      includeCookies: false,
    },
  });
}

choice.element.addEventListener('change', open);
document.querySelector('header')?.append(choice.element);
open();
