/**
 * The pool of undici alone: its entry point also loads fetch, WebSocket, caches and mocks, 3 MB of heap and
 * 50 ms of each start.
 */
declare module 'undici/lib/dispatcher/pool.js' {
  export { Pool as default } from 'undici';
}
