// The terminals of a page in docs/: what stands there is typed into a real shell, to the letter.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Terminal } from '../../apps/demo/play.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const REGISTER = fileURLToPath(new URL('register-typescript.mjs', import.meta.url));
/** How long a line may take to be printed. */
const PATIENCE_MS = 30_000;
const COMMAND_MS = 60_000;

/** The two commands that need a build, or a newer Node.js, run from the sources here: `npm run demo`, and `node` on TypeScript. */
const COMMANDS = `
node() { case "$1" in *.ts) command node --import '${REGISTER}' "$@";; *) command node "$@";; esac; }
npm() { [ "$1 $2 $3 $4" = "run --silent demo --" ] || return 1; shift 4; node apps/demo/main.ts --url "$beian" "$@"; }
`;

export class TestTerminal implements Terminal {
  private readonly running = new Set<ChildProcess>();
  private output = '';

  private constructor(
    private readonly folder: string,
    private readonly variables: Readonly<Record<string, string>>,
  ) {}

  /** With these variables set. */
  static async open(variables: Readonly<Record<string, string>>): Promise<TestTerminal> {
    return new TestTerminal(await mkdtemp(join(tmpdir(), 'beian-terminal-')), variables);
  }

  async type(script: string): Promise<string> {
    const state = join(this.folder, 'state');
    const child = this.shell(`${script}\n{ export -p; declare -f; } > '${state}'`, { timeout: COMMAND_MS });
    let [printed, errors] = ['', ''];
    child.stdout!.setEncoding('utf8').on('data', (text: string) => (printed += text));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => (errors += text));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${script}\nended with ${code}: ${printed}${errors}`);
    return printed;
  }

  beside(script: string): void {
    const child = this.shell(script, {});
    for (const stream of [child.stdout!, child.stderr!])
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
  }

  /** `$name` stands for a variable of the terminal. */
  async printed(line: string): Promise<void> {
    const { stdout } = this.shell(`printf '%s' "${line}"`, {});
    const wanted = (await stdout!.toArray()).join('');
    for (const end = performance.now() + PATIENCE_MS; !this.output.split('\n').includes(wanted);) {
      if (performance.now() > end) throw new Error(`“${wanted}” is not printed, but:\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Ends what still goes on in it. */
  async close(): Promise<void> {
    for (const child of this.running) process.kill(-child.pid!, 'SIGKILL');
    await Promise.all([...this.running].map((child) => once(child, 'close')));
    await rm(this.folder, { recursive: true });
  }

  private shell(script: string, { timeout }: { timeout?: number }): ChildProcess {
    const state = join(this.folder, 'state');
    const whole = `set -euo pipefail; set -a\n${COMMANDS}\n[ ! -e '${state}' ] || . '${state}'\n${script}`;
    const child = spawn('bash', ['-c', whole], {
      cwd: ROOT,
      env: { ...process.env, NODE_OPTIONS: '', TMPDIR: this.folder, ...this.variables },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      timeout,
    });
    this.running.add(child);
    child.once('close', () => this.running.delete(child));
    return child;
  }
}
