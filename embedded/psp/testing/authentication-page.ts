/** Answers the page that asks the owner of a card. Resolves with the redirect to where they came from. */
export function answerPage(url: string, answer: string, init: RequestInit = {}): Promise<Response> {
  return fetch(url, { ...init, method: 'POST', body: new URLSearchParams({ answer }), redirect: 'manual' });
}
