import { ROUTER, SERVICES } from '../../embedded/launcher/services.ts';
import { SHUTDOWN } from '../../platform/config/process-settings.ts';
import { fileVariableOf } from '../../platform/config/secret-files.ts';
import type { Code } from './code.ts';
import { readImageDefaults } from './compose.ts';
import { REQUIRED_VARIABLES } from './requirements.ts';
import { readVariables } from './variables.ts';
import { programOf, type Workload } from './workload.ts';

const IMAGE = readImageDefaults();

export type Deployment = {
  readonly workloads: readonly Workload[];
  /** The names of the secrets that there are. */
  readonly secrets: ReadonlySet<string>;
  /** The programs that this deployment leaves out. */
  readonly without?: readonly string[];
};

/**
 * Compares a deployment with the code: every program, variable, address, path, file and secret that it names
 * exists, every program that has to run runs, and each has what it needs.
 *
 * @returns what is wrong, in a sentence each
 */
export function checkDeployment(
  { workloads, secrets, without = [] }: Deployment,
  code: Code,
): readonly string[] {
  const programs = new Set(workloads.map(programOf));
  const absent = [...REQUIRED_VARIABLES.keys()].filter(
    (program) => !programs.has(program) && !without.includes(program),
  );
  return [
    ...absent.map((program) => `Nothing runs ${program}.`),
    ...workloads.flatMap((workload) => [
      ...checkFiles(workload, secrets, code),
      ...checkProgram(workload, workloads, code),
    ]),
  ];
}

function checkFiles({ name, files }: Workload, secrets: ReadonlySet<string>, code: Code): readonly string[] {
  return files.flatMap(({ from }) => {
    if ('project' in from)
      return code.exists(from.project) ? [] : [`${name} has ${from.project}, which does not exist.`];
    if (!secrets.has(from.secret)) return [`${name} has the secret ${from.secret}, which nobody makes.`];
    const owner = [...SERVICES, ROUTER].find((each) => from.secret.startsWith(`${each.name}_`));
    const isOthers = SERVICES.some((each) => each.name === name) && owner && owner.name !== name;
    return isOthers ? [`${name} has the secret ${from.secret}, which is that of ${owner.name}.`] : [];
  });
}

function checkProgram(workload: Workload, all: readonly Workload[], code: Code): readonly string[] {
  const program = programOf(workload);
  if (program === undefined) return [];
  const { name, environment, probes } = workload;
  if (!REQUIRED_VARIABLES.has(program)) return [`${name} runs ${program}, which is no program to deploy.`];
  const missing = (REQUIRED_VARIABLES.get(program) ?? []).filter(
    (variable) => !environment[variable] && !environment[fileVariableOf(variable)],
  );
  return [
    ...missing.map((variable) => `${name} lacks ${variable}.`),
    ...Object.entries(environment).flatMap(([variable, value]) => [
      ...checkName(workload, program, variable),
      ...checkValue(workload, variable, value, all, code),
    ]),
    ...probes
      .filter(({ port }) => String(port) !== environment.PORT)
      .map(({ port }) => `${name} is asked at ${port}, and listens on ${environment.PORT}.`),
    ...probes
      .filter(({ path }) => !code.quotes(program, path))
      .map(({ path }) => `${name} is asked for ${path}, which it does not serve.`),
    ...checkGrace(workload),
  ];
}

/** What stops a container has to wait longer than the program takes, by its settings or their defaults. */
function checkGrace({ name, environment, graceMs }: Workload): readonly string[] {
  const { timeout } = SHUTDOWN.parse({ timeout: environment.SHUTDOWN_TIMEOUT });
  return graceMs > timeout ? [] : [`${name} has ${graceMs} ms to stop, and may take ${timeout}.`];
}

/** A variable is one of the image, which is that of all programs, one of Node.js, or one that it reads. */
function checkName({ name }: Workload, program: string, variable: string): readonly string[] {
  if (variable in IMAGE.environment || /^NODE_/.test(variable)) return [];
  if (readVariables(program).has(variable)) return [];
  return [`${name} has ${variable}, which ${program} does not read.`];
}

function checkValue(
  { name, files }: Workload,
  variable: string,
  value: string,
  all: readonly Workload[],
  code: Code,
): readonly string[] {
  const file = /^file:\/\/(.+)$/.exec(value)?.[1] ?? (variable.endsWith('_FILE') ? value : undefined);
  if (file !== undefined)
    return files.some(({ path }) => path === file)
      ? []
      : [`${name} has no ${file}, which ${variable} names.`];
  if (/^(schema|examples)\//.test(value))
    return code.exists(value) ? [] : [`${name} has ${variable}=${value}, which does not exist.`];
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const target = all.find((each) => each.name === url?.hostname);
  if (url === undefined || !/^https?:$/.test(url.protocol) || isElsewhere(url)) return [];
  if (target === undefined) return [`${name} has ${variable}=${value}, where nothing runs.`];
  const program = programOf(target) ?? '';
  return [
    ...(url.port === target.environment.PORT
      ? []
      : [`${name} has ${variable}=${value}, and ${target.name} listens on ${target.environment.PORT}.`]),
    ...(url.pathname === '/' || code.quotes(program, url.pathname)
      ? []
      : [`${name} has ${variable}=${value}, and ${target.name} does not serve ${url.pathname}.`]),
  ];
}

/** Whether an address is that of this machine or of another domain, about which a deployment says nothing. */
function isElsewhere({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname.includes('.');
}
