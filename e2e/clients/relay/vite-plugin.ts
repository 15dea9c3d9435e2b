import { transformAsync } from '@babel/core';
import type { Plugin } from 'vitest/config';

/** Compiles Relay's `graphql` tags as its documentation says, with its Babel plugin. */
export const relayTags: Plugin = {
  name: 'relay-tags',
  enforce: 'pre',
  async transform(code, file) {
    if (!file.startsWith(import.meta.dirname) || !code.includes('graphql`')) return null;
    const compiled = await transformAsync(code, {
      filename: file,
      configFile: false,
      sourceMaps: true,
      parserOpts: { plugins: ['typescript'] },
      plugins: ['relay'],
    });
    return { code: compiled?.code ?? code, map: compiled?.map ?? null };
  },
};
