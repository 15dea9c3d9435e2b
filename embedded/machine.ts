/** A machine, as far as it decides for which servers there are packages. */
export type Machine = { readonly platform: NodeJS.Platform; readonly arch: string };

/** This one. */
export const THIS_MACHINE: Machine = { platform: process.platform, arch: process.arch };

/** Its name in those of packages: `linux-x64`. */
export function nameOf({ platform, arch }: Machine): string {
  return `${platform}-${arch}`;
}
