/**
 * What to do on a system on which nothing here can run, for the person at the terminal; undefined elsewhere.
 *
 * @param {string} platform as in `process.platform`
 * @returns {string | undefined}
 */
export function unsupported(platform) {
  if (platform !== 'win32') return undefined;
  return 'This does not run on Windows itself: install WSL 2 (`wsl --install`), and clone and run the project in it.';
}
