import { runService } from '../platform/service/index.ts';
import { start } from './start.ts';

await runService('router', () => start(process.argv.slice(2), process.env));
