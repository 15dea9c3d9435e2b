import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { errorMessage } from '../../platform/errors.ts';

/** A tab of the GraphiQL page. */
const Tab = z.strictObject({
  title: z.string().min(1),
  /** What the tab shows, in a sentence or two. */
  about: z.string().optional(),
  /** The subject of the token with which the tab starts. */
  user: z.string().optional(),
  document: z.string().min(1),
  variables: z.record(z.string(), z.unknown()).optional(),
  /** Variables that are filled from the results of other tabs, with the paths in `data`. */
  fill: z.record(z.string(), z.string()).optional(),
});
const Tabs = z.array(Tab).min(1).max(20);

export type Tab = z.output<typeof Tab>;

const GREETING: Tab = {
  title: 'Query',
  document: '# Write a query here and run it with Ctrl-Enter.\nquery Hello {\n  __typename\n}\n',
};

/** Reads the tabs from a YAML file. Without a file, there is one tab with a greeting. */
export async function readTabs(file: string | undefined): Promise<readonly Tab[]> {
  if (file === undefined) return [GREETING];
  try {
    return Tabs.parse(parse(await readFile(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : errorMessage(error);
    throw new Error(`The tabs of the pages in ${file} cannot be read: ${reason}`, { cause: error });
  }
}
