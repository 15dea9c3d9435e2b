import type { Process, Workplace } from '../processes.ts';
import type { Arrivals, ConnectRequest } from './clients.ts';

/** Subscribers in as many processes as necessary. */
export type Audience = {
  /** Resolves when all have their first result. */
  connect(options: {
    readonly url: string;
    readonly count: number;
    readonly query: string | undefined;
    readonly ownRooms: boolean;
  }): Promise<void>;
  /** Resolves when all have received the next event. */
  arrivals(): Promise<{ readonly times: readonly number[]; readonly bytes: number }>;
  disconnect(): Promise<void>;
};

/** Below the usual limit on open files. */
const PER_PROCESS = 2_500;

export function createAudience(workplace: Workplace): Audience {
  const idle: Process[] = [];
  let busy: readonly Process[] = [];
  return {
    async connect({ url, count, query, ownRooms }) {
      const needed = Math.ceil(count / PER_PROCESS);
      while (idle.length < needed) idle.push(workplace.start({ program: 'bench/live/clients.ts' }));
      busy = idle.slice(0, needed);
      const share = Math.floor(count / needed);
      await Promise.all(
        busy.map((each, index) =>
          each.ask('connect', {
            url,
            count: index === 0 ? count - share * (needed - 1) : share,
            query,
            ownRooms,
          } satisfies ConnectRequest),
        ),
      );
    },
    async arrivals() {
      const all = await Promise.all(busy.map((each) => each.ask<Arrivals>('arrivals')));
      return { times: all.flatMap(({ times }) => [...times]), bytes: all[0]?.bytes ?? 0 };
    },
    async disconnect() {
      await Promise.all(busy.map((each) => each.ask('disconnect')));
      busy = [];
    },
  };
}
