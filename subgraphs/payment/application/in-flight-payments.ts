/** Which payments this process is asking the provider about, so that news of the same can wait for the answer. */
export type InFlightPayments = {
  /** Marks a payment while work on it goes on: from the request to the provider until its answer is stored. */
  track<T>(bookingId: string, work: () => Promise<T>): Promise<T>;
  /** Waits until nothing is under way for a payment, but no longer than so many milliseconds. */
  settled(bookingId: string, limitMs: number): Promise<void>;
};

export function createInFlightPayments(): InFlightPayments {
  const works = new Map<string, Promise<unknown>>();

  return {
    async track(bookingId, work) {
      const begun = work();
      works.set(bookingId, begun);
      try {
        return await begun;
      } finally {
        if (works.get(bookingId) === begun) works.delete(bookingId);
      }
    },

    async settled(bookingId, limitMs) {
      const work = works.get(bookingId);
      if (!work) return;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise((resolve) => {
        timer = setTimeout(resolve, limitMs);
      });
      // How it ends is the matter of who does it.
      await Promise.race([late, work.catch(() => undefined)]);
      clearTimeout(timer);
    },
  };
}
