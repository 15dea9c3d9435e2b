import { type Command, defineCommand } from '../platform/config/command-line.ts';
import type { RouterFlags } from './config/config.ts';
import { PLAN, type PlanOptions } from './plan-command/command.ts';

/** What the program of the router is to do. */
export type RouterRequest = { readonly kind: 'serve'; readonly flags: RouterFlags } | PlanOptions;

const SERVE: Command<RouterRequest> = defineCommand(
  {
    forms: [
      'npm run router -- --supergraph FILE --port N [options]',
      'npm run router -- plan FILE [options]',
    ],
    about: 'Runs the router alone, on any Federation 2 supergraph, or prints how it plans an operation.',
    options: {
      supergraph: { type: 'text', value: 'FILE', about: 'the supergraph' },
      port: { type: 'text', value: 'N', about: 'the port to listen on; 0 for any free one' },
      host: { type: 'text', value: 'HOST', about: 'the address to listen on' },
      config: { type: 'text', value: 'FILE', about: 'the configuration; several with commas between them' },
    },
    notes: [
      'docs/router/running.md lists every setting of the configuration file and every environment variable.',
    ],
    examples: [
      'npm run router -- --supergraph schema/supergraph.graphql --port 4100',
      'npm run router -- plan --help',
    ],
    status: '0 stopped, 1 failed, 2 wrong usage or configuration',
  },
  ({ values: flags }) => ({ kind: 'serve', flags }),
);

export const ROUTER_COMMAND: Command<RouterRequest> = { ...SERVE, subcommands: { plan: PLAN } };
