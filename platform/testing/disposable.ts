/** Makes a closable resource disposable, for `await using`. */
export function disposable<Resource extends { close(): Promise<void> }>(
  resource: Resource,
): Resource & AsyncDisposable {
  return { ...resource, [Symbol.asyncDispose]: () => resource.close() };
}
