import { describe, expect, test } from 'vitest';
import { createChance } from './chance.ts';
import { DEFAULT_SETTINGS, OPTIONS } from './options.ts';
import { createSettings, printSettings } from './settings.ts';

describe('settings at runtime', () => {
  test('change all or none', () => {
    const settings = createSettings(DEFAULT_SETTINGS);
    expect(settings.change({ failRate: 0.5, hang: 'perhaps' })).toMatchObject({ kind: 'refused' });
    expect(settings.current()).toEqual(DEFAULT_SETTINGS);
    settings.change({ failRate: 0.5, hang: true, latencyMs: 20 });
    expect(settings.current()).toMatchObject({ failRate: 0.5, hang: true, latencyMs: { from: 20, to: 20 } });
  });
  test('a reset ends misbehaviour and keeps the setup', () => {
    const settings = createSettings({
      ...DEFAULT_SETTINGS,
      hang: true,
      seed: 7,
      webhookEvents: ['refund.failed'],
    });
    settings.reset();
    expect(settings.current()).toEqual({ ...DEFAULT_SETTINGS, seed: 7, webhookEvents: ['refund.failed'] });
  });
  test('printed values can be parsed again', () => {
    const printed = printSettings({ ...DEFAULT_SETTINGS, latencyMs: { from: 1, to: 2 }, failAfterAs: '500' });
    for (const option of OPTIONS)
      expect(option.apply(DEFAULT_SETTINGS, printed[option.name] ?? '')).toBeDefined();
  });
});

describe('chance', () => {
  const draws = (seed: number) => {
    const chance = createChance(seed);
    return Array.from({ length: 50 }, () => chance.within('latency', { from: 0, to: 1000 }));
  };
  test('the same seed gives the same draws, another seed others', () => {
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1)).not.toEqual(draws(2));
  });
  test('a share is met approximately; 0 is never, 1 is always', () => {
    const chance = createChance(3);
    const hits = (share: number) =>
      Array.from({ length: 2000 }, () => chance.happens('fail', share)).filter(Boolean).length;
    expect([hits(0), hits(1)]).toEqual([0, 2000]);
    expect(Math.abs(hits(0.3) - 600)).toBeLessThan(80);
  });
});
