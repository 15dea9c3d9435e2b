/** An amount in minor units of an ISO 4217 currency. */
export type Money = { readonly amount: number; readonly currency: string };
