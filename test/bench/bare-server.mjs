// The contender: what one would write in an afternoon. It takes the same body and commits it in one row, and promises nothing else.
import { randomUUID } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
await pool.query(
  'create schema if not exists bench; create table if not exists bench.filing (id uuid primary key, body text not null)',
);

const server = fastify();
server.post('/v1/filings', async (request, reply) => {
  const id = randomUUID();
  await pool.query({
    name: 'insert',
    text: 'insert into bench.filing (id, body) values ($1, $2)',
    values: [id, JSON.stringify(request.body)],
  });
  return reply.code(201).send({ id });
});
await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.stdout.write('ready\n');
process.once('SIGTERM', () => void server.close().then(() => pool.end()));
