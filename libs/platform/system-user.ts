import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A user of the operating system. */
export interface SystemUser {
  name: string;
  uid: number;
  gid: number;
}

/**
 * Whom PostgreSQL runs as. It refuses to run as root, and so root hands it to the owner of the data, else to `postgres`, else to `nobody`.
 *
 * @param owner uid that owns the data so far
 * @returns undefined where this process is not root: then it is the user of this process
 * @throws Error if root finds nobody to hand it to: the user needs an entry in /etc/passwd
 */
export async function postgresUser(owner: number | undefined): Promise<SystemUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile('/etc/passwd', 'utf8'))
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  const found = owner
    ? users.find(({ uid }) => uid === owner)
    : (users.find(({ name }) => name === 'postgres') ?? users.find(({ name }) => name === 'nobody'));
  if (!found) {
    const whom = owner ? `the owner of its data (uid ${owner})` : '"postgres" or "nobody"';
    throw new Error(
      `PostgreSQL does not run as root, and /etc/passwd has no entry for ${whom}. Start the service as another user.`,
    );
  }
  return found;
}

/** Whether each folder above `path` lets this user through, by its mode bits. */
export async function canReach(path: string, user: SystemUser): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { uid, gid, mode } = await stat(folder);
    const execute = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if (!(mode & execute)) return false;
    if (folder === dirname(folder)) return true;
  }
}
