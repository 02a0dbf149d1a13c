// The contender: a server that knows one page by heart, as long as ours, and compresses nothing and looks nothing up.
import fastify from 'fastify';

const page = '<!doctype html>'.padEnd(Number(process.env.PAGE_BYTES), '备'.repeat(20));
const server = fastify();
server.get('/*', (_request, reply) => reply.type('text/html; charset=utf-8').send(page.slice(0, Number(process.env.PAGE_BYTES))));
await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.stdout.write('ready\n');
process.once('SIGTERM', () => void server.close());
