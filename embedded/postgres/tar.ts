/** A file of a tar archive. */
export type TarFile = { readonly path: string; readonly content: Buffer };

const BLOCK = 512;
const FIELDS = { name: [0, 100], size: [124, 136], type: [156, 157], link: [157, 257] } as const;

/**
 * Returns the files of a tar archive (POSIX.1-1988 "ustar", with paths of at most 100 bytes) whose paths
 * match. A symbolic link to a file of its folder becomes a copy of it.
 *
 * @param wanted matches the paths; its first group is the path in the result
 */
export function unpackTar(archive: Buffer, wanted: RegExp): readonly TarFile[] {
  const files: TarFile[] = [];
  const links: { readonly path: string; readonly target: string }[] = [];
  for (let at = 0; at + BLOCK <= archive.length; ) {
    const header = archive.subarray(at, at + BLOCK);
    const name = text(header, 'name');
    const size = Number.parseInt(text(header, 'size').trim() || '0', 8);
    const path = wanted.exec(name)?.[1];
    const type = text(header, 'type');
    const start = at + BLOCK;
    if (path !== undefined && type === '2')
      links.push({ path, target: siblingOf(path, text(header, 'link')) });
    else if (path !== undefined && (type === '0' || type === ''))
      files.push({ path, content: archive.subarray(start, start + size) });
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  const resolve = (target: string, depth = 0): Buffer | undefined => {
    const file = files.find((each) => each.path === target)?.content;
    const next = links.find((each) => each.path === target)?.target;
    return file ?? (next === undefined || depth > links.length ? undefined : resolve(next, depth + 1));
  };
  const copies = links.flatMap(({ path, target }) => {
    const content = resolve(target);
    return content === undefined ? [] : [{ path, content }];
  });
  return [...files, ...copies];
}

function text(header: Buffer, field: keyof typeof FIELDS): string {
  const [from, to] = FIELDS[field];
  return header.toString('utf8', from, to).split('\0')[0] ?? '';
}

function siblingOf(path: string, target: string): string {
  return `${path.slice(0, path.lastIndexOf('/') + 1)}${target}`;
}
