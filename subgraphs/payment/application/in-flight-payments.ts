/**
 * The payments that this process is asking the provider about, so that their webhooks can wait for the
 * answer.
 */
export type InFlightPayments = {
  /**
   * Tracks a payment while a work on it runs: from the request to the provider until its answer is stored.
   */
  track<T>(bookingId: string, work: () => Promise<T>): Promise<T>;
  /** Waits until the work on a payment has ended, at most for this time. @param limitMs in milliseconds */
  settled(bookingId: string, limitMs: number): Promise<void>;
};

export function createInFlightPayments(): InFlightPayments {
  const inFlight = new Map<string, Promise<unknown>>();

  return {
    async track(bookingId, work) {
      const running = work();
      inFlight.set(bookingId, running);
      try {
        return await running;
      } finally {
        if (inFlight.get(bookingId) === running) inFlight.delete(bookingId);
      }
    },

    async settled(bookingId, limitMs) {
      const running = inFlight.get(bookingId);
      if (!running) return;
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise((resolve) => {
        timer = setTimeout(resolve, limitMs);
      });
      // The caller of `track` handles a failure.
      await Promise.race([limit, running.catch(() => undefined)]);
      clearTimeout(timer);
    },
  };
}
