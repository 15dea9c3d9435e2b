/** A file in a container. */
export type MountedFile = {
  readonly path: string;
  /** Where it comes from: a secret by its name, or a file or folder of the project. */
  readonly from: { readonly secret: string } | { readonly project: string };
};

/** An HTTP request by which a container's health is asked. */
export type Probe = { readonly port: number; readonly path: string };

/** What a deployment runs: a container of docker-compose.yml, or the like of another kind of deployment. */
export type Workload = {
  readonly name: string;
  /** The command line; undefined where the image decides. */
  readonly command: readonly string[] | undefined;
  /** The variables, those of the image included. */
  readonly environment: Readonly<Record<string, string>>;
  readonly files: readonly MountedFile[];
  readonly probes: readonly Probe[];
  /** How long it may take to stop, in milliseconds. */
  readonly graceMs: number;
};

/** The module that a workload runs, relative to the project; undefined for a program of others. */
export function programOf({ command }: Workload): string | undefined {
  return command?.[0] === 'node' ? command[1] : undefined;
}
