import { Pool } from 'undici';
import { onQuestion } from '../child.ts';

/** A process that repeats one request to a gateway, each time as a different caller. */
export type LoadRequest = {
  readonly url: string;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
  /** Continues until this number of requests is reached, up to `LONGEST_S`. */
  readonly atLeast: number;
};

const LONGEST_S = 30;

/**
 * The duration of each response, in milliseconds. `wrong` responses have a status other than 200 or a length
 * other than the first.
 */
export type LoadResult = { readonly times: Float64Array; readonly wrong: number; readonly seconds: number };

let callers = 0;

async function load({ url, body, connections, seconds, atLeast }: LoadRequest): Promise<LoadResult> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections });
  const times: number[] = [];
  let [length, wrong] = [0, 0];
  const begun = performance.now();

  function goesOn(): boolean {
    const past = (performance.now() - begun) / 1_000;
    return past < seconds || (past < LONGEST_S && times.length < atLeast);
  }

  async function askOverAndOver(): Promise<void> {
    while (goesOn()) {
      callers += 1;
      const headers = { 'content-type': 'application/json', authorization: `Bearer caller-${callers}` };
      const sent = performance.now();
      const answer = await pool.request({ path, method: 'POST', headers, body });
      const { byteLength } = await answer.body.arrayBuffer();
      times.push(performance.now() - sent);
      length ||= byteLength;
      if (answer.statusCode !== 200 || byteLength !== length) wrong += 1;
    }
  }

  await Promise.all(Array.from({ length: connections }, askOverAndOver));
  const took = (performance.now() - begun) / 1_000;
  await pool.close();
  return { times: Float64Array.from(times), wrong, seconds: took };
}

onQuestion('load', load);
