/**
 * Answers the page that asks the owner of a card. Resolves with the redirect to where the customer came from.
 */
export function answerPage(url: string, answer: string): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams({ answer }), redirect: 'manual' });
}
