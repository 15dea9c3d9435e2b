/**
 * How the payment provider counts a currency. Its units are not always those of ISO 4217: see
 * docs/adr/0031-units-of-the-provider.md.
 */
export type CardCurrency = {
  /** The number of decimals of the provider's unit. */
  readonly decimals: number;
  /** What every amount is a multiple of, in the provider's units. */
  readonly step: number;
  /** The least and the largest amount of a payment, in the provider's units. */
  readonly least: number;
  readonly most: number;
};

/**
 * The codes of ISO 4217 in force on 2026-01-01 (list one; without HRK, ANG, CUC and BGN, which have left it,
 * and with XCG) that are also on Stripe's list of presentment currencies
 * (https://docs.stripe.com/currencies#presentment-currencies, read in 2026).
 */
const CODES = `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BWP BYN BZD CAD CDF CHF CLP CNY
  COP CRC CVE CZK DJF DKK DOP DZD EGP ETB EUR FJD FKP GBP GEL GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
  ISK JMD JOD JPY KES KGS KHR KMF KRW KWD KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MUR MVR MWK
  MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SEK SGD
  SHP SLE SOS SRD SZL THB TJS TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VND VUV WST XAF XCD XCG XOF XPF YER
  ZAR ZMW`;

/** https://docs.stripe.com/currencies#zero-decimal, without UGX, which is a special case. */
const ZERO_DECIMAL = new Set(codesIn('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'));
/** https://docs.stripe.com/currencies#three-decimal: the last digit is 0. */
const THREE_DECIMAL = new Set(codesIn('BHD JOD KWD OMR TND'));
/** https://docs.stripe.com/currencies#special-cases: two decimals, which are 00. */
const WHOLE_ONLY = new Set(codesIn('ISK UGX'));

/**
 * The least amounts in the provider's units
 * (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts) of payments that are settled in the
 * same currency. Stripe names none for the others: theirs depends on an exchange rate, so that only the
 * provider knows it.
 */
const LEAST: ReadonlyMap<string, number> = new Map(
  (
    [
      [30, 'GBP'],
      [50, 'ARS AUD BRL CAD CHF COP EUR IDR ILS INR JPY KRW NZD PHP RUB SGD USD ZAR'],
      [200, 'AED MYR PLN RON'],
      [250, 'DKK'],
      [300, 'NOK SEK'],
      [400, 'HKD'],
      [1_000, 'MXN THB'],
      [1_500, 'CZK'],
      [17_500, 'HUF'],
    ] as const
  ).flatMap(([least, codes]) => codesIn(codes).map((code) => [code, least] as const)),
);

/**
 * The largest amounts have 8 digits in most currencies. Some card networks take more, but which card pays is
 * not known when the price is fixed; so these are the amounts that every method takes.
 */
const MOST: ReadonlyMap<string, number> = new Map([
  ['IDR', 999_999_999_999],
  ['COP', 9_999_999_999],
  ['INR', 999_999_999],
]);
const USUAL_MOST = 99_999_999;

/** The currencies in which cards can be charged, by their ISO 4217 codes. */
export const CARD_CURRENCIES: ReadonlyMap<string, CardCurrency> = new Map(
  codesIn(CODES).map((code) => {
    const step = stepOf(code);
    const most = MOST.get(code) ?? USUAL_MOST;
    return [
      code,
      { decimals: decimalsOf(code), step, least: LEAST.get(code) ?? step, most: most - (most % step) },
    ];
  }),
);

function decimalsOf(code: string): number {
  if (ZERO_DECIMAL.has(code)) return 0;
  return THREE_DECIMAL.has(code) ? 3 : 2;
}

function stepOf(code: string): number {
  if (WHOLE_ONLY.has(code)) return 100;
  return THREE_DECIMAL.has(code) ? 10 : 1;
}

function codesIn(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
