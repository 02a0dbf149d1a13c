import { describe, expect, test } from '@jest/globals';
import { type LogLevel } from './config.js';
import { createLogger, NestLogger } from './logging.js';

function listen(level: LogLevel = 'trace') {
  const lines: string[] = [];
  const logger = createLogger(level, { write: (line) => void lines.push(line) });
  return {
    logger,
    nest: new NestLogger(logger),
    lines,
    objects: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

describe('a line of the log', () => {
  test('is one JSON object with its time', () => {
    const { logger, objects } = listen();
    logger.info({ filing: 'f-1' }, 'accepted\nand more');
    expect(objects()).toEqual([
      expect.objectContaining({ level: 30, filing: 'f-1', msg: 'accepted\nand more', time: expect.stringMatching(/Z$/) }),
    ]);
  });

  test('carries no secret', () => {
    const { logger, lines } = listen();
    const headers = {
      authorization: 'Bearer hunter2',
      cookie: 'session=hunter2',
      'set-cookie': 'session=hunter2',
      host: 'beian.example',
    };
    logger.info(
      { headers, req: { headers }, authorization: 'hunter2', body: { client_secret: 'hunter2', access_token: 'hunter2' } },
      'asked',
    );
    expect(lines.join()).toContain('beian.example');
    expect(lines.join()).not.toContain('hunter2');
  });

  test('below the level is not written', () => {
    const { logger, lines } = listen('warn');
    logger.info('started');
    expect(lines).toEqual([]);
  });
});

describe("Nest's logger", () => {
  test('keeps what Nest says of its start from an operator, and what it warns of not', () => {
    const { nest, objects } = listen('info');
    nest.log('Mapped {/v1/filings, POST} route', 'RouterExplorer');
    nest.warn('a route is unreachable', 'RouterExplorer');
    expect(objects()).toEqual([expect.objectContaining({ level: 40, msg: 'a route is unreachable' })]);
  });

  test('keeps the context beside the message', () => {
    const { nest, objects } = listen();
    nest.log('started', 'Nest');
    nest.verbose('still here');
    expect(objects()).toEqual([
      expect.objectContaining({ level: 20, msg: 'started', context: 'Nest' }),
      expect.objectContaining({ level: 10, msg: 'still here' }),
    ]);
  });

  test('keeps an error with its stack, wherever it stands', () => {
    const { nest, objects } = listen();
    const error = new Error('lost');
    nest.error(error);
    nest.error('could not project', error, 'Projector');
    nest.error('could not project', 'Error: lost\n  at somewhere', 'Projector');
    expect(objects()).toEqual([
      expect.objectContaining({ msg: 'lost', err: expect.objectContaining({ stack: expect.stringContaining('logging.spec') }) }),
      expect.objectContaining({
        msg: 'could not project',
        context: 'Projector',
        err: expect.objectContaining({ message: 'lost' }),
      }),
      expect.objectContaining({ msg: 'could not project', context: 'Projector', details: ['Error: lost\n  at somewhere'] }),
    ]);
  });

  test('keeps a message that is an object', () => {
    const { nest, objects } = listen();
    nest.warn({ lag: 3 }, 'Projector');
    expect(objects()).toEqual([expect.objectContaining({ level: 40, context: 'Projector', message: { lag: 3 } })]);
  });
});
