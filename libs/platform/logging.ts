import { types } from 'node:util';
import { type LoggerService } from '@nestjs/common';
import { destination, type DestinationStream, type Logger, pino } from 'pino';
import { type LogLevel } from './config.js';

// What lets its holder act as somebody else, at the depths where requests and errors carry it.
const SECRETS = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  'password',
  'client_secret',
  'client_assertion',
  'access_token',
  'connectionString',
];
const REDACTED = SECRETS.flatMap((name) => {
  const step = name.startsWith('[') ? name : `.${name}`;
  return [name, `*${step}`, `*.*${step}`];
});

/** One JSON object a line, on stderr: stdout belongs to what a command prints for people. Written before the call returns, so that a crash loses none. */
export function createLogger(level: LogLevel, stream: DestinationStream = destination({ fd: 2, sync: true })): Logger {
  return pino({ level, base: { pid: process.pid }, redact: REDACTED, timestamp: pino.stdTimeFunctions.isoTime }, stream);
}

/** Nest's own lines, and those of its `Logger`, through the same door. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  /** Nest says every module and route that it maps, which concerns whoever debugs the start and no operator. */
  log(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest puts the context last; before it stand a stack, an error, or more of the message. */
  private write(level: 'error' | 'warn' | 'debug' | 'trace' | 'fatal', message: unknown, rest: unknown[]): void {
    const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
    const details = (context === undefined ? rest : rest.slice(0, -1)).filter((detail) => detail !== undefined);
    const err = [message, ...details].find((part) => types.isNativeError(part));
    const others = details.filter((detail) => detail !== err);
    const fields = {
      ...(context !== undefined && { context }),
      ...(err && { err }),
      ...(others.length > 0 && { details: others }),
    };
    if (types.isNativeError(message)) this.logger[level](fields, message.message);
    else if (typeof message === 'string') this.logger[level](fields, message);
    else this.logger[level]({ ...fields, message });
  }
}
